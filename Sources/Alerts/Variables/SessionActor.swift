import CloudTrail
import JSONText

/// Who did what an event records, when it is not the taking up of a role: the session that acted.
struct SessionActor: Sendable {
    let name: String?
    let role: RoleName?
    let account: String?
    let region: String?
    let time: String?
    let address: String?
    let errorCode: String?
    let eventID: String?

    init(event: JSONValue) {
        let record = event["detail"]
        let identity = record?["userIdentity"]
        let session = identity?["sessionContext"]
        let arn = identity?["arn"]?.visibleText.flatMap { try? ARN(parsing: $0) }
        let issuer = session?["sessionIssuer"]?["arn"]?.visibleText.flatMap { try? ARN(parsing: $0) }
        role = (issuer ?? arn).flatMap { RoleName($0) }
        name = Self.name(identity, session, arn)
        account = record?["recipientAccountId"]?.visibleText ?? event["account"]?.visibleText
        region = record?["awsRegion"]?.visibleText ?? event["region"]?.visibleText
        time = record?["eventTime"]?.visibleText ?? event["time"]?.visibleText
        address = record?["sourceIPAddress"]?.visibleText
        errorCode = record?["errorCode"]?.visibleText
        eventID = record?["eventID"]?.visibleText ?? event["id"]?.visibleText
    }

    /// The name that somebody vouches for first, then the session's, then identifiers.
    private static func name(_ identity: JSONValue?, _ session: JSONValue?, _ arn: ARN?) -> String? {
        if let person = session?["sourceIdentity"]?.visibleText ?? identity?["userName"]?.visibleText { return person }
        if let arn {
            let parts = arn.resource.split(separator: "/")
            return parts.last.map(String.init)
        }
        let principal = identity?["principalId"]?.visibleText
        return principal?.split(separator: ":").last.map(String.init) ?? identity?["invokedBy"]?.visibleText
    }
}

extension JSONValue {
    /// A string that is not blank.
    fileprivate var visibleText: String? {
        string.flatMap { text in text.utf8.contains { $0 > 0x20 } ? text : nil }
    }
}
