import ConfigDocument
import RulesCheck
import SampleRules
import Testing

struct HeartbeatLintTests {
    @Test(arguments: [
        ("{ a: [b] }, state: DISABLED, targets: { t: { api_destination: a } }", "DISABLED"),
        ("{ a: [b] }, targets: {}", "no targets"),
        ("{ a: [{ numeric: ['>', 1e300] }] }, targets: { t: { api_destination: a } }", "made up"),
    ])
    func reportsARuleThatNoDrillTriggers(rule: String, words: String) throws {
        let problems = Self.problems(rule)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("every drill fails") == true)
        #expect(problems.first?.contains(words) == true)
    }

    @Test func reportsNothingOfARuleThatSends() {
        #expect(Self.problems("{ a: [b] }, targets: { t: { api_destination: a } }") == [])
    }

    /// What the check says of the heartbeat's rule: each problem's code and message.
    private static func problems(_ rule: String) -> [String] {
        let text = """
            version: 1
            connections: { c: { authorization_type: BASIC, auth_parameters: { basic: { username: u, password: "${env:P}" } } } }
            api_destinations:
              a: { connection: c, invocation_endpoint: "https://a.example/", http_method: POST }
              drills: { connection: c, invocation_endpoint: "https://d.example/", http_method: POST }
            rules: { r: { event_pattern: \(rule) } }
            drill: { heartbeat: { rule: r, api_destination: drills } }
            """
        let problems = RulesFileCheck(SampleRulesFile.source(text)).problems
        return problems.filter { $0.code == .neverMatches && $0.message.contains("drill") }.map(\.message)
    }
}
