import HTTPTypes
import TextFormats

/// Who calls EventBridge's API.
enum APICaller: Sendable {
    /// Somebody with an access key, if the signature proves to be true.
    case signed(ClaimedSignature)
    /// A program on this machine, when neither credentials nor keys are configured. Its signature is not checked, so
    /// that the made-up keys of a developer work; AWS's clients do not send without one.
    case local(region: String)

    /// The Region of events when the request names none.
    static let defaultRegion = "us-east-1"
    /// The longest of AWS's names of Regions have 14 bytes.
    static let regionBytesLimit = 64

    /// The Region that a client signs for: EventBridge would have it in `region` of each event.
    var region: String {
        switch self {
        case .signed(let signature): Self.bounded(signature.region)
        case .local(let region): region
        }
    }

    /// Checks what the head tells.
    init(_ head: HTTPRequest, from peer: Peer, authenticator: RequestAuthenticator, now: Timestamp) throws(APIError) {
        guard authenticator.accessKeys.isEmpty else {
            do throws(SignatureError) {
                self = .signed(try ClaimedSignature(head, keys: authenticator.accessKeys, now: now))
            } catch {
                throw APIError(error)
            }
            return
        }
        guard authenticator.isOpen else { throw .noAccessKeys }
        guard RequestAuthenticator.refusalWithoutCredentials(of: head, from: peer) == nil else {
            throw .notLocal
        }
        let claimed = head.headerFields[.authorization].flatMap { try? SigV4AuthorizationHeader(parsing: $0) }
        self = .local(region: Self.bounded(claimed?.scope.region ?? ""))
    }

    /// Checks the signature, where there must be one.
    func verify(_ head: HTTPRequest, body: [UInt8]) throws(APIError) {
        guard case .signed(let signature) = self else { return }
        do throws(SignatureError) {
            try signature.verify(head, body: body)
        } catch {
            throw APIError(error)
        }
    }

    private static func bounded(_ region: String) -> String {
        let isRegion = region.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        return isRegion && (1...regionBytesLimit).contains(region.utf8.count) ? region : defaultRegion
    }
}

extension APIError {
    /// AWS's clients can only sign; the other credentials are of no use to them.
    fileprivate static let noAccessKeys = APIError(
        type: unknownKey.type,
        message: "\(unknownKey.message) relay has no access keys configured (server.access_keys).")

    fileprivate static let notLocal = APIError(
        type: "AccessDeniedException",
        message: """
            relay has no authorization configured and lets in only senders on its own machine, no web pages and nothing \
            through a proxy
            """,
        status: .forbidden)
}
