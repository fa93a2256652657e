internal import ArgumentParser
internal import Glibc
internal import Outbox
internal import SQLiteStore

/// Who does something to the outbox, and why; and that it is not done to all of it by accident.
struct OperatorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var because: String

    @Option(name: .customLong("as"), help: ArgumentHelp("Who, if not the user who is logged in.", valueName: "name"))
    var name: String?

    @Flag(help: "Mean every delivery, where neither numbers nor filters are given.")
    var all = false

    /// In UTF-8 bytes: a sentence for those who read it later.
    static let whyBytesLimit = 1_000
    static let whoBytesLimit = 200

    func check(_ filters: OutboxFilterOptions, verb: String) throws(UsageError) {
        if filters.isEmpty, !all {
            throw UsageError("say what is to be \(verb): numbers, filters such as --state and --rule, or --all")
        }
        if !filters.isEmpty, all { throw UsageError("give numbers and filters, or --all") }
    }

    var note: OperatorNote {
        get throws(UsageError) {
            let who = name ?? Self.loginName
            guard because.contains(where: { !$0.isWhitespace }) else { throw UsageError("--because is empty: say why") }
            guard let who, who.contains(where: { !$0.isWhitespace }) else {
                throw UsageError("it is not known who you are: give your name by --as")
            }
            guard because.utf8.count <= Self.whyBytesLimit, who.utf8.count <= Self.whoBytesLimit else {
                throw UsageError(
                    "--because has at most \(Self.whyBytesLimit) bytes, --as at most \(Self.whoBytesLimit)")
            }
            return OperatorNote(who: who, why: because, at: .systemNow())
        }
    }

    func report(_ count: Int, _ verb: String, in format: OutputFormat, on console: Console) throws {
        switch format {
        case .text: try console.line("\(count) \(count == 1 ? "delivery" : "deliveries") \(verb)")
        case .json:
            var report = JSONMembers()
            report.add(verb, count)
            try console.line(report.text)
        }
    }

    /// `$USER`, or the name of the user whose process this is.
    private static var loginName: String? {
        if let user = Environment["USER"], !user.isEmpty { return user }
        // Its one buffer is nobody else's: commands of the outbox ask once, before anything runs beside them.
        guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else { return nil }
        return unsafe String(cString: name)
    }
}
