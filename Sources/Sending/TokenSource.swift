import JSONText
package import Outbox
package import Rules
import TextFormats

/// Fetches and keeps OAuth tokens: one for each way of getting it, however many deliveries want it at once.
///
/// Source: RFC 6749, sections 4.4 and 5.1; EventBridge User Guide, "OAuth client credentials authorization" for when a
/// token is renewed: within a minute of its end, and when the destination answers 401 or 407.
package actor TokenSource {
    /// A token that has less time than this left is renewed.
    package static let renewalLead: Duration = .seconds(60)
    /// The longest token that is accepted: a longer one would be refused in a header. See ``OutgoingHead/bytesLimit``.
    package static let tokenBytesLimit = 16_384
    /// The longest `token_type` that is accepted; those that are registered have at most 6 bytes (`Bearer`).
    package static let tokenTypeBytesLimit = 64

    private struct Token {
        let header: String
        /// Nil: until the destination refuses it.
        let expiresAt: Timestamp?
    }

    private let secrets: any SecretSource
    private let transport: any HTTPTransport
    private let clock: any WallClock
    private var tokens: [OAuthClientCredentials: Token] = [:]
    private var fetches: [OAuthClientCredentials: Task<Result<Token, TokenFailure>, Never>] = [:]

    /// Holds no token yet.
    package init(secrets: any SecretSource, transport: any HTTPTransport, clock: any WallClock) {
        self.secrets = secrets
        self.transport = transport
        self.clock = clock
    }

    /// The value of the header `Authorization`.
    ///
    /// - Parameter refused: a value that the destination has just refused, and that is not to be given again.
    package func header(
        for authorization: OAuthClientCredentials, insteadOf refused: String? = nil
    ) async throws(TokenFailure) -> String {
        if let token = tokens[authorization], isGood(token), token.header != refused { return token.header }
        let fetch = fetches[authorization] ?? begin(authorization)
        return try await fetch.value.get().header
    }

    /// Forgets tokens of connections that are gone.
    package func keep(only authorizations: Set<OAuthClientCredentials>) {
        tokens = tokens.filter { authorizations.contains($0.key) }
    }

    private func isGood(_ token: Token) -> Bool {
        token.expiresAt.map { clock.now + Self.renewalLead < $0 } ?? true
    }

    /// Nothing is awaited between looking for a fetch and noting this one: so there is only one at a time. It is
    /// unstructured: the first caller may be cancelled, and the others still need it.
    private func begin(_ authorization: OAuthClientCredentials) -> Task<Result<Token, TokenFailure>, Never> {
        let fetch = Task { () async -> Result<Token, TokenFailure> in
            let result: Result<Token, TokenFailure>
            do throws(TokenFailure) {
                result = .success(try await self.fetch(authorization))
            } catch {
                result = .failure(error)
            }
            self.finish(authorization, result)
            return result
        }
        fetches[authorization] = fetch
        return fetch
    }

    private func finish(_ authorization: OAuthClientCredentials, _ result: Result<Token, TokenFailure>) {
        fetches[authorization] = nil
        tokens[authorization] = try? result.get()
    }

    private func fetch(_ authorization: OAuthClientCredentials) async throws(TokenFailure) -> Token {
        let request: OutgoingRequest
        var resolver = SecretResolver(secrets)
        do throws(RequestError) {
            request = try TokenRequest(authorization).request(&resolver)
        } catch {
            throw TokenFailure(outcome: AttemptOutcome(.ours, reason: "no OAuth token: \(error)"))
        }
        let answer: DestinationResponse
        do throws(TransportFailure) {
            answer = try await transport.send(request)
        } catch {
            throw TokenFailure(ResponseClassifier.outcome(of: error))
        }
        let outcome = ResponseClassifier(.httpStatus, now: clock.now).outcome(of: answer)
        guard outcome.kind == .delivered else { throw TokenFailure(outcome) }
        return try token(from: answer)
    }

    private func token(from answer: DestinationResponse) throws(TokenFailure) -> Token {
        let root = (try? JSONDocument(parsing: answer.body))?.root
        guard let text = root?["access_token"]?.string, !text.isEmpty, text.utf8.count <= Self.tokenBytesLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw TokenFailure(AttemptOutcome(.failed, status: answer.status, reason: "an answer without access_token"))
        }
        let kind = root?["token_type"]?.string ?? "Bearer"
        guard (1...Self.tokenTypeBytesLimit).contains(kind.utf8.count),
            kind.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            let reason = "an answer with a token_type that no header can have"
            throw TokenFailure(AttemptOutcome(.failed, status: answer.status, reason: reason))
        }
        // RFC 6749 compares the type without case; some who check tokens do not.
        let type = kind.lowercased() == "bearer" ? "Bearer" : kind
        let seconds = root?["expires_in"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        return Token(header: "\(type) \(text)", expiresAt: seconds.map { clock.now + .seconds($0) })
    }
}

/// Why there is no token, judged as the destination's own answers are.
package struct TokenFailure: Error, Hashable, Sendable {
    /// The outcome of the attempt for which there was no token; its reason begins with `no OAuth token:`.
    package let outcome: AttemptOutcome

    init(outcome: AttemptOutcome) { self.outcome = outcome }

    /// A refusal for good is a mistake in the configuration: wrong credentials, a wrong address.
    init(_ outcome: AttemptOutcome) {
        var outcome = outcome
        if outcome.kind == .refused { outcome.kind = .misconfigured }
        outcome.reason = "no OAuth token: \(outcome.reason)"
        self.outcome = outcome
    }
}
