internal import Archive
internal import ArgumentParser
import TextFormats

/// Which part of an archive to replay.
struct ReplayOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Folders in S3 layout, log files, or - for standard input; gzipped or not, in any shape relay reads.",
            valueName: "path"),
        completion: .file())
    var paths: [String]

    @Option(
        help: ArgumentHelp("From this day or time on, by the events' own time.", valueName: "YYYY-MM-DD[THH:MM[:SS]Z]"))
    var from: String?

    @Option(
        help: ArgumentHelp("Up to and including this day, or before this time.", valueName: "YYYY-MM-DD[THH:MM[:SS]Z]"))
    var to: String?

    @Option(help: ArgumentHelp("Only this account; may be given several times.", valueName: "number"))
    var account: [String] = []

    @Option(help: ArgumentHelp("Only this Region; may be given several times.", valueName: "name"))
    var region: [String] = []

    func validate() throws {
        for (name, text) in [("--from", from), ("--to", to)] {
            if let text, Self.time(text, dayMeansItsEnd: false) == nil {
                throw ValidationError(
                    "'\(name) \(text.printable)': expected a day such as 2026-03-01 or a time such as 2026-03-01T09:30Z."
                )
            }
        }
        for account in account where account.utf8.count != 12 || !account.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
            throw ValidationError("'--account \(account.printable)': an account has twelve digits.")
        }
        for path in paths where path.hasPrefix("s3://") {
            throw ValidationError(
                "'\(path.printable)': relay does not read S3 itself; copy the objects first, with 'aws s3 sync'.")
        }
    }

    var selection: ReplaySelection {
        ReplaySelection(
            from: from.flatMap { Self.time($0, dayMeansItsEnd: false) },
            to: to.flatMap { Self.time($0, dayMeansItsEnd: true) }, accounts: Set(account), regions: Set(region))
    }

    /// A day or a time as `YYYY-MM-DDTHH:MM:SSZ`; nil when it is neither.
    static func time(_ text: String, dayMeansItsEnd: Bool) -> String? {
        guard let day = CalendarDay(text) else { return nil }
        let rest = text.dropFirst(10)
        if rest.isEmpty { return "\(dayMeansItsEnd ? day.advanced(by: 1) : day)T00:00:00Z" }
        guard rest.first == "T", rest.last == "Z" else { return nil }
        let parts = rest.dropFirst().dropLast().split(separator: ":", omittingEmptySubsequences: false)
        let limits = [24, 60, 60]
        guard (2...3).contains(parts.count) else { return nil }
        for (part, limit) in zip(parts, limits) {
            guard part.utf8.count == 2, part.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                Int(part).map({ $0 < limit }) == true
            else { return nil }
        }
        return "\(day)T\(parts.joined(separator: ":"))\(parts.count == 2 ? ":00" : "")Z"
    }
}
