public import CloudTrail
public import Outbox
public import TextFormats

/// A role use on record.
///
/// Of two copies of one use the one that names the person is kept.
public struct LedgerUse: Hashable, Sendable, Identifiable {
    /// Where to go on reading: the last use had.
    public struct Cursor: Hashable, Sendable {
        public var time: Timestamp
        public var id: Int64

        public init(time: Timestamp, id: Int64) {
            self.time = time
            self.id = id
        }
    }

    public var id: Int64
    /// When it happened; when it was received, where the record has no time.
    public var time: Timestamp
    public var receivedAt: Timestamp
    public var origin: EventOrigin
    public var who: String
    /// The name that people use.
    public var role: String
    public var roleARN: String?
    public var account: String
    public var region: String?
    public var sourceAddress: String?
    public var kind: RoleUse.Kind
    public var channel: RoleUse.Channel
    public var mfa: RoleUse.MFA
    public var outcome: RoleUse.Outcome
    public var refusal: String?
    public var sessionName: String?
    public var durationSeconds: Int?
    public var accessKeyID: String?
    public var eventID: String?
    public var sharedEventID: String?

    /// Whether ``RoleUse/isPoorerCopy`` holds of the copy on record.
    public var isPoorerCopy: Bool

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
        isPoorerCopy = use.isPoorerCopy
    }
    public init(
        id: Int64, time: Timestamp, receivedAt: Timestamp, origin: EventOrigin, who: String, role: String,
        roleARN: String?, account: String, region: String?, sourceAddress: String?, kind: RoleUse.Kind,
        channel: RoleUse.Channel, mfa: RoleUse.MFA, outcome: RoleUse.Outcome, refusal: String?, sessionName: String?,
        durationSeconds: Int?, accessKeyID: String?, eventID: String?, sharedEventID: String?,
        isPoorerCopy: Bool = false
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
        self.isPoorerCopy = isPoorerCopy
    }
}

extension LedgerUse {
    /// What is on record once another copy of the use has come in: the fuller of the two, under this one's id.
    ///
    /// - Parameter alertsFirst: Whether the copy is the first that something is sent for. Then it decides how and when
    ///   the use came in: an archive's use that comes in live after all is a live one.
    public func merged(with copy: LedgerUse, alertsFirst: Bool) -> LedgerUse {
        var merged = isPoorerCopy && !copy.isPoorerCopy ? copy : self
        let arrival = alertsFirst && origin != .live ? copy : self
        (merged.id, merged.receivedAt, merged.origin) = (id, arrival.receivedAt, arrival.origin)
        return merged
    }
}
