import HTTPTypes
import Ingest
import Rules
import TextFormats

/// The signature that a request's head names, with a known key and the present time. Whether it is the right one can be
/// checked only with the body, by ``verify(_:body:)``.
struct ClaimedSignature: Sendable {
    /// The largest difference between the clocks of sender and relay.
    static let clockSkewLimit = Duration.seconds(5 * 60)
    static let service = "events"

    let authorization: SigV4AuthorizationHeader
    private let time: SigningTime
    private let secret: [UInt8]

    var region: String { authorization.scope.region }

    /// Checks all that the head tells.
    init(_ head: HTTPRequest, keys: AccessKeys, now: Timestamp) throws(SignatureError) {
        guard let header = head.headerFields[.authorization] else { throw .missing }
        authorization = try SigV4AuthorizationHeader(parsing: header)
        time = try Self.time(of: head.headerFields)
        guard let secret = keys.secret(of: authorization.accessKeyID) else { throw .unknownKey }
        self.secret = secret
        try checkScope()
        try checkSignedHeaders()
        try checkClock(now)
    }

    /// Checks the signature itself.
    func verify(_ head: HTTPRequest, body: [UInt8]) throws(SignatureError) {
        var headers: [(name: String, value: String)] = []
        for name in authorization.signedHeaders {
            let values = Self.values(of: name, in: head)
            // A header that was signed and has been taken away.
            guard !values.isEmpty else { throw .mismatch }
            for value in values { headers.append((name, value)) }
        }
        let target = head.path ?? "/"
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        let request = CanonicalRequest(
            method: head.method.rawValue, path: String(decoding: path, as: UTF8.self),
            query: String(decoding: target.utf8.dropFirst(path.count + 1), as: UTF8.self), headers: headers, body: body)
        let string = StringToSign(request, dateTime: time.text, scope: authorization.scope)
        guard SigningKey(secret: secret, scope: authorization.scope).isSignature(authorization.signature, of: string)
        else { throw .mismatch }
    }

    private static func values(of name: String, in head: HTTPRequest) -> [String] {
        // HTTPTypes keeps the host outside of the fields, as HTTP/2 does.
        if name.hasBytes(of: "host") { return head.authority.map { [$0] } ?? [] }
        return HTTPField.Name(name).map { head.headerFields[values: $0] } ?? []
    }

    private static func time(of fields: HTTPFields) throws(SignatureError) -> SigningTime {
        if let text = fields.value(named: "X-Amz-Date") {
            guard let time = SigningTime(parsing: text) else {
                throw .incomplete("Date must be in ISO-8601 'basic format'. Got '\(LogText(text))'.")
            }
            return time
        }
        guard let text = fields[.date] else {
            throw .incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        guard let time = SigningTime(parsing: text) ?? SigningTime(httpDate: text) else {
            throw .incomplete("Date must be in ISO-8601 'basic format'. Got '\(LogText(text))'.")
        }
        return time
    }

    private func checkScope() throws(SignatureError) {
        guard authorization.scope.service.hasBytes(of: Self.service) else {
            throw .invalid("Credential should be scoped to correct service: '\(Self.service)'.")
        }
        guard !authorization.scope.region.utf8.isEmpty else {
            throw .invalid("Credential should be scoped to a valid region.")
        }
        guard authorization.scope.date.hasBytes(of: time.date) else {
            throw .invalid(
                """
                Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                '\(LogText(authorization.scope.date))' != '\(time.date)', from '\(time.text)'.
                """)
        }
    }

    /// Host, time and operation must be signed, since anybody on the network could change an unsigned header.
    private func checkSignedHeaders() throws(SignatureError) {
        func isSigned(_ name: String) -> Bool { authorization.signedHeaders.contains { $0.hasBytes(of: name) } }
        for name in ["Host", "X-Amz-Target"] where !isSigned(name.lowercased()) {
            throw .invalid("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
        }
        guard isSigned("x-amz-date") || isSigned("date") else {
            throw .invalid("'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private func checkClock(_ now: Timestamp) throws(SignatureError) {
        func text(_ moment: Timestamp) -> String { SigningTime(moment).text }
        let (earliest, latest) = (now - Self.clockSkewLimit, now + Self.clockSkewLimit)
        if time.moment < earliest {
            throw .invalid(
                "Signature expired: \(time.text) is now earlier than \(text(earliest)) (\(text(now)) - 5 min.)")
        }
        if time.moment > latest {
            throw .invalid(
                "Signature not yet current: \(time.text) is still later than \(text(latest)) (\(text(now)) + 5 min.)")
        }
    }
}

/// Why a request's signature is not accepted, in AWS's words. Repeats neither signatures nor anything that might be a
/// secret sent by mistake.
enum SignatureError: Error, Hashable, Sendable {
    /// The request has none.
    case missing
    /// A part is missing or malformed.
    case incomplete(String)
    /// Relay has no such access key.
    case unknownKey
    /// It is for another request, another time or another scope.
    case invalid(String)

    /// - Source: what AWS's own services answer.
    static let mismatch = SignatureError.invalid(
        """
        The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
        and signing method. Consult the service documentation for details.
        """)
}

/// When a request was signed, as `X-Amz-Date` has it: `20260302T091407Z`.
struct SigningTime: Hashable, Sendable {
    let text: String
    let moment: Timestamp

    /// `YYYYMMDD`.
    var date: String { String(decoding: text.utf8.prefix(8), as: UTF8.self) }

    /// Nil for anything but ISO 8601's basic format in UTC, to the second.
    init?(parsing text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T") else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let extended = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<16))"
        guard let moment = Timestamp(parsing: extended) else { return nil }
        self.moment = moment
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// Nil for anything but an HTTP date in the form that is to be sent (``HTTPDate/moment(inFormToSend:)``). It is signed in the other form.
    init?(httpDate text: String) {
        guard let moment = HTTPDate.moment(inFormToSend: text) else { return nil }
        self.init(moment)
    }

    /// To the second.
    init(_ moment: Timestamp) {
        text = String(
            decoding: moment.secondsText.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") },
            as: UTF8.self)
        self.moment = moment
    }
}
