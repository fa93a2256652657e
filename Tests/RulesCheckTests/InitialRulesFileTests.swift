import ConfigDocument
import Diagnostics
import EventPatterns
import Testing

@testable import Rules
@testable import RulesCheck

struct InitialRulesFileTests {
    static let roles: [InitialRulesFile.Role?] = [
        nil, try? .init(arn: "arn:aws:iam::444455556666:role/emergency/Admin"), try? .init(permissionSet: "BreakGlass"),
        try? .init(arn: "arn:aws-cn:iam::444455556666:role/Admin"),
    ]

    private static func file(_ role: InitialRulesFile.Role?) throws -> RulesFile {
        let text = try InitialRulesFile(role: role, channel: nil).text
        let check = RulesFileCheck(SourceText(name: "relay.yaml", text: text))
        #expect(check.problems.filter { $0.severity != .note } == [], "\(check.problems)")
        return try #require(check.file)
    }

    @Test(arguments: roles)
    func hasNoFault(role: InitialRulesFile.Role?) throws {
        let file = try Self.file(role)
        #expect(
            file.rules.map(\.name) == ["break-glass-used", "break-glass-refused", "break-glass-console", "root-used"])
        #expect(Set(file.tests.flatMap(\.matches)) == Set(file.rules.map(\.name)))
    }

    /// An Identity Center role's ARN stands for its permission set: the digits at its end change.
    @Test func aRoleOfIdentityCenterIsAPermissionSet() throws {
        let path = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/"
        for arn in [
            "\(path)AWSReservedSSO_On_Call_0123456789abcdef",
            "\(path)eu-west-1/AWSReservedSSO_On_Call_0123456789abcdef",
        ] {
            #expect(try InitialRulesFile.Role(arn: arn) == .permissionSet("On_Call"))
        }
    }

    /// Neither the longest names nor the most dotted bring the templates past a limit.
    @Test func takesTheLongestNames() throws {
        let name = String(repeating: "x", count: 64)
        let path = (1...8).map { _ in String(repeating: "y", count: 63) + "/" }.joined()
        _ = try Self.file(.init(arn: "arn:aws:iam::111122223333:role/\(path)\(name)"))
        _ = try Self.file(.init(permissionSet: String(repeating: "z", count: 32)))
    }

    /// What the file shows in comments works once the comment signs are gone.
    @Test func whatItsCommentsSuggestIsRight() throws {
        let text = try InitialRulesFile(role: nil, channel: nil).text
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: "# server:"))
        let end = try #require(lines.firstIndex { $0.hasPrefix("# store:") })
        for index in start...end { lines[index].removeFirst(2) }
        let check = RulesFileCheck(SourceText(name: "relay.yaml", text: lines.joined(separator: "\n")))
        #expect(check.problems.filter { $0.severity != .note } == [], "\(check.problems)")
        let file = try #require(check.file)
        #expect(file.server.authorizations.count == 1 && file.server.tls != nil && !file.server.listensOnLoopback)
        #expect(file.store == StoreSettings())
    }

    @Test func matchesEveryWayToTakeUpTheRole() throws {
        let file = try Self.file(.init(permissionSet: "BreakGlass"))
        let event = try FlatEvent(parsing: SampleEvent.assumeRoleWithSAML.json)
        #expect(file.rules.filter { $0.pattern.matches(event) }.map(\.name) == ["break-glass-used"])
        let example = try Self.file(nil)
        for (sample, rule) in [
            (SampleEvent.assumeRole, "break-glass-used"), (.assumeRoleWithWebIdentity, "break-glass-used"),
            (.refusedAssumeRole, "break-glass-refused"), (.switchRole, "break-glass-console"),
            (.consoleLogin, "root-used"), (.assumeRoot, "root-used"),
        ] {
            let event = try FlatEvent(parsing: sample.json)
            #expect(example.rules.filter { $0.pattern.matches(event) }.map(\.name) == [rule], "\(sample.eventName)")
        }
        let other = try FlatEvent(parsing: SampleEvent.stopLogging.json)
        #expect(example.rules.filter { $0.pattern.matches(other) }.isEmpty)
    }
}
