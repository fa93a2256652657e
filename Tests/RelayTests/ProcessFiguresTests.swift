import Glibc
import RelayMetrics
import Testing
import TextFormats

@testable import relay

struct ProcessFiguresTests {
    private static let stat =
        "4242 (relay) serve) S 1 4242 4242 0 -1 4194560 2961 0 0 0 150 50 0 0 20 0 9 0 123456 412344320 5210 184467"

    @Test func readsWhatTheSystemTells() {
        let figures = ProcessFigures(
            stat: Self.stat, systemStat: "cpu 1 2 3\nbtime 1764500000\nprocesses 5\n", ticksPerSecond: 100,
            pageBytes: 4_096)
        #expect(figures.cpu == .seconds(2))
        #expect(figures.virtualBytes == 412_344_320)
        #expect(figures.residentBytes == 21_340_160)
        #expect(figures.startedAt == Timestamp(milliseconds: 1_764_500_000_000 + 1_234_560))
    }

    @Test(arguments: [
        "", "4242 (relay", "4242 (relay) S", ") ) )", "1 (x) S 1 1 1 0 -1 0 0 0 0 0 99999999999999999999 -5",
    ])
    func whatIsNotTheirFormIsLeftOut(stat: String) {
        let figures = ProcessFigures(stat: stat, systemStat: "btime x\n", ticksPerSecond: 100, pageBytes: 4_096)
        #expect(figures == ProcessFigures())
    }

    @Test func thisProcessHasFigures() throws {
        let figures = ProcessFigures.current
        #expect(try #require(figures.residentBytes) > 1_000_000)
        #expect(try #require(figures.openFiles) >= 3)
        #expect(try #require(figures.openFilesLimit) >= figures.openFiles ?? .max)
        let started = try #require(figures.startedAt)
        let now = SystemClock().now
        #expect(started <= now + .seconds(2))
        #expect(started > now - .seconds(86_400))
    }
}
