internal import Archive
internal import ArgumentParser
internal import TextFormats

/// Which part of an archive to replay.
struct ReplayOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Folders in S3 layout, log files, or - for standard input; gzipped or not, in any shape relay reads.",
            valueName: "path"),
        completion: .file())
    var paths: [String]

    @Option(
        help: ArgumentHelp("From this day or time on, by the events' own time.", valueName: DayOrTime.valueName))
    var from: String?

    @Option(
        help: ArgumentHelp("Up to and including this day, or before this time.", valueName: DayOrTime.valueName))
    var to: String?

    @Option(help: ArgumentHelp("Only this account; may be given several times.", valueName: "number"))
    var account: [String] = []

    @Option(help: ArgumentHelp("Only this Region; may be given several times.", valueName: "name"))
    var region: [String] = []

    func validate() throws {
        try DayOrTime.validate(from: ("--from", from), to: ("--to", to))
        for account in account where account.utf8.count != 12 || !account.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
            throw ValidationError("'--account \(account.printable)': an account has twelve digits.")
        }
        for path in paths where path.hasPrefix("s3://") {
            throw ValidationError(
                "'\(path.printable)': relay does not read S3 itself; copy the objects first, with 'aws s3 sync'.")
        }
    }

    /// Where what was named lies.
    var locations: [ArchiveLocation] {
        let files = FileSource()
        return paths.map { ArchiveLocation($0, in: files) }
    }

    var selection: ReplaySelection {
        ReplaySelection(
            from: from.flatMap(DayOrTime.init)?.start, to: to.flatMap(DayOrTime.init)?.end, accounts: Set(account),
            regions: Set(region))
    }
}
