public import JSONText

/// What is counted of a role use: enough to add it up by role, person and day, and to recognise its copies.
///
/// It is made in half the time of a ``RoleUse``, whose other fields nobody asks for who only counts.
public struct CountedUse: Hashable, Sendable {
    /// As ``RoleUse/account``.
    public let account: String?
    /// As ``RoleUse/roleName``.
    public let roleName: String
    /// As ``RoleUse/who``.
    public let who: String
    /// As ``RoleUse/time``.
    public let time: String?
    /// As ``RoleUse/outcome``.
    public let outcome: RoleUse.Outcome
    /// The record's own id.
    public let eventID: RecordID?
    /// The id that the record shares with its copy in another account.
    public let sharedEventID: RecordID?
    /// As ``RoleUse/isCopyWithoutCaller``.
    public let isCopyWithoutCaller: Bool

    /// As ``RoleUse/day``.
    public var day: String? { time.flatMap(RoleUse.day) }

    /// - Parameter use: A use that was read whole.
    public init(_ use: RoleUse) {
        (account, roleName, who, time, outcome) = (use.account, use.roleName, use.who, use.time, use.outcome)
        (eventID, sharedEventID) = (use.eventID.map { RecordID($0) }, use.sharedEventID.map { RecordID($0) })
        isCopyWithoutCaller = use.isCopyWithoutCaller
    }

    /// - Parameter event: As for ``RoleUse/init(event:)``.
    /// - Returns: nil when the record tells of no role use.
    public init?(event: JSONValue) {
        guard let record = event["detail"], let facts = RoleUseFacts(record: record, envelope: event) else {
            return nil
        }
        let role = facts.takenRole.role
        account = facts.account(of: role)
        roleName = role?.shortName ?? RoleUse.unknown
        who = facts.who ?? RoleUse.unknown
        time = facts.time
        outcome = facts.verdict.outcome
        eventID = Self.id(facts.members[.eventID]) ?? Self.id(event["id"])
        sharedEventID = Self.id(facts.members[.sharedEventID])
        isCopyWithoutCaller = facts.isCopyWithoutCaller
    }

    /// A UUID is read without making text of it.
    private static func id(_ value: JSONValue?) -> RecordID? {
        guard let value else { return nil }
        if let id = value.withUTF8({ RecordID(utf8: $0) }), case .uuid = id { return id }
        return value.shownText.map { RecordID($0) }
    }
}
