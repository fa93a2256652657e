import TextFormats

/// What the `Authorization` header of a signed request says.
///
/// ```
/// AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260302/us-east-1/events/aws4_request, SignedHeaders=host;x-amz-date, Signature=5d67…
/// ```
struct SigV4AuthorizationHeader: Hashable, Sendable {
    let accessKeyID: String
    let scope: CredentialScope
    /// In lower case, in the header's order.
    let signedHeaders: [String]
    let signature: String

    /// - Throws: ``SignatureError`` for a header that has not got all parts. It repeats nothing of the header.
    init(parsing header: String) throws(SignatureError) {
        let parts = try Self.parameters(of: header)
        var missing: [String] = []
        for name in ["Credential", "Signature", "SignedHeaders"] where parts[name]?.utf8.isEmpty ?? true {
            missing.append("Authorization header requires '\(name)' parameter.")
        }
        guard missing.isEmpty, let credential = parts["Credential"], let signature = parts["Signature"],
            let signedHeaders = parts["SignedHeaders"]
        else { throw .incomplete(missing.joined(separator: " ")) }
        (accessKeyID, scope) = try Self.credential(credential)
        self.signature = signature
        self.signedHeaders = signedHeaders.split(separator: ";").map { $0.lowercased() }
    }

    private static func parameters(of header: String) throws(SignatureError) -> [String: String] {
        let bytes = Substring(header).utf8
        let algorithm = bytes.prefix { $0 != UInt8(ascii: " ") }
        // Somebody's other credentials may stand here: no part of them is read as a parameter.
        guard algorithm.elementsEqual(StringToSign.algorithm.utf8) else { return [:] }
        var parameters: [String: String] = [:]
        for part in bytes.dropFirst(algorithm.count).split(separator: UInt8(ascii: ",")) {
            let trimmed = part.drop { $0 == UInt8(ascii: " ") }
            let name = trimmed.prefix { $0 != UInt8(ascii: "=") }
            guard name.count < trimmed.count else {
                throw .incomplete("Invalid key=value pair (missing equal-sign) in Authorization header.")
            }
            let value = trimmed.dropFirst(name.count + 1)
            parameters[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        return parameters
    }

    private static func credential(_ text: String) throws(SignatureError) -> (String, CredentialScope) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5 else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
        }
        guard parts[4].hasBytes(of: CredentialScope.terminator) else {
            throw .invalid("Credential should be scoped with a valid terminator: '\(CredentialScope.terminator)'.")
        }
        return (parts[0], CredentialScope(date: parts[1], region: parts[2], service: parts[3]))
    }
}

/// For which day, Region and service a signature is made.
///
/// Source: IAM User Guide, "Elements of an AWS API request signature" (Signature Version 4).
struct CredentialScope: Hashable, Sendable, CustomStringConvertible {
    /// `YYYYMMDD`.
    let date: String
    let region: String
    let service: String

    static let terminator = "aws4_request"

    /// `20260302/eu-central-1/events/aws4_request`.
    var description: String { "\(date)/\(region)/\(service)/\(Self.terminator)" }
}
