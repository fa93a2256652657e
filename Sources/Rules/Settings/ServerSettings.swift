import TextFormats

/// How `relay serve` takes events in.
public struct ServerSettings: Hashable, Sendable {
    /// A credential that a sender may show, in the forms in which an EventBridge connection sends them. Several of one
    /// kind allow a key to be replaced without a gap.
    public enum SenderCredential: Hashable, Sendable {
        /// A header with a secret value.
        case apiKey(header: String, value: SecretText)
        /// The header `Authorization: Basic …` (RFC 7617).
        case basic(username: SecretText, password: SecretText)
        /// The header `Authorization: Bearer …` (RFC 6750).
        case bearer(token: SecretText)
    }

    /// A key with which `aws events put-events` signs.
    public struct AccessKey: Hashable, Sendable {
        /// What a signature names; 16 to 128 letters, digits and `_`.
        public var id: String
        /// The key itself, by reference.
        public var secret: SecretText

        /// Memberwise.
        public init(id: String, secret: SecretText) {
            self.id = id
            self.secret = secret
        }
    }

    /// PEM files, read again when they change; paths relative to the rules file.
    public struct TLS: Hashable, Sendable {
        /// The certificate and those between it and its authority.
        public var certificateFile: String
        /// The certificate's private key, without a passphrase.
        public var privateKeyFile: String

        /// Memberwise.
        public init(certificateFile: String, privateKeyFile: String) {
            self.certificateFile = certificateFile
            self.privateKeyFile = privateKeyFile
        }
    }

    /// A name or an address.
    public var host = "127.0.0.1"
    /// 0 lets the system choose one.
    public var port = 8_765
    /// The credentials of which a sender must show one. When empty, only senders on this machine are let in; if there
    /// are no access keys either, relay listens on a loopback address only.
    public var authorizations: [SenderCredential] = []
    /// The keys with which EventBridge's API may be called. When empty, nobody may, unless ``authorizations`` is empty
    /// too: then senders on this machine may, signed with any key, so that a developer's made-up keys work.
    public var accessKeys: [AccessKey] = []
    /// Nil: the server speaks plain HTTP.
    public var tls: TLS?

    /// How many credentials `authorization` may list.
    public static let authorizationsLimit = 16
    /// How many keys `access_keys` may list.
    public static let accessKeysLimit = 100

    /// A server on 127.0.0.1:8765 that this machine alone can reach.
    public init() {}

    /// Whether only this machine can reach the server, so that credentials are optional.
    public var listensOnLoopback: Bool { Loopback.isLoopback(host: host) }
}

/// Where a server listens: `127.0.0.1:8765`, `localhost:8765`, `[::1]:8765`.
///
/// Port 0 lets the system choose one.
public struct ListenAddress: Hashable, Sendable {
    /// A name or an address, an IPv6 address without its brackets.
    public let host: String
    /// Within ``portRange``; 0 lets the system choose one.
    public let port: Int

    /// The ports of TCP, and 0.
    public static let portRange = 0...65_535

    /// Nil for text of another form.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), let port = Self.port(bytes[(colon + 1)...]) else {
            return nil
        }
        let name = bytes[..<colon]
        if name.first == UInt8(ascii: "["), name.last == UInt8(ascii: "]") {
            host = String(decoding: name.dropFirst().dropLast(), as: UTF8.self)
            guard host.utf8.count >= 2, host.utf8.allSatisfy({ $0.isASCIIHexDigit || $0 == UInt8(ascii: ":") }) else {
                return nil
            }
        } else {
            guard let first = name.first, let last = name.last, first.isASCIIAlphanumeric, last.isASCIIAlphanumeric,
                name.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
            else { return nil }
            host = String(decoding: name, as: UTF8.self)
        }
        self.port = port
    }

    /// The form as an ECMA-262 regular expression.
    static let regex =
        #"^(?:[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]{2,}\]):"#
        + "(?:0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"

    /// Decimal digits without a zero in front.
    private static func port(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isASCIIDigit),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        let port = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return portRange.contains(port) ? port : nil
    }
}
