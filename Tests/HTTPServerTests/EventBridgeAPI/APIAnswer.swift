import HTTPTypes

@testable import HTTPServer

/// An answer, its body as text.
struct APIAnswer {
    let answer: HTTPReply
    let body: String

    init(_ answer: HTTPReply) {
        self.answer = answer
        body = String(decoding: answer.body, as: UTF8.self)
    }

    var status: Int { answer.status.code }
}
