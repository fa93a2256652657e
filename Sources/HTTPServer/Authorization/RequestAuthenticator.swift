import HTTPTypes
import NIOCore
package import Rules
import TextFormats

/// Decides who may send events, by credentials whose secrets have been looked up.
///
/// With no credentials only programs on this machine are let in.
package struct RequestAuthenticator: Sendable {
    private let credentials: [Credential]
    let accessKeys: AccessKeys

    /// Whether neither credentials nor access keys are configured.
    package var isOpen: Bool { credentials.isEmpty && accessKeys.isEmpty }

    /// Looks up every secret.
    ///
    /// - Parameters:
    ///   - settings: The credentials and access keys, by reference.
    ///   - secrets: Where their secrets are looked up.
    /// - Throws: ``AuthenticatorError``, which holds no secret.
    package init(_ settings: ServerSettings, secrets: some SecretSource) throws(AuthenticatorError) {
        var credentials: [Credential] = []
        for credential in settings.authorizations {
            credentials.append(try Credential(credential, secrets: secrets))
        }
        self.credentials = credentials
        accessKeys = try AccessKeys(settings.accessKeys, secrets: secrets)
    }

    /// Why a request that must show a credential is not let in; nil if it is.
    ///
    /// - Parameter trustsThisMachine: Whether the server listens on a loopback address. Elsewhere access keys alone let
    ///   in signed calls only: behind a proxy or a sidecar everybody seems to be on this machine.
    func refusal(
        of head: HTTPRequest, from peer: Peer, trustingThisMachine trustsThisMachine: Bool
    ) -> HTTPReply? {
        guard !credentials.isEmpty else {
            guard trustsThisMachine else { return Self.refusalOfUnsigned }
            return Self.refusalWithoutCredentials(of: head, from: peer)
        }
        // Every credential is compared, so that the time taken does not show which one matched.
        var isKnown = false
        for credential in credentials where credential.isShown(in: head.headerFields) { isKnown = true }
        guard !isKnown else { return nil }
        var reply = HTTPReply.error(.unauthorized, "the request shows none of the credentials that relay knows")
        reply.fields.append(contentsOf: challenges)
        return reply
    }

    private static let refusalOfUnsigned = HTTPReply.error(
        .forbidden,
        "relay has access keys configured but no authorization: sign events and send them by PutEvents to POST /")

    /// Why a request without credentials is not let in where none are configured; nil for programs on this machine.
    static func refusalWithoutCredentials(of head: HTTPRequest, from peer: Peer) -> HTTPReply? {
        guard peer.isLoopback else {
            return .error(
                .forbidden, "relay has no authorization configured and lets in only senders on its own machine")
        }
        guard !head.headerFields.isFromElsewhere else {
            return .error(
                .forbidden, "relay has no authorization configured and lets in no web pages and nothing through a proxy"
            )
        }
        return refusalOfOtherHost(head)
    }

    /// Why a request to a server that listens to this machine alone is not let in: it is meant for a host elsewhere.
    ///
    /// A web page may have its own name resolve to 127.0.0.1 once it is open. What the browser then asks of it arrives here,
    /// as from the same origin and so without `Origin`, but with that name in `Host`.
    static func refusalOfOtherHost(_ head: HTTPRequest) -> HTTPReply? {
        guard let authority = head.authority, !authority.isEmpty, HTTPAddress("http://\(authority)")?.isLoopback != true
        else { return nil }
        return .error(
            .forbidden,
            "relay listens to its own machine alone, and the request names another host: ask localhost or 127.0.0.1")
    }

    /// A challenge for each scheme.
    private var challenges: HTTPFields {
        var seen: Set<Credential.Scheme> = []
        var fields = HTTPFields()
        for credential in credentials where seen.insert(credential.scheme).inserted {
            fields.append(HTTPField(name: .wwwAuthenticate, value: credential.scheme.challenge))
        }
        return fields
    }
}

extension Credential.Scheme {
    /// RFC 9110, section 11.6.1. There is no registered scheme for API keys.
    fileprivate var challenge: String {
        switch self {
        case .header(let name): "ApiKey realm=\"relay\", header=\"\(name.rawName)\""
        case .basic: "Basic realm=\"relay\", charset=\"UTF-8\""
        case .bearer: "Bearer realm=\"relay\""
        }
    }
}

