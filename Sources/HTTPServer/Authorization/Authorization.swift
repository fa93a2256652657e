import HTTPTypes
package import Rules
import TextFormats

/// Who may send events, secrets looked up.
///
/// With no credentials only programs on this machine are let in.
package struct Authorization: Sendable {
    private let credentials: [Credential]
    let accessKeys: AccessKeys

    /// Whether nobody has to show anything.
    package var isOpen: Bool { credentials.isEmpty && accessKeys.isEmpty }

    /// Looks up every secret.
    ///
    /// - Throws: ``AuthorizationError``, which holds no secret.
    package init(_ settings: ServerSettings, secrets: some SecretSource) throws(AuthorizationError) {
        var credentials: [Credential] = []
        for authorization in settings.authorizations {
            credentials.append(try Credential(authorization, secrets: secrets))
        }
        self.credentials = credentials
        accessKeys = try AccessKeys(settings.accessKeys, secrets: secrets)
    }

    /// Why a request is not let in; nil if it is.
    func refusal(of fields: HTTPFields, from peer: Peer) -> Answer? {
        guard !credentials.isEmpty else { return Self.refusalWithoutCredentials(of: fields, from: peer) }
        // All are looked at, however early one fits: how long it takes tells nothing.
        var isKnown = false
        for credential in credentials where credential.isShown(in: fields) { isKnown = true }
        guard !isKnown else { return nil }
        var answer = Answer.error(.unauthorized, "the request shows none of the credentials that relay knows")
        answer.fields.append(contentsOf: challenges)
        return answer
    }

    /// Why somebody who has shown nothing is not let in where nothing can be shown.
    static func refusalWithoutCredentials(of fields: HTTPFields, from peer: Peer) -> Answer? {
        guard peer.isLoopback else {
            return .error(
                .forbidden, "relay has no authorization configured and lets in only senders on its own machine")
        }
        guard !fields.isFromElsewhere else {
            return .error(
                .forbidden, "relay has no authorization configured and lets in no web pages and nothing through a proxy"
            )
        }
        return nil
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
        _ authorization: ServerSettings.Authorization, secrets: some SecretSource
    ) throws(AuthorizationError) {
        switch authorization {
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
    /// The secret, which must not be empty: an empty one would let in whoever shows nothing.
    func secret(from source: some SecretSource, for what: String) throws(AuthorizationError) -> String {
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
