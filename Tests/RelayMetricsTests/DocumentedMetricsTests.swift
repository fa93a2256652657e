import ChildProcesses
import Foundation
import RelayMetrics
import Testing

/// The alerts that the README suggests.
struct DocumentedMetricsTests {
    private static func expressions() throws -> [String] {
        let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        return readme.matches(of: /(?m)^\| `([^`]*relay_[^`]*)` \|/).map { String($0.output.1) }
    }

    /// An alert on a series that is not there never fires.
    @Test func theDocumentedQueriesNameExistingSeries() throws {
        let page = try Exposition(MetricsExamples.figures.page(in: .prometheusText), isOpenMetrics: false)
        let names = Set(page.series.map(\.name))
        let expressions = try Self.expressions()
        #expect(expressions.count >= 8)
        for expression in expressions {
            for match in expression.matches(of: /relay_\w+/) {
                #expect(names.contains(String(match.output)), "\(expression)")
            }
        }
    }

    static let promtool = PartnerProgram("promtool")

    @Test(.enabled(if: DocumentedMetricsTests.promtool != nil, "promtool is not installed"))
    func areTakenByPrometheus() async throws {
        let promtool = try #require(Self.promtool)
        let rules = try Self.expressions().enumerated().map { "  - {alert: A\($0), expr: '\($1)'}\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appending(path: "relay-alerts-\(UUID().uuidString).yaml")
        try Data("groups:\n- name: relay\n  rules:\n\(rules)".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = try await promtool.run(["check", "rules", file.path])
        #expect(answer.status == 0, "\(answer.said)")
    }
}
