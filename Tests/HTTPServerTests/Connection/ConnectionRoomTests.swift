import NIOCore
import Testing

@testable import HTTPServer

/// Which connection has to go, decided without sockets.
struct ConnectionRoomTests {
    /// A connection as a test names it: `a-` is a stranger's from address a, `a+` of a sender that is known; `!` behind it
    /// means that a request is under way. Its place in the list is its age: the first is the oldest.
    private final class Fake: Sendable {
        let name: String

        init(_ name: String) { self.name = name }

        func standing(at place: Int) throws -> ConnectionStanding {
            let octet = Int(name.utf8.first ?? 0)
            return ConnectionStanding(
                id: ObjectIdentifier(self),
                address: ClientAddress(try SocketAddress(ipAddress: "192.0.2.\(octet)", port: 1)),
                isKnown: name.contains("+"), isBusy: name.contains("!"),
                since: .uptimeNanoseconds(UInt64(1_000 + place)))
        }
    }

    /// Which of some connections goes when the last of them is opened; nil if none does.
    private static func surplus(_ names: [String], room: Int) throws -> Int? {
        let fakes = names.map(Fake.init)
        let standings = try fakes.enumerated().map { try $0.element.standing(at: $0.offset) }
        let newcomer = try #require(standings.last)
        let id = ConnectionRoom(connections: room).surplus(afterOpening: newcomer, among: standings)
        return id.flatMap { id in fakes.firstIndex { ObjectIdentifier($0) == id } }
    }

    @Test(
        arguments: [
            // There is room.
            (["a+", "b+", "c-"], 3, nil), (["a-"], 1, nil),
            // A stranger goes before a sender that is known, however old either is.
            (["a+", "b+", "c-", "d-"], 3, 2), (["c-", "a+", "b+", "d-"], 3, 0),
            // An idle one goes before one with a request under way, then the oldest.
            (["a-!", "b-", "c-", "d-"], 3, 1), (["a-!", "b-!", "c-!", "d-"], 3, 0),
            // Of the address that has the most.
            (["a-", "b-", "a-", "b-", "b-", "c-"], 5, 1),
            // Of those who are known, an idle one.
            (["a+!", "b+", "c+", "d-"], 3, 1),
            // Where none may be closed, the newcomer.
            (["a+!", "b+!", "c+!", "d-"], 3, 3),
            // One address has no more than a quarter without a credential; its own oldest one goes.
            (["b-", "a-", "a-", "a-"], 8, 1), (["b-", "a-", "a-"], 8, nil), (["a+", "a+", "a-!", "a-!", "a-"], 8, 2),
        ] as [([String], Int, Int?)])
    func closesStrangersFirst(names: [String], room: Int, surplus: Int?) throws {
        #expect(try Self.surplus(names, room: room) == surplus)
    }

    @Test func hasRoomForOneAtLeast() {
        #expect(ConnectionRoom(connections: 0).connections == 1)
        #expect(ConnectionRoom(connections: 1).strangersPerAddress == 1)
        #expect(ConnectionRoom(connections: 2_000).strangersPerAddress == 500)
    }

    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1", "::ffff:c000:201", true),
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true), ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
        ])
    func tellsAddressesApart(one: String, other: String, areTheSame: Bool) throws {
        let one = ClientAddress(try SocketAddress(ipAddress: one, port: 1))
        let other = ClientAddress(try SocketAddress(ipAddress: other, port: 2))
        #expect((one == other) == areTheSame)
    }
}
