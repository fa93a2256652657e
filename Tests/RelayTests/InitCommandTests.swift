import CloudTrail
import Foundation
import ScratchFolders
import Testing

struct InitCommandTests {
    /// Every way to ask for a file leads to one that is without fault.
    @Test(arguments: [
        [], ["--role-arn", "arn:aws:iam::444455556666:role/emergency/Admin", "--channel", "C0ABCDEFGHI"],
        ["--permission-set", "BreakGlass"], ["--role-arn", "arn:aws-us-gov:iam::444455556666:role/Admin"],
        [
            "--role-arn",
            "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_On_call_0123456789abcdef",
        ],
        ["--permission-set", "a_b+c=d,e.f@g-h"],
    ])
    func itsFilePassesCheckAndTest(arguments: [String]) throws {
        let scratch = try ScratchFolder()
        let run = try RelayRun(arguments: ["init"] + arguments, directory: scratch.url)
        #expect(run.status == 0, "\(run)")
        #expect(run.output.isEmpty)
        #expect(run.talk.hasPrefix("wrote relay.yaml\n"))
        let check = try RelayRun("check", "--strict", directory: scratch.url)
        #expect(check.status == 0, "\(check)")
        let test = try RelayRun("test", directory: scratch.url)
        #expect(test.status == 0, "\(test)")
    }

    @Test func saysTheAnnouncementSentence() throws {
        let run = try RelayRun("init", "--output", "-", "--channel", "C0ABCDEFGHI")
        #expect(
            run.output.contains(
                #""text": "ALERT: <relay.who> has activated the <relay.role> role in <relay.account> for "#))
        #expect(run.output.contains(#""channel": "C0ABCDEFGHI""#))
        #expect(!run.output.contains("C0123ABCD"))
        #expect(run.talk.isEmpty)
    }

    @Test func neverReplacesAFileUnlessToldTo() throws {
        let scratch = try ScratchFolder()
        let file = try scratch.write("mine", to: "relay.yaml")
        let run = try RelayRun("init", directory: scratch.url)
        #expect(run.status == 2)
        #expect(run.talk == "relay: relay.yaml is there already; replace it with --force\n")
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
        #expect(try RelayRun("init", "--force", directory: scratch.url).status == 0)
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("# relay's rules"))
    }

    @Test(arguments: [
        (["--role-arn", "arn:aws:sts::111122223333:assumed-role/A/b"], "is not the ARN of a role"),
        (["--role-arn", "arn:aws:iam::111122223333:role/\"x"], "is not the ARN of a role"),
        (["--permission-set", "a b"], "is not the name of a permission set"),
        (["--permission-set", String(repeating: "x", count: 33)], "is not the name of a permission set"),
        (["--channel", "#alerts"], "is not the id of a Slack channel"),
        (["--role-arn", "x", "--permission-set", "y"], "Give either"),
    ])
    func refuses(arguments: [String], message: String) throws {
        let scratch = try ScratchFolder()
        let run = try RelayRun(arguments: ["init"] + arguments, directory: scratch.url)
        #expect(run.status == 2)
        #expect(run.talk.contains(message), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "relay.yaml").path))
    }
}
