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
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        // C: one Swift importer each.
        .target(name: "CByteMasks"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["pkg-config", "zlib1g-dev"])]),

        // Bytes: no domain words.
        .target(name: "Diagnostics", swiftSettings: settings),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: settings),
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
            name: "Replay", dependencies: ["CloudTrail", "EventPatterns", "Gzip", "JSONText"], swiftSettings: settings),

        // Surface: arguments, output, exit status.
        .executableTarget(
            name: "relay",
            dependencies: [
                "CloudTrail", "Diagnostics", "EventPatterns", "InputTemplates", "JSONText", "RelayCore", "Replay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
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

        // Tests mirror Sources.
        .testTarget(
            name: "CloudTrailTests", dependencies: ["CloudTrail", "Gzip", "JSONText"], swiftSettings: settings),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
        .testTarget(
            name: "EventPatternsTests", dependencies: ["Diagnostics", "EventPatterns", "JSONText"],
            swiftSettings: settings),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
        .testTarget(
            name: "InputTemplatesTests", dependencies: ["Diagnostics", "InputTemplates", "JSONText"],
            swiftSettings: settings),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: settings),
        .testTarget(
            name: "RelayCoreTests",
            dependencies: ["CloudTrail", "Diagnostics", "EventPatterns", "InputTemplates", "JSONText", "RelayCore"],
            swiftSettings: settings),
        .testTarget(
            name: "ReplayTests", dependencies: ["CloudTrail", "EventPatterns", "JSONText", "Replay"],
            swiftSettings: settings),
        .testTarget(name: "RelayTests", dependencies: ["relay"], swiftSettings: settings),
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
            name: "FuzzLogReader", dependencies: ["CloudTrail", "JSONText"], path: "Tests/Fuzz/FuzzLogReader",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
}
