import HTTPTypes

/// A reply to a request, with its whole body.
struct HTTPReply: Hashable, Sendable {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: [UInt8]

    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], contentType: String, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.fields[.contentType] = contentType
        self.body = body
    }

    /// A JSON object, followed by a line end for people who read it in a terminal.
    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], json: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(json)
        self.init(
            status, fields: fields, contentType: "application/json", body: writer.bytes + [UInt8(ascii: "\n")])
    }

    /// What went wrong, in a sentence: `{"error": "…"}`.
    static func error(
        _ status: HTTPResponse.Status, _ sentence: String, retryAfterSeconds: Int? = nil, fields: HTTPFields = [:]
    ) -> HTTPReply {
        var reply = HTTPReply(status, fields: fields) { $0.member("error", sentence) }
        if let retryAfterSeconds { reply.fields[.retryAfter] = String(retryAfterSeconds) }
        return reply
    }
}

extension HTTPFields {
    /// The value of a field for which HTTPTypes has no name. Several values are joined by commas (RFC 9110, section
    /// 5.2).
    func value(named name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        return self[name]
    }

    /// Sets a field for which HTTPTypes has no name. A text that cannot be a field's name changes nothing.
    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }
}
