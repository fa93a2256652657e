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
