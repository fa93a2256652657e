/// How the stand-in answers a request, whatever the request deserves.
package enum SlackBehaviour: Hashable, Sendable {
    /// As Slack would.
    case judge
    /// `200 {"ok":false,"error":word}`; of a webhook the word as text, with the status that Slack gives it.
    case refuse(String)
    /// 429 with `Retry-After`.
    case throttle(seconds: Int)
    case status(Int)
    /// As Slack would, but after a while.
    case slow(Duration)
    /// Takes the message, and closes the connection in the middle of the answer.
    case closeEarly
    /// 200 with bytes that are no JSON.
    case garbage
    case redirect(to: String)
    /// 200 with a body of so many bytes.
    case flood(bytes: Int)
}
