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

let package = Package(
    name: "relay",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", "4.5.2"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
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

        // Bytes: no domain words.
        .target(name: "Diagnostics", swiftSettings: settings),
        .target(name: "Gzip", dependencies: ["CChecksum", "CZlib"], swiftSettings: settings),
        .target(name: "JSONText", dependencies: ["CByteMasks"], swiftSettings: settings),

        // Meaning: values and grammars.
        .target(name: "CloudTrail", dependencies: ["Gzip", "JSONText"], swiftSettings: settings),
        .target(name: "EventPatterns", dependencies: ["Diagnostics", "JSONText"], swiftSettings: settings),
        .target(name: "InputTemplates", dependencies: ["Diagnostics", "JSONText"], swiftSettings: settings),

        // Decision: no I/O, no clock.
        .target(
            name: "RelayCore",
            dependencies: [
                "CloudTrail", "Diagnostics", "EventPatterns", "Gzip", "InputTemplates", "JSONText",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),

        // World: sockets, files, clocks.
        .target(
            name: "Delivery",
            dependencies: [
                "InputTemplates", "JSONText", "RelayCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .target(
            name: "RelayServer",
            dependencies: [
                "CloudTrail", "EventPatterns", "Gzip", "JSONText", "RelayCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "RelayStore",
            dependencies: ["CloudTrail", "JSONText", "RelayCore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "Replay", dependencies: ["CloudTrail", "EventPatterns", "Gzip", "JSONText"], swiftSettings: settings),

        // Surface: arguments, output, exit status.
        .executableTarget(
            name: "relay",
            dependencies: [
                "CloudTrail", "Delivery", "Diagnostics", "EventPatterns", "InputTemplates", "JSONText", "RelayCore",
                "RelayServer", "RelayStore", "Replay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        // Measures speed: ratios in one run, every result checked while it is timed.
        .target(name: "CBareInflate", dependencies: ["CZlib"]),
        .executableTarget(
            name: "relay-bench",
            dependencies: [
                "CBareInflate", "EventPatterns", "JSONText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // Puts a real `relay serve` on trial: load, kill -9, and a server that stands in for Slack.
        .executableTarget(
            name: "relay-trial",
            dependencies: [
                "JSONText", "RelayCore", "RelayStore", "ServeTrial", "StandInSlack",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(name: "ServeTrial", path: "Tests/ServeTrial", swiftSettings: settings),
        .target(
            name: "StandInSlack",
            dependencies: [
                "JSONText",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/StandInSlack", swiftSettings: settings),

        // Tests mirror Sources.
        .target(
            name: "RelayTesting", dependencies: ["CloudTrail", "JSONText", "RelayCore"], path: "Tests/RelayTesting",
            swiftSettings: settings),
        .testTarget(
            name: "CloudTrailTests", dependencies: ["CloudTrail", "Gzip", "JSONText", "RelayTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Delivery", "Diagnostics", "JSONText", "RelayCore", "RelayStore", "RelayTesting", "StandInSlack",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
        .testTarget(
            name: "EventPatternsTests", dependencies: ["Diagnostics", "EventPatterns", "JSONText", "RelayTesting"],
            swiftSettings: settings),
        .testTarget(name: "GzipTests", dependencies: ["CZlib", "Gzip", "RelayTesting"], swiftSettings: settings),
        .testTarget(
            name: "InputTemplatesTests",
            dependencies: ["Diagnostics", "InputTemplates", "JSONText", "RelayTesting"],
            swiftSettings: settings),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "RelayTesting"], swiftSettings: settings),
        .testTarget(
            name: "RelayCoreTests",
            dependencies: [
                "CloudTrail", "Diagnostics", "EventPatterns", "InputTemplates", "JSONText", "RelayCore", "RelayTesting",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReplayTests", dependencies: ["CloudTrail", "EventPatterns", "JSONText", "Replay"],
            swiftSettings: settings),
        .testTarget(
            name: "RelayServerTests",
            dependencies: [
                "CZlib", "Diagnostics", "JSONText", "RelayCore", "RelayServer", "RelayStore", "RelayTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RelayStoreTests",
            dependencies: [
                "CloudTrail", "JSONText", "RelayCore", "RelayStore", "RelayTesting", "relay-trial",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RelayTests",
            dependencies: [
                "Delivery", "JSONText", "relay", "relay-trial", "RelayCore", "RelayStore", "RelayTesting", "ServeTrial",
                "StandInSlack", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
    ]
)

// Fuzzing: `make fuzz`. Each is an executable whose `main` is libFuzzer's, so only a build with that sanitizer links.
if Context.environment["RELAY_FUZZ"] == "1" {
    package.targets += [
        .executableTarget(
            name: "FuzzEventPattern", dependencies: ["Diagnostics", "EventPatterns"],
            path: "Tests/Fuzz/FuzzEventPattern",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzGzip", dependencies: ["Gzip"], path: "Tests/Fuzz/FuzzGzip",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzInputTemplate", dependencies: ["Diagnostics", "InputTemplates", "JSONText"],
            path: "Tests/Fuzz/FuzzInputTemplate",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzLogReader", dependencies: ["CloudTrail", "JSONText"], path: "Tests/Fuzz/FuzzLogReader",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzRulesFile", dependencies: ["Diagnostics", "RelayCore"], path: "Tests/Fuzz/FuzzRulesFile",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
}
