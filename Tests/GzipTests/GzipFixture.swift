import Foundation

/// Files that Python's gzip module wrote; all but `content.json` inflate to that file.
enum GzipFixture {
    static let names = [
        "one-member.gz", "two-members.gz", "empty-members.gz", "zero-padded.gz", "member-after-padding.gz",
        "stored.gz", "optional-fields.gz", "content.json",
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/gzip")
        return [UInt8](try Data(contentsOf: folder.appending(path: name).standardizedFileURL))
    }
}
