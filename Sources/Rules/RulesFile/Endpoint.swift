import ConfigDocument
public import SlackMessages
import TextFormats

/// The address of an API destination: `https`, with `*` where a target's path parameters go.
///
/// A webhook's address is a secret as a whole, so it may refer to secrets: `${env:SLACK_WEBHOOK_URL}`. Plain `http` is
/// for this machine only, to try things out; EventBridge has `https` alone.
///
/// Source: EventBridge API Reference, `HttpsEndpoint`.
public struct Endpoint: Hashable, Sendable {
    /// The address as it is written, at most 2,048 characters.
    public let text: SecretText

    /// - Throws: ``SecretTextError`` for a malformed reference, and ``EndpointError`` for any other text.
    public init(parsing text: String) throws {
        self.text = try SecretText(parsing: text)
        try check()
    }

    private func check() throws(EndpointError) {
        var (parts, reader) = (text.parts[...], EndpointReader(at: .unknown))
        if case .literal(let head)? = parts.first {
            guard let scheme = Self.scheme(of: head) else {
                throw head.utf8.starts(with: "http://".utf8) ? .notEncrypted : .notHTTPS
            }
            reader = EndpointReader(at: .host, hostIsFixed: scheme.utf8.elementsEqual("http://".utf8))
            try reader.read(head.utf8.dropFirst(scheme.utf8.count))
            parts = parts.dropFirst()
        } else if parts.isEmpty {
            throw .notHTTPS
        }
        for part in parts {
            switch part {
            case .literal(let literal): try reader.read(literal.utf8)
            case .reference: try reader.readReference()
            }
        }
        try reader.finish()
    }

    /// How many path parameters the address takes; nil when a part of it is a secret, which is known only when a
    /// request is sent.
    public var wildcardCount: Int? {
        guard let known = text.withoutSecrets else { return nil }
        return known.utf8.count { $0 == UInt8(ascii: "*") }
    }

    /// Whether what is sent there is a message for Slack, whose text needs mrkdwn escaping; nil when the host is part
    /// of a secret.
    public var isSlack: Bool? { knownPart.map(SlackEndpoint.isSlack) }

    /// What is known of the address without looking up a secret; nil when the host is not.
    private var knownPart: HTTPAddress? {
        guard case .literal(let head)? = text.parts.first, let scheme = Self.scheme(of: head) else { return nil }
        let rest = head.utf8.dropFirst(scheme.utf8.count)
        guard rest.contains(where: { "/:?".utf8.contains($0) }) || text.parts.count == 1 else { return nil }
        return HTTPAddress(head)
    }

    /// What Slack takes there; nil as well where too much of the address is a secret to tell.
    public var slackEndpoint: SlackEndpoint? { knownPart.flatMap { SlackEndpoint($0) } }

    /// The scheme with `://`, if it is one that is allowed.
    private static func scheme(of text: String) -> String? {
        if text.utf8.starts(with: "https://".utf8) { return "https://" }
        let isLocal = ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { local in
            guard text.utf8.starts(with: local.utf8) else { return false }
            let next = text.utf8.dropFirst(local.utf8.count).first
            return next.map { ":/?".utf8.contains($0) } ?? true
        }
        return isLocal ? "http://" : nil
    }

    /// Why text is not an endpoint; nil when it is one.
    static func refusal(of text: String) -> TextRefusal? {
        do {
            _ = try Endpoint(parsing: text)
            return nil
        } catch let error as SecretTextError {
            return TextRefusal(.invalidSecretReference, "\(error)", help: error.help, at: error.range)
        } catch {
            return TextRefusal(.invalidValue, "\(error)", help: "such as https://slack.com/api/chat.postMessage")
        }
    }

    static let form = "an https address without blanks, such as https://slack.com/api/chat.postMessage"

    /// The form as an ECMA-262 regular expression.
    static let regex: String = {
        /// Bytes of a class and references, any number.
        func any(_ bytes: String) -> String {
            "(?:" + #"[-()_.!~';/:@&=+,%\[\]A-Za-z0-9"# + bytes + #"]|\$(?!\$?\{)|"# + SecretReference.regex + ")*"
        }
        let host = "(?:(?:[-._~A-Za-z0-9]|\(SecretReference.regex))+" + #"|\[[0-9A-Fa-f:.]+\])"#
        let port =
            "(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
        let rest = "(?:/\(any("*")))?" + #"(?:\?"# + any("?") + ")?"
        return #"^(?:(?:https://"# + host + #"|http://(?:localhost|127\.0\.0\.1|\[::1\]))"# + port + rest + "|"
            + SecretReference.regex + any("?*") + ")$"
    }()
}

/// Why text is not an endpoint.
public enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text does not begin with `https://`.
    case notHTTPS
    /// `http` to another machine.
    case notEncrypted
    /// Nothing stands between `https://` and the path.
    case noHost
    /// A user stands in front of the host: `https://a@b.example/` leads to b.example.
    case namesUser
    /// A byte that no name and no address of a host has.
    case invalidHostByte(UInt8)
    /// The port is not a number from 1 to 65535, or is not written out.
    case invalidPort
    /// `*` in the host, the port or the query: an event would choose where an alert goes.
    case wildcardOutsidePath
    /// A byte that must be percent-encoded.
    case invalidByte(UInt8)

    /// The reason as a sentence.
    public var description: String {
        switch self {
        case .notHTTPS: "expected \(Endpoint.form)"
        case .notEncrypted: "an API destination is reached by https; http is for localhost only"
        case .noHost: "the address names no host"
        case .namesUser: "an address that names a user ('user@host') is not sent to; put credentials into a connection"
        case .invalidHostByte(let byte): "the byte \(Self.hexadecimal(byte)) cannot stand in the name of a host"
        case .invalidPort: "the port must be written out, as a number from 1 to 65535"
        case .wildcardOutsidePath:
            "'*' may stand in the path only: an event must not choose the host, the port or the query"
        case .invalidByte(let byte):
            "the byte \(Self.hexadecimal(byte)) cannot stand in an address; write it as %XX"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String { "0x\(String(byte, radix: 16, uppercase: true))" }
}
