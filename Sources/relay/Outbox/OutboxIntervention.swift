internal import Alerts
internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import Outbox

/// What `outbox drop` and `outbox redrive` have in common: which deliveries, who asks, why, and in which store.
///
/// Neither is done to the whole outbox by accident: without numbers and filters `--all` is demanded.
struct OutboxIntervention: ParsableArguments {
    @OptionGroup var filters: OutboxFilterOptions

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var because: String

    @Option(name: .customLong("as"), help: ArgumentHelp("Who, if not the user who is logged in.", valueName: "name"))
    var name: String?

    @Flag(help: "Mean every delivery, where neither numbers nor filters are given.")
    var all = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: FormatOption

    /// The most UTF-8 bytes of `--because`: a sentence for those who read it later.
    static let whyBytesLimit = 1_000
    /// The most UTF-8 bytes of `--as`.
    static let whoBytesLimit = 200

    /// Does it and prints the number of deliveries.
    ///
    /// - Parameters:
    ///   - participle: What the deliveries then are, such as `dropped`; also the name in JSON.
    ///   - change: Returns the number of deliveries that were changed.
    func run(
        _ participle: String, on console: Console,
        _ change: (any OutboxOperations, OutboxFilter, OperatorNote) async throws -> Int
    ) async throws -> Int {
        if filters.isEmpty, !all {
            throw UsageError("say what is to be \(participle): numbers, filters such as --state and --rule, or --all")
        }
        if !filters.isEmpty, all { throw UsageError("give numbers and filters, or --all") }
        let store = try store.open(for: .write, on: console)
        let count = try await change(store, filters.filter, try note)
        switch output.format {
        case .text: try console.line("\(count) \(count == 1 ? "delivery" : "deliveries") \(participle)")
        case .json:
            var json = JSONWriter()
            json.object { json in json.member(participle, count) }
            try console.line(json)
        }
        return count
    }

    private var note: OperatorNote {
        get throws(UsageError) {
            let who = name ?? Self.loginName
            guard because.contains(where: { !$0.isWhitespace }) else { throw UsageError("--because is empty: say why") }
            guard who.contains(where: { !$0.isWhitespace }) else {
                throw UsageError("it is not known who you are: give your name by --as")
            }
            guard because.utf8.count <= Self.whyBytesLimit, who.utf8.count <= Self.whoBytesLimit else {
                throw UsageError(
                    "--because has at most \(Self.whyBytesLimit) bytes, --as at most \(Self.whoBytesLimit)")
            }
            return OperatorNote(who: who, why: because, at: SystemClock().now)
        }
    }

    /// `$USER`, or the name of the user whose process this is; empty for a user without a name.
    private static var loginName: String {
        if let user = Environment["USER"], !user.isEmpty { return user }
        return ProcessInfo.processInfo.userName
    }
}
