import Testing

@testable import HTTPServer

/// Desks by themselves.
struct DeskPoolTests {
    @Test func aDeskIsUsedAgain() throws {
        let pool = DeskPool(try TestRules.live())
        let desk = pool.take()
        #expect(pool.take() !== desk)
        pool.giveBack(desk)
        #expect(pool.take() === desk)
    }

    @Test func aDeskOfOldRulesIsNotUsedAgain() throws {
        let pool = DeskPool(try TestRules.live())
        let (desk, other) = (pool.take(), pool.take())
        pool.giveBack(other)
        pool.replaceRules(with: try TestRules.live(role: "ReadOnly"))
        pool.giveBack(desk)
        let next = pool.take()
        #expect(next !== desk && next !== other)
        #expect(next.generation == 1)
    }

    @Test func keepsSoManyAndNoMore() throws {
        let pool = DeskPool(try TestRules.live())
        let desks = (0...ServerLimits.freeDesks).map { _ in pool.take() }
        for desk in desks { pool.giveBack(desk) }
        let again = (0...ServerLimits.freeDesks).map { _ in pool.take() }
        #expect(again.filter { desk in desks.contains { $0 === desk } }.count == ServerLimits.freeDesks)
    }
}
