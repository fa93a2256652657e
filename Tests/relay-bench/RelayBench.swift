import ArgumentParser
import CBareInflate
import Foundation

/// Measures relay's speed as ratios in one run, with every result checked while it is timed.
@main
struct RelayBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay-bench",
        abstract: "Measure relay: replay against a bare inflate loop, and the matcher on known data.",
        discussion: """
            Example: make bench
                     .build/bin/relay-bench matcher --passes 5
            """,
        subcommands: [All.self, Replay.self, Matcher.self, Bare.self, Build.self], defaultSubcommand: All.self)

    struct Options: ParsableArguments {
        @Option(help: "Where generated archives are kept from run to run.") var folder = ".build/benchmark"
        @Option(help: "How often each thing is measured.") var passes = 5
        @Flag(help: "Small data, to see that it works.") var quick = false
    }

    struct All: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measure everything.")
        @OptionGroup var options: Options

        func run() throws {
            try ReplayBenchmark(options).run()
            try Matcher.measure(options)
        }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measure replay against a bare inflate loop.")
        @OptionGroup var options: Options

        func run() throws { try ReplayBenchmark(options).run() }
    }

    struct Matcher: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measure the matcher alone.")
        @OptionGroup var options: Options
        @Option(help: "Events, one a line, instead of generated ones; goes with --rules.") var events: String?
        @Option(help: "A JSON object of rule sets, each an array of patterns as strings.") var rules: String?

        func run() throws {
            if let events, let rules {
                let benchmark = MatcherBenchmark(passes: options.passes, report: Report())
                try benchmark.runFiles(
                    events: events, rules: rules, expected: options.quick ? [:] : PublishedCounts.lots)
            } else {
                try Self.measure(options)
            }
        }

        static func measure(_ options: Options) throws {
            let benchmark = MatcherBenchmark(passes: options.passes, report: Report())
            try benchmark.runLots(count: options.quick ? 2_000 : 100_000)
            try benchmark.runCloudTrail(count: options.quick ? 2_000 : 50_000)
        }
    }

    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build-archive", abstract: "Make an archive, if it is not there.", shouldDisplay: false)
        @Argument var folder: String
        @Argument(help: "As JSON.") var plan: String

        func run() throws {
            let plan = try JSONDecoder().decode(ArchiveGenerator.Plan.self, from: Data(plan.utf8))
            _ = try ArchiveGenerator(plan: plan, folder: URL(filePath: folder)).build()
        }
    }

    struct Bare: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bare-inflate", abstract: "The yardstick: open, read and inflate each file of a list.",
            shouldDisplay: false)
        @Argument(help: "A file of paths, one a line.") var list: String

        func run() throws {
            var total: Int64 = 0
            for path in try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n") {
                let bytes = unsafe cbi_inflate_file(String(path))
                guard bytes >= 0 else { throw BenchmarkError("cannot inflate \(path)") }
                total += bytes
            }
            print(total)
        }
    }
}
