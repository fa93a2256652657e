internal import ArgumentParser
internal import CloudTrail
internal import RulesCheck

/// `relay init`.
struct InitCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first rules file.",
        discussion: """
            The file alerts a Slack channel when a break-glass role is taken up, refused, or the root user used, and \
            has tests that show it. It never replaces a file unless told to.

            EXAMPLE:
              relay init --permission-set BreakGlass --channel C0123ABCD

            EXIT STATUS:
              0  the file is written
              2  it is not
            """)

    @Option(help: ArgumentHelp("The role, by its ARN.", valueName: "arn"))
    var roleArn: String?

    @Option(help: ArgumentHelp("The role, as an Identity Center permission set.", valueName: "name"))
    var permissionSet: String?

    @Option(help: ArgumentHelp("The Slack channel to alert, by its id.", valueName: "id"))
    var channel: String?

    @Option(
        help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var output = ConfigOption.defaultPath

    @Flag(help: "Replace the file if there is one.")
    var force = false

    func validate() throws {
        if roleArn != nil, permissionSet != nil {
            throw ValidationError("Give either '--role-arn' or '--permission-set'.")
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        var role: InitialRulesFile.Role?
        if let roleArn { role = try InitialRulesFile.Role(arn: roleArn) }
        if let permissionSet { role = try InitialRulesFile.Role(permissionSet: permissionSet) }
        let text = try InitialRulesFile(role: role, channel: channel).text
        guard output != InputFile.standardInput else {
            try console.write(text.utf8)
            return .yes
        }
        try OutputFile.write(Array(text.utf8), to: output, replacing: force)
        console.note("wrote \(output.printable)")
        if role == nil { console.note("  change the role: it is an example") }
        if channel == nil { console.note("  change the channel: it is an example") }
        let option = output == ConfigOption.defaultPath ? "" : " --config \(output.printable)"
        console.note("  then: relay check\(option) && relay test\(option)")
        return .yes
    }
}
