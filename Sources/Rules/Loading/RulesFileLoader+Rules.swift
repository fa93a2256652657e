import ConfigDocument
import Diagnostics
import EventPatterns
import InputTemplates
import JSONText
import SlackMessages
import TextFormats

extension RulesFileLoader {
    mutating func rule(_ entry: DocumentEntry, destinations: [APIDestination]) -> Rule? {
        let node = entry.value
        var targets: [Target] = []
        for target in entries(of: node[.targets]) {
            if let target = self.target(target, destinations: destinations) { targets.append(target) }
        }
        if let beyond = entries(of: node[.targets]).dropFirst(Self.eventBridgeTargetsLimit).first {
            report(
                .beyondEventBridge, "EventBridge runs at most \(Self.eventBridgeTargetsLimit) targets of a rule",
                at: beyond.keyRange)
        }
        guard let (pattern, text) = pattern(node[.eventPattern]) else { return nil }
        // An unknown state has been reported; the lints are then run as for the state that leaves out nothing.
        let state = node[.state].map {
            $0.text.flatMap(RuleState.init(rawValue:)) ?? .enabledWithAllCloudTrailManagementEvents
        }
        return Rule(
            name: entry.name, description: node[.description]?.text, state: state ?? .enabled, pattern: pattern,
            targets: targets,
            mappedPattern: text, nameRange: entry.keyRange, stateRange: node[.state]?.range)
    }

    /// Source: EventBridge User Guide, "Amazon EventBridge quotas": targets per rule.
    static let eventBridgeTargetsLimit = 5

    private mutating func pattern(_ node: DocumentNode?) -> (EventPattern, MappedText)? {
        guard let node else { return nil }
        let text: MappedText
        switch node.content {
        case .mapping: text = document.json(of: node, problems: &problems)
        case .scalar(let scalar) where scalar.kind == .string: text = document.string(of: scalar, at: node.range)
        default: return nil
        }
        do throws(PatternError) {
            let pattern = try EventPattern(parsing: SourceText(name: document.source.name, bytes: text.bytes))
            for warning in pattern.warnings { report(warning, text) }
            return (pattern, text)
        } catch {
            let sentence = error.reason.sentence { location in
                let offset = error.source.offset(of: location)
                return document.source.location(ofByte: text.place(of: offset..<offset + 1).lowerBound).description
            }
            report(.invalidPattern, sentence, help: error.help, at: text.place(of: error.range))
            return nil
        }
    }

    private mutating func report(_ warning: PatternWarning, _ text: MappedText) {
        switch warning.reason {
        case .longerThanDefaultQuota: report(.beyondEventBridge, "\(warning.reason)", at: text.place(of: warning.range))
        case .replacedField:
            report(
                .contradiction, "\(warning.reason)",
                help: "put the values into one list, or the later ones into every branch of the $or",
                at: text.place(of: warning.range))
        }
    }
}

// MARK: - Targets

extension RulesFileLoader {
    private mutating func target(_ entry: DocumentEntry, destinations: [APIDestination]) -> Target? {
        let node = entry.value
        checkReference(node[.apiDestination], to: .apiDestinations, kind: "API destination")
        let http = httpTarget(node[.httpTarget])
        let known = node[.apiDestination]?.text.flatMap { name in destinations.first { $0.name.hasBytes(of: name) } }
        checkPathParameters(of: node, entry.keyRange, http, known)
        let escaping: any ValueEscaping = known?.escapesMrkdwn == false ? JSONEscaping() : SlackEscaping()
        guard let destination = node[.apiDestination]?.text, let (input, template) = input(of: node, escaping) else {
            return nil
        }
        return Target(
            id: entry.name, apiDestination: destination, input: input, httpParameters: http,
            retryPolicy: retryPolicy(node[.retryPolicy]), isOnlyOtherwise: node[.onlyAsOtherwise]?.bool ?? false,
            mappedTemplate: template,
            idRange: entry.keyRange)
    }

    private func retryPolicy(_ node: DocumentNode?) -> RetryPolicy {
        var policy = RetryPolicy()
        if let attempts = node?[.maximumRetryAttempts]?.integer { policy.maximumRetryAttempts = attempts }
        if let age = node?[.maximumEventAgeInSeconds]?.integer { policy.maximumEventAgeInSeconds = age }
        return policy
    }

