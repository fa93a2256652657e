import Foundation
import JSONText

/// Measures `relay replay` as a user runs it against a bare inflate loop over the same files, in the same run.
struct ReplayBenchmark {
    private let folder: URL
    private let passes: Int
    private let isQuick: Bool
    private let report = Report()
    private let program: String
    private let itself: String

    init(_ options: RelayBench.Options) {
        folder = URL(filePath: options.folder)
        passes = options.passes
        isQuick = options.quick
        itself = URL(filePath: CommandLine.arguments[0]).standardizedFileURL.path
        program = URL(filePath: itself).deletingLastPathComponent().appending(path: "relay").path
    }

    func run() throws {
        let large = ArchiveGenerator(
            plan: .init(files: isQuick ? 6 : 400, medianRecords: 1_500, spread: 0.8, breakGlassEvery: 20_011, seed: 1),
            folder: folder.appending(path: "large"))
        let largeTruth = try build(large)
        describe("Replay: large files", largeTruth)
        try compare(large, largeTruth, name: "three break-glass rules", rules: Self.breakGlass, atMost: 1.20)
        try compare(large, largeTruth, name: "rules without a literal", rules: Self.withoutLiteral, atMost: 2.50)
        try compareJobs(large, largeTruth)

        let small = ArchiveGenerator(
            plan: .init(
                files: isQuick ? 2_000 : 100_000, medianRecords: 7, spread: 0.3, breakGlassEvery: 20_011, seed: 2),
            folder: folder.appending(path: "small"))
        let smallTruth = try build(small)
        describe("Replay: many small files", smallTruth)
        try compare(small, smallTruth, name: "three break-glass rules", rules: Self.breakGlass, atMost: 1.35)

        try measureFilter()
        try measureStart()
    }

    /// Builds an archive in another process: a child's memory counts from that of its parent, which must stay small.
    private func build(_ archive: ArchiveGenerator) throws -> ArchiveGenerator.Truth {
        let plan = String(decoding: try JSONEncoder().encode(archive.plan), as: UTF8.self)
        let usage = try ChildProcess(path: itself, arguments: ["build-archive", archive.folder.path, plan]).run()
        guard usage.status == 0 else { throw BenchmarkError("the archive could not be built") }
        return try archive.build()
    }

    private func describe(_ title: String, _ truth: ArchiveGenerator.Truth) {
        report.title(
            """
            \(title): \(Report.thousands(Double(truth.files))) files, \(Report.thousands(Double(truth.records))) records, \
            \(truth.bytes / 1_000_000) MB, gzip ratio \(Report.two(truth.ratio))
            """)
    }

    /// CPU seconds of a replay with one job, as a multiple of those of the bare loop; the memory of the replay.
    private func compare(
        _ archive: ArchiveGenerator, _ truth: ArchiveGenerator.Truth, name: String, rules: String, atMost goal: Double
    ) throws {
        var ratios = Samples()
        var speeds = Samples()
        var memory = Samples()
        for _ in 0..<passes {
            let bare = try inflate(archive, truth)
            let replay = try replay(archive, truth, rules: rules, jobs: 1)
            ratios.add(replay.cpuSeconds / bare.cpuSeconds)
            speeds.add(Double(truth.bytes) / replay.cpuSeconds / 1e9)
            memory.add(Double(replay.residentBytes) / 1e6)
        }
        report.ratio("\(name), CPU ÷ bare inflate", ratios, atMost: goal, "\(Report.two(speeds.median)) GB/s")
        report.line(
            "\(name), resident", "\(Report.two(memory.worst)) MB   under 40.00  \(memory.worst < 40 ? "met" : "MISSED")"
        )
    }

    /// How much sooner two jobs are done than one.
    private func compareJobs(_ archive: ArchiveGenerator, _ truth: ArchiveGenerator.Truth) throws {
        var ratios = Samples()
        for _ in 0..<passes {
            let one = try replay(archive, truth, rules: Self.breakGlass, jobs: 1)
            let two = try replay(archive, truth, rules: Self.breakGlass, jobs: 2)
            ratios.add(one.wallSeconds / two.wallSeconds)
        }
        report.figure("two jobs ÷ one, wall time", ratios.worst, "times as fast (best of \(passes))", atLeast: 1.85)
    }

