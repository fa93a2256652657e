import TextFormats

/// How `relay serve` takes events in.
public struct ServerSettings: Hashable, Sendable {
    /// What a sender must show, as an EventBridge connection would send it. Several of a kind allow keys to be changed
    /// without a gap.
    public enum SenderCredential: Hashable, Sendable {
        case apiKey(header: String, value: SecretText)
        case basic(username: SecretText, password: SecretText)
        case bearer(token: SecretText)
    }

    /// A key with which `aws events put-events` signs.
    public struct AccessKey: Hashable, Sendable {
        public var id: String
        public var secret: SecretText

        public init(id: String, secret: SecretText) {
            self.id = id
            self.secret = secret
        }
    }

    /// PEM files, read again when they change; paths relative to the rules file.
    public struct TLS: Hashable, Sendable {
        public var certificateFile: String
        public var privateKeyFile: String

        public init(certificateFile: String, privateKeyFile: String) {
            self.certificateFile = certificateFile
            self.privateKeyFile = privateKeyFile
        }
    }

    /// A name or an address.
    public var host = "127.0.0.1"
    public var port = 8_765
    /// None: only senders on this machine are let in; with no access keys either, relay listens on a loopback address
    /// only.
    public var authorizations: [SenderCredential] = []
    /// Who may call EventBridge's own API. None: nobody, unless there are no authorizations either; then senders on this
    /// machine, signed with whatever keys, so that a developer's made-up ones work.
    public var accessKeys: [AccessKey] = []
    public var tls: TLS?

    public static let authorizationsLimit = 16
    public static let accessKeysLimit = 100

    public init() {}

    /// Whether only this machine can send: what makes authorisation optional.
    public var listensOnLoopback: Bool { Loopback.isLoopback(host: host) }
}
