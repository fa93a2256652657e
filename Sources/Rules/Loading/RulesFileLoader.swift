import ConfigDocument
import Diagnostics
import EventPatterns
import TextFormats

/// Converts the tree of a rules file into values, and reports what the schema cannot check: references to names that do
/// not exist, and invalid patterns and templates.
///
/// Nodes that do not fit the schema have been reported by ``SchemaCheck``; they are left out here without a report.
struct RulesFileLoader {
    let document: Document
    var problems: [Problem] = []

    init(document: Document) {
        self.document = document
    }

    mutating func load() -> RulesFile {
        let root = document.root
        let accounts = entries(of: root[.accounts]).compactMap(account)
        let connections = entries(of: root[.connections]).compactMap { entry in connection(entry) }
        let destinations = apiDestinations(in: root)
        var rules: [Rule] = []
        // Rules of the same name have been reported; all of them are checked.
        for entry in root[.rules]?.entries ?? [] {
            if let rule = rule(entry, destinations: destinations) { rules.append(rule) }
        }
        checkRoutes(in: root)
        checkQuotas(rules)
        let tests = (root[.tests]?.elements ?? []).compactMap { node in test(node) }
        return RulesFile(
            source: document.source, accounts: accounts, connections: connections, apiDestinations: destinations,
            rules: rules, tests: tests, server: server(root[.server]), store: store(root[.store]),
            stormControl: stormControl(root[.stormControl]),
            drill: drill(root[.drill], rules, destinations, connections))
    }

    private func account(_ entry: DocumentEntry) -> Account? {
        guard let name = entry.value[.name]?.text else { return nil }
        return Account(
            id: entry.name, name: name, environment: entry.value[.environment]?.text, note: entry.value[.note]?.text)
    }
}

// MARK: - Quotas

extension RulesFileLoader {
    /// Source: EventBridge User Guide, "Amazon EventBridge quotas": rules per bus; rules with wildcards per bus.
    static let eventBridgeRulesLimit = 300
    static let eventBridgeWildcardRulesLimit = 30

    private mutating func checkQuotas(_ rules: [Rule]) {
        if rules.count > Self.eventBridgeRulesLimit {
            report(
                .beyondEventBridge,
                "an event bus has at most \(Self.eventBridgeRulesLimit) rules unless AWS raises the quota",
                at: rules[Self.eventBridgeRulesLimit].nameRange)
        }
        let withWildcards = rules.filter { PatternOutline($0.patternText).hasWildcard }
        if withWildcards.count > Self.eventBridgeWildcardRulesLimit {
            report(
                .beyondEventBridge,
                "an event bus has at most \(Self.eventBridgeWildcardRulesLimit) rules with wildcards",
                at: withWildcards[Self.eventBridgeWildcardRulesLimit].nameRange)
        }
    }
}

// MARK: - For all parts

extension RulesFileLoader {
    /// A mapping's entries; of duplicate keys, which have been reported, the last.
    func entries(of node: DocumentNode?) -> [DocumentEntry] {
        let all = node?.entries ?? []
        return all.enumerated().filter { index, entry in
            !all[(index + 1)...].contains { $0.name.hasBytes(of: entry.name) }
        }.map(\.element)
    }

    mutating func report(_ code: Problem.Code, _ message: String, help: String? = nil, at range: Range<Int>) {
        problems.append(Problem(code, message, help: help, in: document.source, at: range))
    }

    /// Reports a name that nothing in a section of the file has.
    ///
    /// - Parameter kind: What the name should be the name of: `connection`.
    mutating func checkReference(_ node: DocumentNode?, to section: RulesFileKey, kind: String) {
        guard let node, let name = node.text else { return }
        checkReference(name, at: node.range, to: section, kind: kind)
    }

    mutating func checkReference(_ name: String, at range: Range<Int>, to section: RulesFileKey, kind: String) {
        let names = entries(of: document.root[section]).map(\.name)
        guard !names.containsBytes(of: name) else { return }
        let near = Spelling.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        let help = names.isEmpty ? "add it under '\(section.rawValue)'" : "there are \(names.joined(separator: ", "))"
        report(.unknownReference, "there is no \(kind) '\(name)'", help: near ?? help, at: range)
    }
}

extension RulesFileLoader {
    mutating func test(_ node: DocumentNode) -> RuleTest? {
        for match in node[.matches]?.elements ?? [] { checkReference(match, to: .rules, kind: "rule") }
        var bodies: [RuleTest.Body] = []
        for rule in entries(of: node[.bodies]) {
            checkReference(rule.name, at: rule.keyRange, to: .rules, kind: "rule")
            for target in entries(of: rule.value) {
                checkTarget(target, of: rule.name)
                bodies.append(
                    RuleTest.Body(rule: rule.name, target: target.name, expectation: expectation(target.value)))
            }
        }
        guard let name = node[.name]?.text, let matches = node[.matches] else { return nil }
        let nodes = node[.events]?.elements ?? node[.event].map { [$0] } ?? []
        return RuleTest(
            name: name, events: nodes.compactMap { event($0) }, matches: matches.elements.compactMap(\.text),
            bodies: bodies, range: node[.name]?.range ?? node.range)
    }

    private mutating func checkTarget(_ target: DocumentEntry, of rule: String) {
        guard let node = entries(of: document.root[.rules]).first(where: { $0.name.hasBytes(of: rule) })
        else { return }
        let ids = entries(of: node.value[.targets]).map(\.name)
        guard !ids.containsBytes(of: target.name) else { return }
        let help = ids.isEmpty ? "the rule has no targets" : "there are \(ids.joined(separator: ", "))"
        report(.unknownReference, "rule '\(rule)' has no target '\(target.name)'", help: help, at: target.keyRange)
    }

    private mutating func event(_ node: DocumentNode) -> RuleTest.Event? {
        switch node.content {
        case .mapping: return .inline(document.json(of: node, problems: &problems).bytes)
        case .scalar(let scalar) where scalar.kind == .string: return .file(path: scalar.text)
        default: return nil
        }
    }

    private mutating func expectation(_ node: DocumentNode) -> RuleTest.Expectation {
        if let text = node.text { return .text(text) }
        return .json(document.json(of: node, problems: &problems).bytes)
    }
}
