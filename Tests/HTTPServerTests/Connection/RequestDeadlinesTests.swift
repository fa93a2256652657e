import NIOCore
import Testing

@testable import HTTPServer

/// By when a connection is to get on, decided without sockets.
struct RequestDeadlinesTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000)

    private static func moment(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test func aConnectionMayBeIdle() {
        #expect(RequestDeadlines(ServerTuning()).next == nil)
    }

    /// More bytes do not put a deadline off: a byte now and then would hold the connection for ever.
    @Test func aHeadHasItsTimeFromItsFirstByte() {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.bytesCame(at: Self.moment(0))
        deadlines.bytesCame(at: Self.moment(9))
        #expect(deadlines.next == Self.moment(10))
    }

    @Test func aRequestHasItsTimeFromTheFirstByteOfItsHead() {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.bytesCame(at: Self.moment(0))
        deadlines.headCame(at: Self.moment(8))
        deadlines.bytesCame(at: Self.moment(20))
        #expect(deadlines.next == Self.moment(30))
        deadlines.requestCame()
        #expect(deadlines.next == nil)
    }

    @Test func theNextRequestHasItsOwnTime() {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.bytesCame(at: Self.moment(0))
        deadlines.headCame(at: Self.moment(0))
        deadlines.requestCame()
        // In the same bytes.
        deadlines.headCame(at: Self.moment(1))
        #expect(deadlines.next == Self.moment(31))
        deadlines.requestCame()
        deadlines.bytesCame(at: Self.moment(5))
        #expect(deadlines.next == Self.moment(15))
    }

    @Test func anAnswerHasItsTimeToGoOut() {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.replyBegins(at: Self.moment(2))
        #expect(deadlines.next == Self.moment(32))
        // The sooner of the two.
        deadlines.bytesCame(at: Self.moment(3))
        #expect(deadlines.next == Self.moment(13))
        deadlines.headCame(at: Self.moment(3))
        #expect(deadlines.next == Self.moment(32))
        deadlines.replyWent()
        #expect(deadlines.next == Self.moment(33))
    }
}
