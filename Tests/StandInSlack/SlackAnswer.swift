import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// The answer to one request, in the form that its address has.
struct SlackAnswer {
    let response: Response

    init(_ message: SlackMessageReceived, _ behaviour: SlackBehaviour) {
        switch behaviour {
        case .judge, .slow, .refuse, .closeEarly, .garbage: response = Self.usual(message)
        case .throttle(let seconds):
            let isWebhook = message.method == .webhook
            var throttled =
                isWebhook
                ? Self.text("rate_limited", status: 429)
                : Self.json(#"{"ok":false,"error":"ratelimited"}"#, status: 429)
            throttled.headers[.retryAfter] = String(seconds)
            response = throttled
        case .status(let status, let headers):
            response = Self.text("the stand-in was told to answer so", status: status, headers: headers)
        case .breakOff: response = Self.breakingOff
        case .page: response = Self.text("<html>Sign in to the network, please", status: 200)
        case .redirect(let address): response = Self.text("", status: 302, headers: ["Location": address])
        case .flood(let bytes): response = Self.text(String(repeating: "x", count: bytes), status: 200)
        case .answer(let status, let headers, let body): response = Self.text(body, status: status, headers: headers)
        }
    }

    private static func usual(_ message: SlackMessageReceived) -> Response {
        switch message.method {
        case .webhook:
            guard let word = message.refusal else { return text("ok", status: 200) }
            return text(word, status: SlackJudgement.webhookStatus(of: word))
        case .postMessage, .update:
            if let word = message.refusal {
                return json(#"{"ok":false,"error":\#(JSONString.quoted(word))}"#, status: 200)
            }
            let channel = JSONString.quoted(message.channel ?? "")
            let timestamp = JSONString.quoted(message.timestamp ?? "")
            let text = JSONString.quoted(message.text)
            return json(
                #"{"ok":true,"channel":\#(channel),"ts":\#(timestamp),"message":{"type":"message","text":\#(text),"ts":\#(timestamp)}}"#,
                status: 200)
        case .other(let path) where path == "/api/auth.test":
            if let word = message.refusal {
                return json(#"{"ok":false,"error":\#(JSONString.quoted(word))}"#, status: 200)
            }
            return json(
                #"{"ok":true,"url":"https://example.slack.com/","team":"Example","user":"relay","team_id":"T0EXAMPLE"}"#,
                status: 200)
        case .other(let path) where path == "/api/api.test": return json(#"{"ok":true,"args":{}}"#, status: 200)
        case .other:
            return json(
                message.refusal == nil ? "{}" : #"{"error":"refused"}"#, status: message.refusal == nil ? 200 : 400)
        }
    }

    /// Promises more than it sends.
    private static var breakingOff: Response {
        struct BreakOff: Error {}
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: 1_000) { writer in
                try await writer.write(ByteBuffer(string: #"{"ok":true,"#))
                throw BreakOff()
            })
    }

    private static func json(_ text: String, status: Int) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func text(_ text: String, status: Int, headers: [String: String] = [:]) -> Response {
        var response = Response(
            status: .init(code: status), headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}
