import IngestTesting
import Testing

@testable import Ingest

struct ReaderPoolTests {
    @Test func keepsAReaderForTheNextBody() throws {
        let pool = ReaderPool(try TestRules.live())
        pool.giveBack(pool.take())
        #expect(pool.freeCount == 1)
        let reader = pool.take()
        #expect(pool.freeCount == 0)
        #expect(reader.generation == 0)
    }

    @Test func freesReadersOfOldRules() throws {
        let pool = ReaderPool(try TestRules.live())
        let inUse = pool.take()
        let other = pool.take()
        pool.giveBack(other)
        pool.replaceRules(with: try TestRules.live(role: "ReadOnly"))
        #expect(pool.freeCount == 0)
        pool.giveBack(inUse)
        #expect(pool.freeCount == 0)
        let next = pool.take()
        #expect(next.generation == 1)
    }

    @Test func keepsNoMoreThanItHasSlots() throws {
        let rules = try TestRules.live()
        let pool = ReaderPool(rules)
        for _ in 0...ReaderPool.Slots.count { pool.giveBack(PooledReader(rules, generation: 0)) }
        #expect(pool.freeCount == ReaderPool.Slots.count)
    }
}