    private mutating func checkPathParameters(
        of node: DocumentNode, _ place: Range<Int>, _ http: HTTPTarget, _ destination: APIDestination?
    ) {
        guard let destination, let wanted = destination.endpoint.wildcardCount else { return }
        let given = http.pathParameterValues.count
        guard given != wanted else { return }
        report(
            .parameterCount,
            "the endpoint of '\(destination.name)' has \(wanted) '*', and the target has \(given) path_parameter_values",
            help: "each '*' is replaced by one value, in order",
            at: node[.httpTarget]?[.pathParameterValues]?.range ?? place)
    }
}

// MARK: - Inputs

extension RulesFileLoader {
    /// Nil when the target's input is wrong.
    private mutating func input(of node: DocumentNode, _ escaping: any ValueEscaping) -> (TargetInput, MappedText?)? {
        if let transformer = node[.inputTransformer] { return inputTransformer(transformer, escaping) }
        if let path = node[.inputPath] { return inputPath(path).map { ($0, nil) } }
        if let input = node[.input] { return constantInput(input).map { ($0, nil) } }
        return (.event, nil)
    }

    private mutating func constantInput(_ node: DocumentNode) -> TargetInput? {
        let text: MappedText
        if let scalar = node.scalar, scalar.kind == .string {
            text = document.string(of: scalar, at: node.range)
        } else {
            text = document.json(of: node, problems: &problems)
        }
        do throws(TargetInputError) {
            return try TargetInput(input: text.text)
        } catch {
            var place = node.range
            if case .invalidInput(let error) = error { place = text.place(of: error.offset..<error.offset + 1) }
            report(.invalidTemplate, "\(error)", at: place)
            return nil
        }
    }

    private mutating func inputPath(_ node: DocumentNode) -> TargetInput? {
        guard let scalar = node.scalar, scalar.kind == .string else { return nil }
        do throws(JSONPathError) {
            return try TargetInput(inputPath: scalar.text)
        } catch {
            let place = document.string(of: scalar, at: node.range).place(of: error.offset..<error.offset + 1)
            reportPath(error, at: place)
            return nil
        }
    }

    private mutating func reportPath(_ error: JSONPathError, at place: Range<Int>) {
        report(.invalidPath, "\(error.reason)", help: error.suggestion.map { "did you mean \($0)?" }, at: place)
    }

    private mutating func inputTransformer(
        _ node: DocumentNode, _ escaping: any ValueEscaping
    ) -> (TargetInput, MappedText?)? {
        guard let template = node[.inputTemplate], let scalar = template.scalar, scalar.kind == .string else {
            return nil
        }
        let text = document.string(of: scalar, at: template.range)
        let paths = entries(of: node[.inputPaths])
        let named = paths.compactMap { entry in entry.value.text.map { (name: entry.name, path: $0) } }
        do throws(TemplateErrors) {
            let transformer = try InputTransformer(
                inputPaths: named, template: SourceText(name: document.source.name, bytes: text.bytes),
                relayVariables: RelayVariable.names)
            return (.transformer(transformer.escaped(by: escaping)), text)
        } catch {
            for error in error.all { reportTemplate(error, text, node[.inputPaths], paths) }
            return nil
        }
    }

    private mutating func reportTemplate(
        _ error: TemplateError, _ text: MappedText, _ pathsNode: DocumentNode?, _ paths: [DocumentEntry]
    ) {
        switch error.reason {
        case .emptyTemplate, .templateTooLong, .tooManyPaths, .invalidName, .nameTooLong, .repeatedName:
            return  // SchemaCheck has reported these.
        default: break
        }
        let help = error.suggestion.map { "did you mean \($0)?" }
        func entry(_ name: String) -> DocumentEntry? { paths.first { $0.name.hasBytes(of: name) } }
        switch error.place {
        case .template(let range): report(.invalidTemplate, "\(error.reason)", help: help, at: text.place(of: range))
        case .inputPaths: report(.invalidTemplate, "\(error.reason)", help: help, at: pathsNode?.range ?? 0..<0)
        case .inputPathName(let name):
            report(.invalidTemplate, "\(error.reason)", help: help, at: entry(name)?.keyRange ?? 0..<0)
        case .inputPath(let name, let offset):
            guard let node = entry(name)?.value, let scalar = node.scalar else { return }
            // A path that does not begin with '$' has been reported for its form.
            guard TextRule.jsonPath.refusal(scalar.text) == nil else { return }
            let place = document.string(of: scalar, at: node.range).place(of: offset..<offset + 1)
            report(.invalidPath, "\(error.reason)", help: help, at: place)
        }
    }
}
