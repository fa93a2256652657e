import ConfigDocument
import TextFormats

extension RulesFileLoader {
    mutating func test(_ node: DocumentNode) -> RuleTest? {
        for match in node["matches"]?.elements ?? [] { checkReference(match, to: "rules", kind: "rule") }
        var bodies: [RuleTest.Body] = []
        for rule in entries(of: node["bodies"]) {
            checkReference(rule.name, at: rule.keyRange, to: "rules", kind: "rule")
            for target in entries(of: rule.value) {
                checkTarget(target, of: rule.name)
                bodies.append(
                    RuleTest.Body(rule: rule.name, target: target.name, expectation: expectation(target.value)))
            }
        }
        guard let name = node["name"]?.text, let matches = node["matches"] else { return nil }
        let nodes = node["events"]?.elements ?? node["event"].map { [$0] } ?? []
        return RuleTest(
            name: name, events: nodes.compactMap { event($0) }, matches: matches.elements.compactMap(\.text),
            bodies: bodies, range: node["name"]?.range ?? node.range)
    }

    private mutating func checkTarget(_ target: DocumentEntry, of rule: String) {
        guard let node = entries(of: document.root["rules"]).first(where: { $0.name.hasBytes(of: rule) })
        else { return }
        let ids = entries(of: node.value["targets"]).map(\.name)
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
