import CloudTrail
public import InputTemplates
public import JSONText
public import Rules
import TextFormats

/// The values of relay's own variables for one event.
///
/// ```swift
/// let variables = RelayVariables(event: event.root, accounts: file.accounts)
/// variables[.who]  // alice.chen
/// ```
///
/// They come from the role use that the event records; of an event that records none, from the session that acted.
/// What neither says, and what the rules file has no name for, is said in words, never left blank.
public struct RelayVariables: Sendable {
    private let use: RoleUse?
    private let actor: SessionActor
    private let account: Account?
    private let usage: String?

    /// - Parameters:
    ///   - event: An EventBridge event.
    ///   - accounts: The accounts table of the rules file.
    ///   - usage: A sentence on earlier uses of the role, from whoever counts them; nil where nobody does.
    public init(event: JSONValue, accounts: [Account], usage: String? = nil) {
        use = RoleUse(event: event)
        actor = SessionActor(event: event)
        let id = use?.account ?? actor.account
        account = id.flatMap { id in accounts.first { $0.id.hasBytes(of: id) } }
        self.usage = usage
    }

    public subscript(variable: RelayVariable) -> String {
        switch variable {
        case .who: use?.who ?? actor.name ?? "somebody unknown"
        case .role: role?.shortName ?? "an unknown role"
        case .roleARN: use?.roleARN?.description ?? sessionARN ?? Self.unknown
        case .permissionSet: role.flatMap { $0.kind == .permissionSet ? $0.shortName : nil } ?? "none"
        case .account: accountWithName
        case .accountID: accountID ?? Self.unknown
        case .accountName: account?.name ?? accountID ?? Self.unknown
        case .environment: account?.environment ?? "unknown environment"
        case .region: use?.region ?? actor.region ?? Self.unknown
        case .time: (use?.time ?? actor.time).map(Self.readable) ?? Self.unknown
        case .from: use?.sourceAddress ?? actor.address ?? Self.unknown
        case .via: Self.words(for: use?.channel)
        case .mfa: use?.mfa.rawValue ?? Self.unknown
        case .outcome: outcome
        case .duration: Self.words(forSeconds: use?.durationSeconds ?? Self.usualDuration(of: use?.kind))
        case .usage: usage ?? "Earlier uses are not on record."
        case .eventID: use?.eventID ?? actor.eventID ?? Self.unknown
        }
    }

    /// All of them, as templates take them.
    public var values: [String: TemplateValue] {
        var values: [String: TemplateValue] = [:]
        for variable in RelayVariable.allCases { values[variable.rawValue] = .string(self[variable]) }
        return values
    }

    private static let unknown = RoleUse.unknown
}

// MARK: - In words

extension RelayVariables {
    private var role: RoleName? { use?.role ?? actor.role }
    private var accountID: String? { use?.account ?? actor.account }

    private var accountWithName: String {
        guard let accountID else { return "an unknown account" }
        return account.map { "\($0.name) (\(accountID))" } ?? accountID
    }

    /// Of a role whose path is not recorded, the ARN that its sessions have, up to their names.
    private var sessionARN: String? {
        role.map { role in
            role.kind == .root
                ? "arn:aws:iam::\(role.account):root" : "arn:aws:sts::\(role.account):assumed-role/\(role.name)"
        }
    }

    private var outcome: String {
        guard let use else { return actor.errorCode.map { "denied: \($0)" } ?? "allowed" }
        guard use.outcome == .denied else { return "allowed" }
        return use.refusal.map { "denied: \($0)" } ?? "denied"
    }

    private static func words(for channel: RoleUse.Channel?) -> String {
        switch channel {
        case .console: "console"
        case .commandLine: "CLI"
        case .sdk: "SDK"
        case .service: "AWS service"
        case .unknown, nil: unknown
        }
    }

    /// `2026-03-02T09:14:07Z` as `2026-03-02 09:14:07 UTC`; any other text as it is.
    private static func readable(_ time: String) -> String {
        let bytes = Array(time.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z") else { return time }
        let text = bytes[..<10] + [0x20] + bytes[11..<19]
        return String(decoding: text, as: UTF8.self) + " UTC"
    }

    /// `60 minutes`, as the announcement has it; whole hours from two on.
    private static func words(forSeconds seconds: Int?) -> String {
        guard let seconds, seconds > 0 else { return "as long as the session lasts" }
        if seconds >= 7_200, seconds % 3_600 == 0 { return "\(seconds / 3_600) hours" }
        if seconds % 60 == 0 { return seconds == 60 ? "1 minute" : "\(seconds / 60) minutes" }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }

    /// How long a session lasts when nobody asked for a time.
    ///
    /// Source: STS API Reference, `DurationSeconds` of each call. The console's sessions have no such parameter.
    private static func usualDuration(of kind: RoleUse.Kind?) -> Int? {
        switch kind {
        case .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity: 3_600
        case .assumeRoot: 900
        case .getFederationToken: 43_200
        case .switchRole, .consoleLogin, .identityCenter, nil: nil
        }
    }
}
