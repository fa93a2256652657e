import Foundation
import ScratchFolders
import Testing

@testable import relay

struct FileFingerprintTests {
    @Test func doesNotChangeByItself() throws {
        let folder = try ScratchFolder()
        try folder.write("1", to: "a")
        try folder.write("2", to: "deep/er/b")
        let print = FileFingerprint(of: [folder.url.path])
        #expect(print == FileFingerprint(of: [folder.url.path]))
        #expect(print.firstChange(to: print) == nil)
    }

    @Test(arguments: ["a", "deep/er/b", "deep/new", "z"])
    func noticesWhatIsWritten(name: String) throws {
        let folder = try ScratchFolder()
        try folder.write("1", to: "a")
        try folder.write("2", to: "deep/er/b")
        let before = FileFingerprint(of: [folder.url.path])
        try folder.write("longer", to: name)
        let after = FileFingerprint(of: [folder.url.path])
        let change = try #require(before.firstChange(to: after))
        #expect(change.hasPrefix(folder.url.path))
        #expect(after.firstChange(to: before) == change)
    }

    /// As an editor saves: another file of the same length takes the name.
    @Test func noticesAnotherFileUnderTheSameName() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("one", to: "a").path
        let time = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate]
        let before = FileFingerprint(of: [file])
        let new = try folder.write("two", to: "a.new")
        try FileManager.default.setAttributes([.modificationDate: #require(time)], ofItemAtPath: new.path)
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: new.path, toPath: file)
        #expect(before.firstChange(to: FileFingerprint(of: [file])) == file)
    }

    @Test func noticesWhatComesAndGoes() throws {
        let folder = try ScratchFolder()
        let path = folder.url.appending(path: "a").path
        let absent = FileFingerprint(of: [path])
        try folder.write("1", to: "a")
        let present = FileFingerprint(of: [path])
        #expect(absent.firstChange(to: present) == path)
        #expect(present.firstChange(to: absent) == path)
    }

    @Test func aLinkToTheFolderItIsInComesToAnEnd() throws {
        let folder = try ScratchFolder()
        try folder.write("1", to: "a")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "loop").path, withDestinationPath: folder.url.path)
        let print = FileFingerprint(of: [folder.url.path])
        #expect(print == FileFingerprint(of: [folder.url.path]))
    }
}
