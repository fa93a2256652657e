import Foundation
import ServeTrial
import StandInSlack
import Testing

/// The store's file goes away under a running relay.
struct StoreGoneTests {
    private static func use(_ number: Int) -> TrialEvent {
        TrialEvent(run: "store-gone", number: number, isMatching: true, who: "person-\(number)")
    }

    @Test(arguments: [false, true]) func nothingMoreIsAccepted(isReplaced: Bool) async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.status(503))
        try await relay.serve { _ in
            #expect(try await relay.send(Self.use(1)).contains("accepted"))
            try await relay.until("an attempt") { relay.slack.requests.count >= 1 }
            let store = relay.folder.appending(path: "relay.db")
            let copy = relay.folder.appending(path: "copy.db")
            try FileManager.default.copyItem(at: store, to: copy)
            try FileManager.default.removeItem(at: store)
            if isReplaced { try FileManager.default.moveItem(at: copy, to: store) }
            let refused = try await relay.send(Self.use(2))
            #expect(refused.hasPrefix("503"))
            #expect(refused.contains("no event was accepted: relay's store was removed or replaced"), "\(refused)")
            #expect(try await relay.get("/readyz").hasPrefix("503"))
            #expect(try await relay.get("/readyz").contains(#""check":"store""#))
            try await relay.until("the metric") {
                try await relay.get("/metrics").contains("\nrelay_store_writable 0\n")
            }
            try await relay.until("a line in the log") {
                relay.log.contains("critical serve: events cannot be accepted")
            }
            // What was accepted before is still delivered.
            relay.slack.behave(.judge)
            try await relay.until("the message") { relay.slack.messages.count == 1 }
        }
        await relay.end()
    }

    @Test func aStoreThatOthersMayReadIsSaid() async throws {
        let relay = try await LiveRelay()
        try await relay.serve { _ in }
        #expect(!relay.log.contains("is open to other users"))
        let path = relay.folder.appending(path: "relay.db").path
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try await relay.serve { _ in }
        #expect(relay.log.contains("relay.db is open to other users (0644)"), "\(relay.log)")
        await relay.end()
    }
}
