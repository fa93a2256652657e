import Outbox
import Testing

@testable import Alerts

struct OriginLabelTests {
    @Test(arguments: [
        (EventOrigin.drill(id: "d-1"), "DRILL, nobody has used a role:", "drill"),
        (.archive, "LATE, found in an archive:", "archive"),
    ])
    func saysWhereTheEventCameFrom(origin: EventOrigin, text: String, value: String) throws {
        let label = try #require(OriginLabel(origin))
        #expect(label.text == text)
        #expect(label.field == .init(name: "X-Relay-Origin", value: value))
    }

    @Test func labelsNoLiveEvent() { #expect(OriginLabel(.live) == nil) }
}
