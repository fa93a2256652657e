// swift-tools-version: 6.2
import PackageDescription

/// Whether this is a run of `.ci/run`, where a warning is a failure. Elsewhere a newer compiler may find new ones.
let isChecked = Context.environment["CI"] == "true"

/// The language features every Swift target turns on; the first four become defaults in a later Swift.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ] + (isChecked ? [.treatAllWarnings(as: .error)] : [])

/// A target of relay's own in Swift: its name, the other targets it imports, and the packages' products.
struct Module {
    var name: String
    var imports: [String]
    var products: [String]

    /// - Parameters: names with blanks between them.
    init(_ name: String, imports: String = "", products: String = "") {
        self.name = name
        self.imports = imports.split(separator: " ").map(String.init)
        self.products = products.split(separator: " ").map(String.init)
    }

    /// The package that each product comes from.
    static let packages = [
        "ArgumentParser": "swift-argument-parser", "AsyncHTTPClient": "async-http-client", "Crypto": "swift-crypto",
        "GRDB": "GRDB.swift", "HTTPTypes": "swift-http-types", "Hummingbird": "hummingbird",
        "HummingbirdCore": "hummingbird", "HummingbirdTLS": "hummingbird", "Logging": "swift-log",
        "NIOCore": "swift-nio", "NIOEmbedded": "swift-nio", "NIOHTTP1": "swift-nio", "NIOPosix": "swift-nio",
        "NIOSSL": "swift-nio-ssl", "ServiceLifecycle": "swift-service-lifecycle", "SystemPackage": "swift-system",
        "UnixSignals": "swift-service-lifecycle", "Yams": "Yams",
    ]

    var dependencies: [Target.Dependency] {
        imports.map { .byName(name: $0) }
            + products.map { .product(name: $0, package: Self.packages[$0] ?? "no package for \($0)") }
    }
}

/// Sources, bottom up: each imports only from rows above its own; ``checkOrder()`` holds it to that, and
/// `--explicit-target-dependency-import-check error` that a target imports what its row says. See Sources/README.md.
let sources = [
    // Bytes and texts: no domain words.
    Module("Diagnostics"),
    Module("TextFormats"),
    Module("JSONText", imports: "CByteMasks"),
    Module("Gzip", imports: "CChecksum CZlib"),
    Module("CloudTrail", imports: "TextFormats JSONText Gzip"),
    Module("EventPatterns", imports: "Diagnostics TextFormats JSONText"),
    Module("PatternExplanations", imports: "Diagnostics JSONText EventPatterns"),
    Module("InputTemplates", imports: "Diagnostics TextFormats JSONText"),
    Module("SlackMessages", imports: "Diagnostics TextFormats JSONText InputTemplates"),
    Module("ConfigDocument", imports: "Diagnostics TextFormats JSONText", products: "Yams"),
    Module(
        "Rules",
        imports: """
            Diagnostics TextFormats JSONText CloudTrail EventPatterns InputTemplates SlackMessages \
            ConfigDocument
            """),
    Module("Outbox", imports: "TextFormats JSONText SlackMessages Rules"),
    Module(
        "Alerts",
        imports: "TextFormats JSONText CloudTrail EventPatterns InputTemplates SlackMessages Rules Outbox"),
    Module(
        "RulesCheck",
        imports: """
            Diagnostics TextFormats JSONText Gzip CloudTrail EventPatterns PatternExplanations InputTemplates \
            SlackMessages ConfigDocument Rules Alerts
            """),
    Module("RelayMetrics", imports: "TextFormats JSONText CloudTrail Rules Outbox Alerts"),
    Module("UsageHistory", imports: "TextFormats CloudTrail Alerts"),
    Module("Ingest", imports: "TextFormats Gzip CloudTrail Outbox Alerts", products: "Logging"),
    Module("Archive", imports: "TextFormats JSONText Gzip CloudTrail EventPatterns"),
    Module(
        "Sending",
        imports: "TextFormats JSONText SlackMessages Rules Outbox Alerts",
        products: "AsyncHTTPClient Logging NIOCore NIOHTTP1 NIOPosix NIOSSL"),
    Module("SQLiteStore", imports: "TextFormats CloudTrail Rules Outbox Alerts", products: "GRDB"),
    Module(
        "HTTPServer",
        imports: "TextFormats JSONText EventPatterns Rules Outbox Alerts Ingest",
        products: "Crypto HTTPTypes HummingbirdCore Logging NIOCore NIOHTTP1 NIOPosix NIOSSL ServiceLifecycle"),
    Module(
        "relay",
        imports: """
            Diagnostics TextFormats JSONText CloudTrail EventPatterns PatternExplanations InputTemplates \
            SlackMessages ConfigDocument Rules Outbox Alerts RulesCheck RelayMetrics UsageHistory Ingest Archive \
            Sending SQLiteStore HTTPServer
            """,
        products: """
            ArgumentParser AsyncHTTPClient Logging NIOCore NIOHTTP1 NIOPosix NIOSSL ServiceLifecycle SystemPackage \
            UnixSignals
            """),
]

