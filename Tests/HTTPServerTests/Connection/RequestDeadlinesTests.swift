import NIOCore
import Testing

@testable import HTTPServer

/// By when a connection is to get on, decided without sockets.
struct RequestDeadlinesTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000)

    private static func moment(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test func aConnectionMayBeIdleBetweenRequests() {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.opened(at: Self.moment(0))
        deadlines.bytesCame(at: Self.moment(1))
        deadlines.headCame(at: Self.moment(1))
        deadlines.requestCame()
        deadlines.replyBegins(at: Self.moment(2))
        deadlines.replyWent()
        #expect(deadlines.next == nil)
        #expect(!deadlines.isBusy)
    }

    /// Who opens a connection and sends nothing, or little, has no more time than who takes long over a head.
    @Test(arguments: [nil, 1, 9] as [Int64?]) func theFirstHeadHasItsTimeFromTheOpening(firstByte: Int64?) {
        var deadlines = RequestDeadlines(ServerTuning())
        deadlines.opened(at: Self.moment(0))
        #expect(!deadlines.isBusy)
        if let firstByte { deadlines.bytesCame(at: Self.moment(firstByte)) }
        #expect(deadlines.next == Self.moment(10))
        #expect(deadlines.isBusy == (firstByte != nil))
    }

    /// Requests may come before earlier ones are answered.
    @Test func isBusyUntilTheLastReplyHasGone() {
        var deadlines = RequestDeadlines(ServerTuning())
        for second in 0..<2 as Range<Int64> {
            deadlines.bytesCame(at: Self.moment(second))
            deadlines.headCame(at: Self.moment(second))
            deadlines.requestCame()
        }
        for _ in 0..<2 {
            #expect(deadlines.isBusy)
            deadlines.replyBegins(at: Self.moment(3))
            deadlines.replyWent()
        }
        #expect(!deadlines.isBusy)
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
