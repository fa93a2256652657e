public import JSONText

/// One person taking up one role once.
///
/// ```swift
/// if let use = RoleUse(event: event) {
///     print(use.who, use.roleName, use.outcome)  // alice.chen BreakGlassAdmin allowed
/// }
/// ```
///
/// It is made from a single record, in which any field may be missing or of another type. Text is as the record has it.
/// The caller has chosen much of it, so escape it for the place where it is shown.
///
/// Sources: IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail"; CloudTrail User Guide, "CloudTrail
/// record contents" and "AWS Management Console sign-in events"; IAM Identity Center User Guide, "CloudTrail use cases".
public struct RoleUse: Hashable, Sendable {
    /// Whether AWS let the caller have the role.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case allowed, denied
    }

    /// Which call or sign-in it was.
    public let kind: Kind
    /// The name by which colleagues know the caller. Never blank; ``unknown`` if the record has no name at all.
    ///
    /// The first of these that the record has:
    /// - IAM user: the user name.
    /// - Caller in the session of another role: the source identity, or the name of that session.
    /// - Caller from another account, in the copy of the role's account: the source identity, the name of the session in
    ///   `principalId`, the name given to the new session.
    /// - SAML and web identity: the source identity, the user name or subject, the name of the session.
    /// - Switching role: the user or the session switched from. Console sign-in: as a caller in a session.
    /// - Identity Center: the user name, or the identifier in `onBehalfOf`.
    /// - Root user: `root`. A service: `invokedBy`.
    ///
    /// Where these are blank: any other name, then identifiers (principal, ARN, key, account).
    public let who: String
    /// Nil when the record names no role, as some refusals do.
    public let role: RoleName?
    /// The role's ARN with its path; nil where the record only has the path-less name of a session, or none.
    public let roleARN: ARN?
    /// The account that owns the role; where the role is not known the one that received the record.
    public let account: String?
    /// The account of the caller.
    public let callerAccount: String?
    /// The role from whose session this one was taken up.
    public let chainedFrom: RoleName?
    /// The name of the new session, with which later calls can be found.
    public let sessionName: String?
    /// The Region whose endpoint took the call, `us-east-1`.
    public let region: String?
    /// As in the record, ISO 8601 in UTC: `2026-03-02T09:14:07Z`.
    public let time: String?
    /// An IPv4 or IPv6 address, the domain name of a service, or `AWS Internal`.
    public let sourceAddress: String?
    /// Whether a second factor was used.
    public let mfa: MFA
    /// What the role was taken up with.
    public let channel: Channel
    /// Whether AWS let the caller have the role.
    public let outcome: Outcome
    /// Why it was denied: the error code, or the message where there is no code.
    public let refusal: String?
    /// How long a session was asked for.
    public let durationSeconds: Int?
    /// The identifier of the key issued. It is no secret: it names the session's later calls.
    public let accessKeyID: String?
    /// The record's identifier, a UUID in CloudTrail's own records; copies of a record have it in common.
    public let eventID: String?
    /// The same in both copies of a call that went from one account to another.
    public let sharedEventID: String?
    /// Whether this is the copy of the role's account, in which a caller from another account has no name of their own:
    /// the copy with the same ``sharedEventID`` in the caller's account knows more.
    public let isCopyWithoutCaller: Bool

    /// The text for a person, role or account that a record does not name.
    public static let unknown = "unknown"

    /// The role's name as people use it, or ``unknown``.
    public var roleName: String { role?.shortName ?? Self.unknown }

    /// The UTC day, `2026-03-02`; nil if ``time`` does not begin with a date.
    public var day: String? { time.flatMap(Self.day) }

    static func day(ofTime time: String) -> String? {
        let day = time.utf8.prefix(10)
        let hasDateForm =
            day.count == 10
            && zip(day, "0000-00-00".utf8).allSatisfy { byte, form in
                form == UInt8(ascii: "-") ? byte == form : UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            }
        return hasDateForm ? String(Substring(day)) : nil
    }

    /// - Parameter event: an EventBridge event whose `detail` is a CloudTrail record. The event's own fields count only
    ///   where the record lacks them.
    /// - Returns: nil when the record tells of no role use.
    public init?(event: JSONValue) {
        guard let record = event["detail"] else { return nil }
        self.init(record: record, envelope: event)
    }

    /// - Parameter record: a CloudTrail record without its envelope.
    /// - Returns: nil when the record tells of no role use.
    public init?(record: JSONValue) {
        self.init(record: record, envelope: nil)
    }

    private init?(record: JSONValue, envelope: JSONValue?) {
        guard let facts = RoleUseFacts(record: record, envelope: envelope) else { return nil }
        let members = facts.members
        let taken = facts.takenRole
        kind = facts.kind
        who = facts.who ?? Self.unknown
        (role, roleARN) = (taken.role, taken.arn)
        callerAccount = facts.identity.accountID
        account = facts.account(of: taken.role)
        chainedFrom = facts.chainedFrom
        sessionName = facts.sessionName
        region = members[.awsRegion]?.shownText ?? envelope?["region"]?.shownText
        time = facts.time
        sourceAddress = members[.sourceIPAddress]?.shownText
        mfa = facts.mfa
        channel = facts.channel
        (outcome, refusal) = facts.verdict
        durationSeconds = facts.durationSeconds
        accessKeyID = facts.response?.at("credentials", "accessKeyId")?.shownText
        eventID = members[.eventID]?.shownText ?? envelope?["id"]?.shownText
        sharedEventID = members[.sharedEventID]?.shownText
        isCopyWithoutCaller = facts.isCopyWithoutCaller
    }
}
