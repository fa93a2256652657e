import Testing

@testable import UsageHistory

struct AxisTicksTests {
    @Test(arguments: [
        (0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 2, 4, 6]), (13, [0, 5, 10, 15]),
        (100, [0, 20, 40, 60, 80, 100]), (101, [0, 50, 100, 150]), (999, [0, 200, 400, 600, 800, 1_000]),
    ])
    func areRound(largest: Int, values: [Int]) { #expect(AxisTicks(upTo: largest).values == values) }

    @Test(arguments: [Int.max, Int.max - 1, 1 << 62, -5])
    func surviveAnyNumber(largest: Int) {
        let ticks = AxisTicks(upTo: largest)
        #expect(ticks.values.count <= 6)
        #expect(ticks.top >= min(largest, ticks.top))
        #expect(ticks.top >= 1)
    }
}
