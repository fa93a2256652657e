/// What `errorMessage` says of a refused call whose `requestParameters` are null.
///
/// A refused AssumeRole names the role nowhere else:
///
///     User: arn:aws:iam::111122223333:user/mallory is not authorized to perform: sts:AssumeRole on resource:
///     arn:aws:iam::111122223333:role/BreakGlassAdmin because no identity-based policy allows the sts:AssumeRole action
///
/// Source: IAM User Guide, "Troubleshoot access denied error messages". CloudTrail cuts messages at 1 KB.
enum DenialMessage {
    /// The ARN after `on resource:`; nil where the message has none.
    static func resource(in message: String) -> String? {
        guard let marker = message.utf8.firstRange(of: marker.utf8) else { return nil }
        let rest = message.utf8[marker.upperBound...].drop { isSpaceOrQuote($0) }
        return String(Substring(rest.prefix { !isSpaceOrQuote($0) })).visible
    }

    private static let marker = "on resource:"

    private static func isSpaceOrQuote(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}
