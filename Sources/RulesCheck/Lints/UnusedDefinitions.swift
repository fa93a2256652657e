import ConfigDocument
import Diagnostics
import EventPatterns
import Rules
import TextFormats

/// Finds definitions that nothing refers to, targets that are never sent, and account numbers without a name.
enum UnusedDefinitions {
    static func problems(in file: RulesFile) -> [Problem] {
        unused(in: file) + unreachableTargets(in: file) + undefinedAccounts(in: file)
    }

    private static func unused(in file: RulesFile) -> [Problem] {
        let targets = Set(
            file.rules.flatMap(\.targets).map(\.apiDestination) + file.apiDestinations.compactMap(\.otherwise)
                + [file.drill.heartbeat?.apiDestination].compactMap(\.self))
        let connections = Set(file.apiDestinations.map(\.connection))
        let destinations = file.apiDestinations.filter { !targets.contains($0.name) }.map {
            ($0.name, $0.nameRange, "API destination", "target")
        }
        let unusedConnections = file.connections.filter { !connections.contains($0.name) }.map {
            ($0.name, $0.nameRange, "connection", "API destination")
        }
        return (destinations + unusedConnections).map { name, range, kind, user in
            Problem(
                .unused, "no \(user) uses the \(kind) '\(name)'", help: "refer to it, or take it out", in: file.source,
                at: range)
        }
    }

    /// Targets that are sent only when another target's API destination fails over to theirs, and none does.
    private static func unreachableTargets(in file: RulesFile) -> [Problem] {
        file.rules.flatMap { rule in
            let reachedByFailover = Set(
                rule.targets.filter { !$0.isOnlyOtherwise }.flatMap { file.destinations(after: $0.apiDestination) })
            let reached = reachedByFailover.union(
                file.drill.heartbeat.map { $0.rule == rule.name ? [$0.apiDestination] : [] } ?? [])
            return rule.targets.filter { $0.isOnlyOtherwise && !reached.contains($0.apiDestination) }.map { target in
                Problem(
                    .unused,
                    "the target '\(target.id)' is never sent: nothing hands over to '\(target.apiDestination)'",
                    help:
                        "set otherwise: \(target.apiDestination) for the API destination of another target of the rule",
                    in: file.source, at: target.idRange)
            }
        }
    }

    /// Account numbers in patterns that the accounts table does not name, if the file has such a table.
    private static func undefinedAccounts(in file: RulesFile) -> [Problem] {
        guard !file.accounts.isEmpty else { return [] }
        var seen: Set<String> = []
        return file.rules.flatMap { rule in
            PatternOutline(rule.patternText).fields.flatMap(\.tests).compactMap { test -> Problem? in
                guard let text = test.text, let account = account(in: text), file.account(account) == nil,
                    seen.insert(account).inserted
                else { return nil }
                return Problem(
                    .undefinedAccount, "the account \(account) has no name: messages will show its number",
                    help: "add \"\(account)\": { name: … } under 'accounts'", in: file.source,
                    at: rule.mappedPattern.place(of: test.range))
            }
        }
    }

    /// A text that is an account number, or the ARN of something in an account.
    private static func account(in text: String) -> String? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let candidate = parts.count >= 5 && parts[0] == "arn" ? parts[4] : text[...]
        let isNumber =
            candidate.utf8.count == 12
            && candidate.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber ? String(candidate) : nil
    }
}

extension RulesFile {
    /// The API destinations that one fails over to, directly and in turn.
    fileprivate func destinations(after name: String) -> [String] {
        var names: [String] = []
        var next = apiDestination(name)?.otherwise
        while let name = next, !names.containsBytes(of: name) {
            names.append(name)
            next = apiDestination(name)?.otherwise
        }
        return names
    }
}
