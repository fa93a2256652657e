import Foundation
import Testing

/// The README shows commands and what they print; here they are run, and what they print is compared.
struct ReadmeTests {
    @Test(arguments: try ConsoleExample.all(in: Project.root.appending(path: "README.md")))
    func showsWhatIsPrinted(_ example: ConsoleExample) async throws {
        let run = try await example.run()
        #expect(example.accepts(run.output + run.talk), "\(run)")
    }

    /// The output of `make demo` in the README is that of the commands which the script runs.
    @Test func theDemoIsTheOneShown() throws {
        let script = try String(contentsOf: Project.root.appending(path: ".ci/demo"), encoding: .utf8)
        let shown = try ConsoleExample.all(in: Project.root.appending(path: "README.md")).map(\.command)
        let demo = script.split(separator: "\n").filter { $0.hasPrefix("run ") }.map { "relay " + $0.dropFirst(4) }
        #expect(!demo.isEmpty)
        #expect(shown.contains(demo))
    }

    @Test func theRuleShownFirstIsTheFixture() throws {
        let readme = try String(contentsOf: Project.root.appending(path: "README.md"), encoding: .utf8)
        let rule = try String(contentsOf: Project.root.appending(path: "fixtures/first-rule.yaml"), encoding: .utf8)
        let shown = try #require(readme.firstMatch(of: /```yaml\n((?s:.*?))```/))
        #expect(shown.output.1 == rule)
    }

    @Test func everyMakeCommandHasItsScript() throws {
        let makefile = try String(contentsOf: Project.root.appending(path: "Makefile"), encoding: .utf8)
        let scripts = makefile.matches(of: /@\.ci\/(\w+)/).map { String($0.output.1) }
        #expect(scripts.count == makefile.matches(of: #/(?m)^\w+:/#).count)
        for script in scripts {
            #expect(FileManager.default.isExecutableFile(atPath: Project.root.appending(path: ".ci/\(script)").path))
        }
    }
}
