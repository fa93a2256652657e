import HTTPTypes

/// An answer to a request, whole.
struct Answer: Hashable, Sendable {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: [UInt8]

    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], contentType: String, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.fields[.contentType] = contentType
        self.body = body
    }

    /// JSON text, ended by a line end for whoever reads it in a terminal.
    init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], json: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(json)
        self.init(
            status, fields: fields, contentType: "application/json", body: writer.bytes + [UInt8(ascii: "\n")])
    }

    /// What went wrong, in a sentence: `{"error": "…"}`.
    static func error(
        _ status: HTTPResponse.Status, _ sentence: String, retryAfterSeconds: Int? = nil, fields: HTTPFields = [:]
    ) -> Answer {
        var answer = Answer(status, fields: fields) { $0.member("error", sentence) }
        if let retryAfterSeconds { answer.fields[.retryAfter] = String(retryAfterSeconds) }
        return answer
    }
}

extension HTTPFields {
    /// A field that has no name of its own in HTTPTypes; what comes several times, joined as RFC 9110 has it.
    func value(named name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        return self[name]
    }

    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }
}
