import HTTPTypes
import HummingbirdCore
import JSONText
import Rules

/// A row of ``RelayServer/routes``: the requests it is for, what they must show, and the function that begins with them.
struct Route: Sendable {
    /// What a request must show to be let in.
    enum Access: Sendable {
        /// Nothing.
        case open
        /// One of the credentials under `authorization`; see ``RequestAuthenticator/refusal(of:from:trustingThisMachine:)``.
        case credential
        /// As ``credential`` where the server can be reached from other machines. Where it cannot, nothing but that the
        /// request is meant for this machine.
        case page
        /// A signature with one of the access keys. ``APICaller`` checks it, since the signature covers the body.
        case signature
    }

    let methods: [HTTPRequest.Method]
    /// The whole path without the query. A `*` at its end stands for any text, which is ``RequestHead/parameter``.
    let path: String
    let access: Access
    /// Decides by the head alone, so that a request that is refused need not send its body.
    let begin: @Sendable (RelayServer, RequestHead) -> RequestStep

    init(
        _ methods: [HTTPRequest.Method], _ path: String, _ access: Access,
        begin: @escaping @Sendable (RelayServer, RequestHead) -> RequestStep
    ) {
        (self.methods, self.path, self.access, self.begin) = (methods, path, access, begin)
    }

    /// The text that `*` stands for, empty for a path without it; nil when the path is another.
    func parameter(of path: Substring.UTF8View) -> String? {
        let pattern = self.path.utf8
        guard pattern.last == UInt8(ascii: "*") else { return path.elementsEqual(pattern) ? "" : nil }
        let prefix = pattern.dropLast()
        guard path.starts(with: prefix) else { return nil }
        return String(decoding: path.dropFirst(prefix.count), as: UTF8.self)
    }
}

extension RelayServer {
    /// All that the server answers. A further endpoint is a row here and a function that begins with it.
    static let routes = [
        Route([.post], "/events", .credential) { $0.beginEvents($1) },
        Route([.post], "/", .signature) { $0.beginAPICall($1) },
        Route([.get, .head], "/drills/*", .credential) { $0.beginDrill($1) },
        Route([.get, .head], "/healthz", .open) { _, _ in .reply(HTTPReply(.ok) { $0.member("status", "alive") }) },
        Route([.get, .head], "/readyz", .page) { server, _ in .page { await server.readinessReply() } },
        Route([.get, .head], "/metrics", .page) { $0.beginMetrics($1) },
    ]

    /// Finds the request's route and begins with it.
    func begin(_ head: HTTPRequest, from peer: Peer) -> RequestStep {
        let path = Substring(head.path ?? "/").utf8.prefix { $0 != UInt8(ascii: "?") }
        for route in Self.routes {
            guard let parameter = route.parameter(of: path) else { continue }
            guard route.methods.contains(head.method) else {
                let allowed = route.methods.map(\.rawValue).joined(separator: ", ")
                return .reply(.error(.methodNotAllowed, "only \(allowed) works here", fields: [.allow: allowed]))
            }
            if let refusal = refusal(of: head, from: peer, route.access) { return .reply(refusal) }
            return route.begin(self, RequestHead(head: head, peer: peer, parameter: parameter))
        }
        return .reply(.error(.notFound, "there is nothing here; events go to POST /events"))
    }

    /// Why a request is not let in by its head. Who has shown a credential is noted as known.
    private func refusal(of head: HTTPRequest, from peer: Peer, _ access: Route.Access) -> HTTPReply? {
        switch access {
        case .open, .signature: return nil
        case .page where listensOnLoopback: return RequestAuthenticator.refusalOfOtherHost(head)
        case .page, .credential:
            let refusal = authenticator.refusal(of: head, from: peer, trustingThisMachine: listensOnLoopback)
            if refusal == nil { peer.becomesKnown() }
            return refusal
        }
    }
}

/// A request without its body.
struct RequestHead: Sendable {
    let head: HTTPRequest
    let peer: Peer
    /// What stands for the `*` of ``Route/path``.
    let parameter: String

    var fields: HTTPFields { head.headerFields }
}

/// What is left to do for a request once its head has been looked at.
enum RequestStep: Sendable {
    /// To send this reply. The body is not read.
    case reply(HTTPReply)
    /// To make the reply, which takes a while. The body is not read.
    case page(@Sendable () async -> HTTPReply)
    /// To read the body.
    case body(BodyHandler)
}

/// Replies to a request by its body.
struct BodyHandler: Sendable {
    /// Given the whole body.
    let reply: @Sendable (_ body: [UInt8]) async -> HTTPReply
    /// For a body that could not be read.
    let replyToError: @Sendable (BodyError) -> HTTPReply
}
