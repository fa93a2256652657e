/// How the stand-in answers a request, whatever the request deserves.
package enum SlackBehaviour: Hashable, Sendable {
    /// As Slack would.
    case judge
    /// `200 {"ok":false,"error":word}`; of a webhook the word as text, with the status that Slack gives it.
    case refuse(String)
    /// 429 with `Retry-After`.
    case throttle(seconds: Int)
    /// Any status, with headers of its own.
    case status(Int, headers: [String: String] = [:])
    /// As Slack would, but after a while.
    case slow(Duration)
    /// Takes the message, and closes the connection without an answer.
    case closeEarly
    /// Takes the message, and closes the connection in the middle of the answer.
    case breakOff
    /// Bytes that are no HTTP.
    case garbage
    /// 200 with a page that is no JSON, as a captive portal has it.
    case page
    case redirect(to: String)
    /// 200 with a body of so many bytes.
    case flood(bytes: Int)
    /// Any answer.
    case answer(status: Int, headers: [String: String] = [:], body: String)
}
