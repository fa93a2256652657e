import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Rules

@testable import HTTPServer

/// Sends what libFuzzer makes up over a connection as the server's, whole and in chunks: the cuts make no difference to
/// what is read, a path leads to one route at most, and no credential but the right one is taken.
///
/// The first byte says how large the chunks are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let first = input.first else { return 0 }
    let text = Array(input.dropFirst())
    let whole = Connection.parts(of: text, chunkBytes: max(text.count, 1))
    let cut = Connection.parts(of: text, chunkBytes: Int(first) + 1)
    precondition(whole == cut, "the cuts make a difference")
    for case .head(let head) in whole { judge(head) }
    return 0
}

private let token = "the token of the fuzzer"

private func judge(_ head: HTTPRequestHead) {
    let path = Substring(head.uri).utf8.prefix { $0 != UInt8(ascii: "?") }
    let routes = RelayServer.routes.filter { $0.parameter(of: path) != nil }
    precondition(routes.count <= 1, "two routes for one path")
    for route in routes {
        let parameter = route.parameter(of: path) ?? ""
        precondition(route.path.utf8.last == UInt8(ascii: "*") || parameter.isEmpty, "a parameter out of nothing")
    }
    var fields = HTTPFields()
    for (name, value) in head.headers {
        guard let name = HTTPField.Name(name) else { continue }
        fields.append(HTTPField(name: name, value: value))
    }
    var settings = ServerSettings()
    guard let secret = try? SecretText(parsing: token) else { return }
    settings.authorizations = [.bearer(token: secret)]
    guard let authenticator = try? RequestAuthenticator(settings, secrets: NoSecrets()) else { return }
    let request = HTTPRequest(method: .post, scheme: nil, authority: nil, path: head.uri, headerFields: fields)
    let isRefused = authenticator.refusal(of: request, from: Peer(nil), trustingThisMachine: true) != nil
    let isShown = fields[values: .authorization].contains { $0.hasSuffix(token) }
    precondition(isRefused || isShown, "let in without the credential")
}

private struct NoSecrets: SecretSource {
    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        throw SecretError(.missing, of: reference)
    }
}

/// A connection without a socket, with the server's handlers.
private enum Connection {
    enum Part: Equatable {
        case head(HTTPRequestHead)
        case body([UInt8])
        case end
        /// The bytes are no HTTP from here on.
        case failure(String)
    }

    static func parts(of text: [UInt8], chunkBytes: Int) -> [Part] {
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        let handlers = channel.pipeline.syncOperations
        let timer = RequestTimer(ServerTuning())
        var parts: [Part] = []
        do {
            try handlers.addHandlers([timer, HTTPResponseEncoder(), ByteToMessageHandler(HTTPRequestDecoder())])
            try handlers.addHandlers([RequestTimer.MessageObserver(timer), MalformedRequestHandler()])
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            for start in stride(from: 0, to: text.count, by: chunkBytes) {
                let chunk = text[start..<min(start + chunkBytes, text.count)]
                defer { drain(channel, into: &parts) }
                try channel.writeInbound(ByteBuffer(bytes: chunk))
            }
        } catch {
            parts.append(.failure("\(error)"))
        }
        return parts
    }

    /// Takes what has been read; a body in pieces is one.
    private static func drain(_ channel: EmbeddedChannel, into parts: inout [Part]) {
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head): parts.append(.head(head))
            case .body(let buffer):
                if case .body(let bytes) = parts.last {
                    parts[parts.count - 1] = .body(bytes + buffer.readableBytesView)
                } else {
                    parts.append(.body(Array(buffer.readableBytesView)))
                }
            case .end: parts.append(.end)
            }
        }
    }
}