/// What tests and trials share: stand-ins, generators, and programs that measure. Nothing in Sources imports them.
let kits = [
    Module("SeededGenerators"),
    Module("EventGenerators", imports: "JSONText EventPatterns SeededGenerators"),
    Module("ScratchFolders"),
    Module("ChildProcesses", imports: "ScratchFolders"),
    Module("SampleRules", imports: "Diagnostics ConfigDocument Rules"),
    Module("RelayTesting", imports: "TextFormats JSONText CloudTrail Rules Outbox Alerts SeededGenerators"),
    Module(
        "IngestTesting", imports: "CZlib Diagnostics TextFormats Rules Outbox Alerts RelayTesting", products: "Logging"),
    Module("ServeTrial"),
    Module(
        "StandInSlack",
        imports: "JSONText",
        products: "HTTPTypes Hummingbird HummingbirdCore HummingbirdTLS Logging NIOCore NIOHTTP1 NIOSSL"),
    Module(
        "relay-trial",
        imports: "TextFormats Outbox Alerts SQLiteStore HTTPServer SeededGenerators ServeTrial StandInSlack",
        products: "ArgumentParser Hummingbird NIOCore"),
    Module(
        "relay-bench",
        imports: "CBareInflate JSONText EventPatterns SeededGenerators",
        products: "ArgumentParser"),
]

let tests = [
    Module(
        "AlertsTests",
        imports: """
            Diagnostics TextFormats JSONText CloudTrail Rules Outbox Alerts RulesCheck SampleRules RelayTesting
            """),
    Module("ArchiveTests", imports: "JSONText CloudTrail EventPatterns Archive ScratchFolders SeededGenerators"),
    Module("CloudTrailTests", imports: "JSONText Gzip CloudTrail SeededGenerators"),
    Module("ConfigDocumentTests", imports: "Diagnostics JSONText ConfigDocument"),
    Module("DiagnosticsTests", imports: "Diagnostics"),
    Module(
        "EventPatternsTests",
        imports: "Diagnostics TextFormats JSONText EventPatterns SeededGenerators EventGenerators"),
    Module("GzipTests", imports: "CZlib Gzip SeededGenerators"),
    Module(
        "HTTPServerTests",
        imports: """
            Diagnostics TextFormats JSONText EventPatterns Rules Outbox Alerts Ingest SQLiteStore HTTPServer \
            ScratchFolders ChildProcesses IngestTesting RelayTesting
            """,
        products: "HTTPTypes Logging NIOCore NIOEmbedded NIOHTTP1 NIOPosix NIOSSL ServiceLifecycle"),
    Module("IngestTests", imports: "TextFormats Outbox Alerts Ingest IngestTesting"),
    Module(
        "InputTemplatesTests",
        imports: "Diagnostics JSONText InputTemplates SlackMessages SeededGenerators RelayTesting"),
    Module("JSONTextTests", imports: "JSONText SeededGenerators RelayTesting"),
    Module("OutboxTests", imports: "TextFormats SlackMessages Rules Outbox SeededGenerators RelayTesting"),
    Module("PatternExplanationsTests", imports: "EventPatterns PatternExplanations EventGenerators"),
    Module(
        "RelayMetricsTests",
        imports: "TextFormats JSONText Rules Outbox Alerts RelayMetrics SeededGenerators ChildProcesses"),
    Module(
        "RelayTests",
        imports: """
            Diagnostics TextFormats JSONText CloudTrail EventPatterns Rules Outbox Alerts RelayMetrics Sending \
            SQLiteStore HTTPServer relay ScratchFolders ChildProcesses RelayTesting ServeTrial StandInSlack
            """,
        products: "Logging SystemPackage"),
    Module(
        "RulesCheckTests",
        imports: """
            Diagnostics TextFormats JSONText CloudTrail EventPatterns InputTemplates ConfigDocument Rules \
            RulesCheck SeededGenerators SampleRules RelayTesting
            """),
    Module(
        "RulesTests",
        imports: """
            Diagnostics JSONText EventPatterns InputTemplates SlackMessages ConfigDocument Rules RulesCheck \
            SampleRules RelayTesting ChildProcesses
            """),
    Module(
        "SQLiteStoreTests",
        imports: "TextFormats Outbox Alerts SQLiteStore SeededGenerators ChildProcesses RelayTesting",
        products: "GRDB"),
    Module(
        "SendingTests",
        imports: """
            Diagnostics TextFormats JSONText SlackMessages Rules Outbox Alerts Sending SQLiteStore \
            SeededGenerators ScratchFolders ChildProcesses RelayTesting StandInSlack
            """,
        products: "Logging NIOSSL"),
    Module(
        "SlackMessagesTests",
        imports: "Diagnostics TextFormats JSONText InputTemplates SlackMessages Rules SeededGenerators"),
    Module("TextFormatsTests", imports: "TextFormats EventPatterns SeededGenerators"),
    Module("UsageHistoryTests", imports: "TextFormats CloudTrail Outbox Alerts UsageHistory SeededGenerators"),
]