    private func inflate(_ archive: ArchiveGenerator, _ truth: ArchiveGenerator.Truth) throws -> ChildProcess.Usage {
        let usage = try ChildProcess(path: itself, arguments: ["bare-inflate", archive.listFile.path]).run()
        let bytes = Int(String(decoding: usage.output, as: UTF8.self).filter(\.isNumber))
        guard bytes == truth.bytes else {
            throw BenchmarkError("the bare loop inflated \(bytes ?? 0) of \(truth.bytes) bytes")
        }
        return usage
    }

    private func replay(
        _ archive: ArchiveGenerator, _ truth: ArchiveGenerator.Truth, rules: String, jobs: Int
    ) throws -> ChildProcess.Usage {
        let file = folder.appending(path: "relay.yaml")
        try Data(rules.utf8).write(to: file)
        let usage = try ChildProcess(
            path: program,
            arguments: [
                "replay", "--config", file.path, "--jobs", String(jobs), "--format", "json", archive.archive.path,
            ]
        ).run()
        guard let summary = try? JSONDocument(parsing: usage.output).root else {
            throw BenchmarkError("replay printed no summary (exit status \(usage.status))")
        }
        let records = summary["records"]?["read"]?.int ?? -1
        guard records == truth.records else {
            throw BenchmarkError("replay read \(records) records of \(truth.records)")
        }
        let uses = summary["role_uses"]?["total"]?.int ?? -1
        guard rules == Self.withoutLiteral || uses == truth.breakGlassUses else {
            throw BenchmarkError("replay found \(uses) uses of \(truth.breakGlassUses)")
        }
        return usage
    }

    /// Cutting and searching alone, on text that is inflated already and that no rule matches.
    private func measureFilter() throws {
        report.title("Filter core: cutting records and searching three literals, text already inflated")
        var records = RecordGenerator(seed: 3, account: "111122223333", region: "us-east-1")
        var text: [UInt8] = []
        var count = 0
        while text.count < 128 * 1_024 {
            if count > 0 { text.append(UInt8(ascii: ",")) }
            records.appendRecord(to: &text)
            count += 1
        }
        guard let search = LiteralSearch(["break-glass", "ConsoleLogin", "SwitchRole"].map { Array($0.utf8) }) else {
            return
        }
        var speeds = Samples()
        var pieces: [ElementCutter.Piece] = []
        let rounds = isQuick ? 200 : 5_000
        for _ in 0..<passes {
            var cutter = ElementCutter()
            let start = ContinuousClock.now
            for _ in 0..<rounds {
                cutter.restart(at: 0)
                pieces.removeAll(keepingCapacity: true)
                _ = cutter.scan(text.span, into: &pieces)
                guard pieces.count == count, search.firstIndex(in: text.span) == nil else {
                    throw BenchmarkError("the filter cut \(pieces.count) records of \(count)")
                }
            }
            speeds.add(Double(text.count * rounds) / (ContinuousClock.now - start).seconds / 1e9)
        }
        report.figure(
            "records that do not match", speeds.median, "GB/s on one core (±\(speeds.deviationPercent) %)", atLeast: 2.5
        )
    }

    /// From start to exit of `relay test-pattern` on one pattern and one event.
    private func measureStart() throws {
        report.title("Start to exit")
        let command = ChildProcess(
            path: program,
            arguments: ["test-pattern", "--pattern", #"{"source":["aws.sts"]}"#, #"{"source":"aws.sts","detail":{}}"#])
        var times = Samples()
        for _ in 0..<passes * 8 {
            let usage = try command.run()
            guard usage.status == 0 else { throw BenchmarkError("test-pattern ended with status \(usage.status)") }
            times.add(usage.wallSeconds * 1_000)
        }
        report.line(
            "relay test-pattern",
            "\(Report.two(times.median)) ms (best \(Report.two(times.best)))   under 15.00  \(times.median < 15 ? "met" : "MISSED")"
        )
    }

    private static let breakGlass = """
        version: 1
        rules:
          role-taken:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [aws.sts]
              detail:
                eventName: [AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity]
                requestParameters: { roleArn: [{ wildcard: "*break-glass*" }] }
          role-switched:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern: { source: [aws.signin], detail: { eventName: [SwitchRole] } }
          root-login:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern: { source: [aws.signin], detail: { eventName: [ConsoleLogin], userIdentity: { type: [Root] } } }

        """

    /// Nothing that every matching record must spell out, and something of both the envelope and the record.
    private static let withoutLiteral = """
        version: 1
        rules:
          from-outside:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [{ anything-but: [aws.signin] }]
              detail:
                errorCode: [{ exists: true }]
                userIdentity: { type: [{ anything-but: [AWSService, AssumedRole] }] }

        """
}
