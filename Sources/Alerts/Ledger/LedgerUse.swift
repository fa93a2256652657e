public import CloudTrail
public import Outbox
public import TextFormats

/// A role use on record.
///
/// Of two copies of one use the one that names the person is kept.
public struct LedgerUse: Hashable, Sendable, Identifiable {
    /// Pagination cursor: time and id of the last use returned.
    public struct Cursor: Hashable, Sendable {
        /// ``LedgerUse/time`` of that use.
        public var time: Timestamp
        /// ``LedgerUse/id`` of that use.
        public var id: Int64

        /// Memberwise.
        public init(time: Timestamp, id: Int64) {
            self.time = time
            self.id = id
        }
    }

    /// The store's id; 0 before a store has given one.
    public var id: Int64
    /// When it happened; when it was received, where the record has no time.
    public var time: Timestamp
    /// When it came in.
    public var receivedAt: Timestamp
    /// How it came in.
    public var origin: EventOrigin
    /// The person, as ``RoleUse/who``.
    public var who: String
    /// The name that people use.
    public var role: String
    /// The role's ARN, if the record has it.
    public var roleARN: String?
    /// The account of the role, or `unknown`.
    public var account: String
    /// The region where it was recorded.
    public var region: String?
    /// The address or AWS service that the call came from.
    public var sourceAddress: String?
    /// As ``RoleUse/kind``.
    public var kind: RoleUse.Kind
    /// As ``RoleUse/channel``.
    public var channel: RoleUse.Channel
    /// As ``RoleUse/mfa``.
    public var mfa: RoleUse.MFA
    /// Whether AWS allowed it.
    public var outcome: RoleUse.Outcome
    /// AWS's error code, where it did not.
    public var refusal: String?
    /// The session's name, which the caller chooses.
    public var sessionName: String?
    /// How long the session may last, in seconds.
    public var durationSeconds: Int?
    /// The id of the temporary access key that was given out.
    public var accessKeyID: String?
    /// CloudTrail's `eventID`.
    public var eventID: String?
    /// CloudTrail's `sharedEventID`.
    public var sharedEventID: String?

    /// Whether ``RoleUse/isCopyWithoutCaller`` holds of the copy on record.
    public var isCopyWithoutCaller: Bool

    /// Where to go on reading after this use.
    public var cursor: Cursor { Cursor(time: time, id: id) }

    /// - Parameter id: nothing until a store gives one.
    public init(_ use: RoleUse, id: Int64 = 0, receivedAt: Timestamp, origin: EventOrigin) {
        self.id = id
        time = use.time.flatMap { Timestamp(parsing: $0) } ?? receivedAt
        self.receivedAt = receivedAt
        self.origin = origin
        who = use.who
        role = use.roleName
        roleARN = use.roleARN?.description
        account = use.account ?? RoleUse.unknown
        region = use.region
        sourceAddress = use.sourceAddress
        kind = use.kind
        channel = use.channel
        mfa = use.mfa
        outcome = use.outcome
        refusal = use.refusal
        sessionName = use.sessionName
        durationSeconds = use.durationSeconds
        accessKeyID = use.accessKeyID
        eventID = use.eventID
        sharedEventID = use.sharedEventID
        isCopyWithoutCaller = use.isCopyWithoutCaller
    }
    /// Memberwise.
    public init(
        id: Int64, time: Timestamp, receivedAt: Timestamp, origin: EventOrigin, who: String, role: String,
        roleARN: String?, account: String, region: String?, sourceAddress: String?, kind: RoleUse.Kind,
        channel: RoleUse.Channel, mfa: RoleUse.MFA, outcome: RoleUse.Outcome, refusal: String?, sessionName: String?,
        durationSeconds: Int?, accessKeyID: String?, eventID: String?, sharedEventID: String?,
        isCopyWithoutCaller: Bool = false
    ) {
        self.id = id
        self.time = time
        self.receivedAt = receivedAt
        self.origin = origin
        self.who = who
        self.role = role
        self.roleARN = roleARN
        self.account = account
        self.region = region
        self.sourceAddress = sourceAddress
        self.kind = kind
        self.channel = channel
        self.mfa = mfa
        self.outcome = outcome
        self.refusal = refusal
        self.sessionName = sessionName
        self.durationSeconds = durationSeconds
        self.accessKeyID = accessKeyID
        self.eventID = eventID
        self.sharedEventID = sharedEventID
        self.isCopyWithoutCaller = isCopyWithoutCaller
    }
}

extension LedgerUse {
    /// What is on record once another copy of the use has come in: the one that names the caller, under this one's id.
    ///
    /// - Parameter alertsFirst: Whether the copy is the first, or the first live one, that something is sent for. Then it
    ///   decides how and when the use came in: an archive's use that comes in live after all is a live one.
    public func merged(with copy: LedgerUse, alertsFirst: Bool) -> LedgerUse {
        var merged = isCopyWithoutCaller && !copy.isCopyWithoutCaller ? copy : self
        let arrival = alertsFirst && origin != .live ? copy : self
        (merged.id, merged.receivedAt, merged.origin) = (id, arrival.receivedAt, arrival.origin)
        return merged
    }
}