/// Ends the build with a sentence where a row imports one that does not stand above it.
func checkOrder() {
    var above: Set = ["CBareInflate", "CByteMasks", "CChecksum", "CZlib"]
    for module in sources + kits + tests {
        for name in module.imports where !above.contains(name) {
            fatalError("Package.swift: \(module.name) imports \(name), which does not stand above it")
        }
        above.insert(module.name)
    }
}
checkOrder()

let executables: Set = ["relay", "relay-bench", "relay-trial"]

let package = Package(
    name: "relay",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", "4.5.2"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // C: one Swift importer each.
        .target(name: "CByteMasks"),
        .target(name: "CChecksum", dependencies: ["CZlib"]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["pkg-config", "zlib1g-dev"])]),
        .target(name: "CBareInflate", dependencies: ["CZlib"], path: "Tests/CBareInflate"),
    ]
        + (sources + kits).map { module in
            let path = (kits.contains { $0.name == module.name } ? "Tests/" : "Sources/") + module.name
            return executables.contains(module.name)
                ? .executableTarget(
                    name: module.name, dependencies: module.dependencies, path: path, swiftSettings: settings)
                : .target(name: module.name, dependencies: module.dependencies, path: path, swiftSettings: settings)
        }
        + tests.map { .testTarget(name: $0.name, dependencies: $0.dependencies, swiftSettings: settings) }
)

// Fuzzing: `make fuzz`. Each is an executable whose `main` is libFuzzer's, so only a build with that sanitizer links.
if Context.environment["RELAY_FUZZ"] == "1" {
    let fuzzers = [
        Module("FuzzEventPattern", imports: "Diagnostics JSONText EventPatterns"),
        Module("FuzzGzip", imports: "Gzip"),
        Module("FuzzHTTP", imports: "Rules HTTPServer", products: "HTTPTypes NIOCore NIOEmbedded NIOHTTP1"),
        Module("FuzzInputTemplate", imports: "Diagnostics JSONText InputTemplates SlackMessages"),
        Module("FuzzLogReader", imports: "JSONText CloudTrail"),
        Module("FuzzRulesFile", imports: "Diagnostics ConfigDocument Rules RulesCheck"),
        Module("FuzzSignature", imports: "TextFormats Rules HTTPServer", products: "HTTPTypes"),
    ]
    package.targets += fuzzers.map { fuzzer in
        .executableTarget(
            name: fuzzer.name, dependencies: fuzzer.dependencies, path: "Tests/Fuzz/\(fuzzer.name)",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
    }
}
