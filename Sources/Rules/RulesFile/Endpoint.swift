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
        let parsed = try SecretText(parsing: text)
        guard let first = parsed.parts.first else { throw EndpointError.notHTTPS }
        if case .literal(let head) = first, Self.scheme(of: head) == nil {
            throw head.utf8.starts(with: "http://".utf8) ? EndpointError.notEncrypted : EndpointError.notHTTPS
        }
        for case .literal(let literal) in parsed.parts {
            if let byte = literal.utf8.first(where: { !HTTPAddress.isAllowed($0) }) {
                throw EndpointError.invalidByte(byte)
            }
        }
        self.text = parsed
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
            return next == nil || next == UInt8(ascii: ":") || next == UInt8(ascii: "/")
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
        let byte = #"[-()_.!~*';/?:@&=+,%\[\]A-Za-z0-9]|\$(?!\$?\{)"#
        let any = "(?:\(byte)|\(SecretReference.regex))*"
        return #"^(?:https://|http://(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)|"# + SecretReference.regex
            + ")\(any)$"
    }()
}

/// Why text is not an endpoint.
public enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text does not begin with `https://`.
    case notHTTPS
    /// `http` to another machine.
    case notEncrypted
    /// A byte that must be percent-encoded.
    case invalidByte(UInt8)

    /// The reason as a sentence.
    public var description: String {
        switch self {
        case .notHTTPS: "expected \(Endpoint.form)"
        case .notEncrypted: "an API destination is reached by https; http is for localhost only"
        case .invalidByte(let byte):
            "the byte 0x\(String(byte, radix: 16, uppercase: true)) cannot stand in an address; write it as %XX"
        }
    }
}
