import Foundation
import ScratchFolders

/// A store into which the fixtures' archive has been recorded.
struct RecordedStore {
    static let config = ["--config", "fixtures/relay.yaml"]

    let folder: ScratchFolder

    var path: String { folder.url.appending(path: "uses.db").path }

    init() throws {
        folder = try ScratchFolder()
        _ = try record("fixtures/archive")
    }

    /// Runs `relay replay --record` into it.
    @discardableResult
    func record(_ paths: String..., input: String = "", format: String = "json") throws -> RelayRun {
        try RelayRun(
            arguments: ["replay", "--record", "--store", path, "--format", format] + Self.config + paths,
            inputBytes: Data(input.utf8))
    }

    func history(_ arguments: String...) throws -> RelayRun {
        try RelayRun(arguments: ["history", "--store", path] + arguments)
    }
}
