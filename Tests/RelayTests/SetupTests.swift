import Foundation
import ScratchFolders
import Testing

/// `.ci/setup` on machines that lack something: a folder of stand-ins is all that it finds on its PATH.
struct SetupTests {
    /// What the script itself needs of any system.
    private static let tools = ["bash", "env", "sed", "head", "sort", "id", "mktemp", "rm", "cat"]

    private func setup(standIns: [String: String]) throws -> RelayRun {
        let folder = try ScratchFolder()
        // Never a link where a stand-in goes: writing the stand-in would write through it, into the system's own tool.
        for tool in Self.tools where standIns[tool] == nil {
            let path = ["/bin", "/usr/bin"].map { "\($0)/\(tool)" }.first(where: FileManager.default.fileExists)
            try FileManager.default.createSymbolicLink(
                atPath: folder.url.appending(path: tool).path, withDestinationPath: #require(path))
        }
        for (name, script) in standIns {
            let file = try folder.write("#!/bin/sh\n\(script)\n", to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        return try RelayRun(
            executable: URL(filePath: "/bin/bash"), arguments: [Project.root.appending(path: ".ci/setup").path],
            environment: ["PATH": folder.url.path])
    }

    private let swift = "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'"

    @Test func saysNothingWhereNothingIsMissing() throws {
        let run = try setup(standIns: ["swift": swift, "pkg-config": "", "clang": "cat > /dev/null"])
        #expect(run.status == 0)
        #expect(run.output.isEmpty && run.talk.isEmpty)
    }

    @Test func wantsSwift() throws {
        let run = try setup(standIns: [:])
        #expect(run.status == 2)
        #expect(run.talk.contains("there is no swift on the PATH"))
    }

    @Test func wantsARecentSwift() throws {
        let run = try setup(standIns: ["swift": "echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'"])
        #expect(run.status == 2)
        #expect(run.talk == "setup: swift is 5.10.1, and relay needs 6.2 or later.\n")
    }

    @Test func namesThePackagesWhereItCannotInstallThem() throws {
        let run = try setup(standIns: ["swift": swift, "clang": "cat > /dev/null; exit 1", "id": "echo 1000"])
        #expect(run.status == 2)
        #expect(run.talk.contains("apt-get install pkg-config zlib1g-dev libsqlite3-dev"))
    }

    @Test func installsWhatIsMissing() throws {
        let run = try setup(standIns: [
            "swift": swift, "clang": "cat > /dev/null; exit 1", "pkg-config": "", "id": "echo 0",
            "apt-get": #"[ "$*" = "install -y --no-install-recommends zlib1g-dev libsqlite3-dev" ]"#,
        ])
        #expect(run.status == 0)
        #expect(run.talk == "setup: installing zlib1g-dev libsqlite3-dev\n")
    }

    /// Each header is asked for by itself.
    @Test func namesOnlyTheHeadersThatAreMissing() throws {
        let run = try setup(standIns: [
            "swift": swift, "clang": "while read -r line; do case $line in *zlib*) exit 0;; esac; done; exit 1",
            "pkg-config": "", "id": "echo 1000",
        ])
        #expect(run.status == 2)
        #expect(run.talk.contains("apt-get install libsqlite3-dev\n"))
    }

    @Test func asksWithSudoAndFetchesTheListsIfNeedBe() throws {
        let run = try setup(standIns: [
            "swift": swift, "clang": "cat > /dev/null", "id": "echo 1000", "sudo": #"[ "$1" = -n ] || exec "$@""#,
            "apt-get": #"case "$1" in update) : > "${0%/*}/lists";; *) [ -e "${0%/*}/lists" ];; esac"#,
        ])
        #expect(run.status == 0)
    }

    @Test func showsWhatAptGetSaid() throws {
        let run = try setup(standIns: [
            "swift": swift, "clang": "cat > /dev/null", "id": "echo 0", "apt-get": "echo 'no route to host'; exit 100",
        ])
        #expect(run.status == 2)
        #expect(run.talk.contains("no route to host"))
        #expect(run.talk.contains("could not install pkg-config"))
    }
}