extension Credential {
    fileprivate init(
        _ credential: ServerSettings.SenderCredential, secrets: some SecretSource
    ) throws(AuthenticatorError) {
        switch credential {
        case .apiKey(let header, let value):
            guard let name = HTTPField.Name(header) else { throw .invalidHeaderName(header) }
            self.init(.header(name), secret: try value.secret(from: secrets, for: "api_key"))
        case .basic(let username, let password):
            let name = try username.secret(from: secrets, for: "basic")
            let word = try password.secret(from: secrets, for: "basic")
            self.init(.basic, secret: Base64.encoded("\(name):\(word)".utf8))
        case .bearer(let token):
            self.init(.bearer, secret: try token.secret(from: secrets, for: "bearer"))
        }
    }
}

extension SecretText {
    /// The secret, which must not be empty: an empty one would let in requests that show nothing.
    func secret(from source: some SecretSource, for what: String) throws(AuthenticatorError) -> String {
        let secret: String
        do throws(SecretError) {
            secret = try resolved(by: source)
        } catch {
            throw .secret(error)
        }
        guard !secret.utf8.isEmpty else { throw .emptySecret(what: what) }
        return secret
    }
}

/// The access keys with which requests may be signed, by their ids.
struct AccessKeys: Sendable {
    private let secrets: [[UInt8]: [UInt8]]

    var isEmpty: Bool { secrets.isEmpty }

    init(_ keys: [ServerSettings.AccessKey], secrets source: some SecretSource) throws(AuthenticatorError) {
        var secrets: [[UInt8]: [UInt8]] = [:]
        for key in keys {
            let secret = try key.secret.secret(from: source, for: "access key")
            guard secrets.updateValue(Array(secret.utf8), forKey: Array(key.id.utf8)) == nil else {
                throw .repeatedAccessKey(id: key.id)
            }
        }
        self.secrets = secrets
    }

    func secret(of id: some StringProtocol) -> [UInt8]? { secrets[Array(id.utf8)] }
}

/// Why the configured authorization cannot be used.
package enum AuthenticatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A secret cannot be looked up.
    case secret(SecretError)
    /// A secret is empty.
    /// - Parameter what: the kind of authorization.
    case emptySecret(what: String)
    /// An API key's header has a name that HTTP does not allow.
    case invalidHeaderName(String)
    /// The same access key id twice, with secrets that may differ.
    case repeatedAccessKey(id: String)

    /// The reason as one sentence, without any secret.
    package var description: String {
        switch self {
        case .secret(let error): "\(error)"
        case .emptySecret(let what): "a secret of the server's \(what) authorization is empty"
        case .invalidHeaderName(let name): "'\(name)' cannot be the name of a header"
        case .repeatedAccessKey(let id): "the access key '\(id)' is there twice"
        }
    }
}

/// The other end of a connection.
struct Peer: Sendable {
    private let address: SocketAddress?
    /// Nil where there is none but an address, as in tests.
    private let connection: OpenConnection?

    init(_ address: SocketAddress?, on connection: OpenConnection? = nil) {
        self.address = address
        self.connection = connection
    }

    /// It has shown that it may send: its connection is kept in preference to others.
    func becomesKnown() { connection?.becomesKnown() }

    /// Whether it is a program on this machine, as far as the connection tells.
    var isLoopback: Bool {
        switch address {
        case .v4, .v6: address?.ipAddress.map { Loopback.isLoopback(host: $0) } ?? false
        case .unixDomainSocket: true
        case nil: false
        }
    }
}

extension HTTPFields {
    /// Whether the request was made by a page in a browser, or for somebody else by a proxy.
    ///
    /// Either comes from this machine without being of it: a page that somebody has open may send requests to any
    /// address (browsers then say `Origin`), and behind a proxy everybody is on this machine.
    var isFromElsewhere: Bool {
        contains(.origin) || Self.proxyFields.contains { value(named: $0) != nil }
    }

    /// What proxies add: RFC 9110, section 7.6.3; RFC 7239; nginx, HAProxy, Envoy and Cloudflare by their manuals.
    private static let proxyFields = [
        "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
        "X-Envoy-External-Address", "CF-Connecting-IP", "True-Client-IP",
    ]
}
