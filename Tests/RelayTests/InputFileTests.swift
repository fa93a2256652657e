import Foundation
import ScratchFolders
import Testing

@testable import relay

struct InputFileTests {
    @Test func readsAllBytes() throws {
        let folder = try ScratchFolder()
        let content = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0) })
        let file = try folder.write(content, to: "some.bin")
        #expect(try InputFile.bytes(at: file.path) == Array(content))
    }

    @Test func namesTheFileAndTheReason() throws {
        let folder = try ScratchFolder()
        let missing = folder.url.appending(path: "missing.json").path
        #expect(throws: InputFileError(name: missing, reason: .system(ENOENT))) { try InputFile.bytes(at: missing) }
        #expect(throws: InputFileError(name: folder.url.path, reason: .system(EISDIR))) {
            try InputFile.bytes(at: folder.url.path)
        }
        #expect(
            InputFileError(name: "a\u{1B}b", reason: .system(ENOENT)).description
                == #"a\u001Bb: No such file or directory"#)
    }

    @Test func isBounded() throws {
        let folder = try ScratchFolder()
        let largest = try folder.write(Data(count: InputFile.bytesLimit), to: "largest")
        #expect(try InputFile.bytes(at: largest.path).count == InputFile.bytesLimit)
        let larger = try folder.write(Data(count: InputFile.bytesLimit + 1), to: "larger")
        let error = #expect(throws: InputFileError.self) { try InputFile.bytes(at: larger.path) }
        #expect(error?.description == "\(larger.path): larger than 16 MiB")
    }
}
