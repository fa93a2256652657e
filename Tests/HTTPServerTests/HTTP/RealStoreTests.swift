import Foundation
import IngestTesting
import Outbox
import ScratchFolders
import Testing
import TextFormats

@testable import HTTPServer
@testable import SQLiteStore

/// The server before a real store: what is answered as accepted is there afterwards, what is refused is not.
@Suite(.timeLimit(.minutes(10))) struct RealStoreTests {
    @Test func acceptedEventsAreDurable() async throws {
        let scratch = try ScratchFolder()
        let store = try SQLiteAlertStore(scratch.path("relay.db"), for: .serve)
        let reply = try await TestServer.run(.init(store: store)) {
            try await $0.post("[\(TestEvent.event("a")),\(TestEvent.other("b")),\(TestEvent.event("a")),{\"c\":01}]")
        }
        store.close()
        #expect(reply.status == 200)
        let again = try SQLiteAlertStore(scratch.path("relay.db"), for: .serve)
        #expect(try await again.pending(after: nil, limit: 10).count == 1)
        let counts = try await again.counts()
        for outcome in IngestOutcome.allCases {
            #expect(counts.filter { $0.key == .received(outcome) }.map(\.value) == [1], "\(outcome)")
        }
    }

    /// A disk without room, as far as a limit on the file's size can stand in for one.
    @Test func refusesEventsWhenTheDiskIsFull() async throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("relay.db")
        try SQLiteAlertStore(path, for: .serve).close()
        let store = try SQLiteAlertStore(
            path, for: .serve, now: { TestServer.Setup.now }, tuning: StoreTuning(pagesLimit: 1))
        let reply = try await TestServer.run(.init(store: store)) { server in
            var reply = try await server.post(TestEvent.event("0"))
            for number in 1..<200 where reply.status == 200 {
                reply = try await server.post(TestEvent.event("\(number)"))
            }
            return reply
        }
        let pending = try await store.pending(after: nil, limit: 1_000).count
        #expect(reply.status == 503)
        #expect(reply["Retry-After"] == "10")
        #expect(reply.text.contains("no event was accepted: relay's disk is full"))
        let accepted = try await store.counts().filter { $0.key == .received(.accepted) }.map(\.value).first ?? 0
        #expect(Int64(pending) == accepted)
    }

    @Test func refusesEventsWhenTheStoreIsClosed() async throws {
        let scratch = try ScratchFolder()
        let store = try SQLiteAlertStore(scratch.path("relay.db"), for: .serve)
        store.close()
        let reply = try await TestServer.run(.init(store: store)) { try await $0.post(TestEvent.event("a")) }
        #expect(reply.status == 503)
        #expect(!reply.text.contains(scratch.path("")))
    }
}
