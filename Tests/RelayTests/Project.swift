import Foundation

/// Where things lie in this checkout.
enum Project {
    /// The folder that holds `Package.swift`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of fixtures.
    static let fixtures = root.appending(path: "fixtures")

    /// The program under test: the build puts it beside the test bundle.
    static let relay = (Bundle.main.executableURL ?? root).deletingLastPathComponent().appending(path: "relay")
}
