internal import Archive
internal import ArgumentParser
internal import Diagnostics
internal import InputTemplates
internal import JSONText
internal import Rules
internal import SlackMessages

/// What to render: a target of a rules file, or a template by itself.
struct RenderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The rule of the rules file whose message to render.", valueName: "name"))
    var rule: String?

    @Option(help: ArgumentHelp("The rule's target, if it has several.", valueName: "id"))
    var target: String?

    @OptionGroup var config: ConfigOption

    @Option(
        help: ArgumentHelp(
            "Instead of a rule, a template: a file, or the template itself, which begins with {, [ or \".",
            valueName: "file|text"),
        completion: .file())
    var inputTemplate: String?

    @Option(
        help: ArgumentHelp(
            "The template's variables: a file, or JSON, which begins with {.", valueName: "file|json"),
        completion: .file(extensions: ["json"]))
    var inputPaths: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Whether values are made harmless for Slack; with a rule its API destination says so, else they are."))
    var escapeMrkdwn: Bool?

    func validate() throws {
        guard (rule == nil) != (inputTemplate == nil) else {
            throw ValidationError(
                rule == nil
                    ? "Name what to render: --rule and --config, or --input-template."
                    : "Give --rule or --input-template.")
        }
        if rule == nil, target != nil { throw ValidationError("'--target' goes with '--rule'.") }
        if rule != nil, inputPaths != nil { throw ValidationError("'--input-paths' goes with '--input-template'.") }
        if rule != nil, escapeMrkdwn != nil {
            throw ValidationError("With '--rule' the API destination says whether to escape, by 'escape_mrkdwn'.")
        }
    }

    /// How many of the arguments read standard input.
    var standardInputCount: Int {
        [inputTemplate, inputPaths].count { $0 == InputFile.standardInput }
    }

    func load(on console: Console) throws -> Rendering {
        if let inputTemplate { return try templateRendering(inputTemplate, on: console) }
        return try ruleRendering(on: console)
    }

    private func templateRendering(_ argument: String, on console: Console) throws -> Rendering {
        let paths = try InputPaths(argument: inputPaths)
        let template = try source(of: argument, named: "--input-template", isText: argument.isTemplateArgument)
        do throws(TemplateErrors) {
            let transformer = try InputTransformer(
                inputPaths: paths.entries.map { ($0.name, $0.path) }, template: template,
                relayVariables: RelayVariable.names)
            for warning in transformer.warnings(for: SlackEscaping()) {
                let place = warning.range.map { "\(template.place(ofByte: $0.lowerBound)): " } ?? ""
                console.note("\(place)\(console.talkStyle(.yellow, "warning:")) \("\(warning)".printable)")
            }
            return Rendering(
                .template(transformer.escaped(by: escapeMrkdwn == false ? JSONEscaping() : SlackEscaping())))
        } catch {
            let refusal = TemplateRefusal(errors: error, template: template, paths: paths)
            for error in refusal.located { console.note("\(error)") }
            throw refusal
        }
    }

    private func ruleRendering(on console: Console) throws -> Rendering {
        let file = try config.loadRules(on: console)
        let name = rule ?? ""
        guard let rule = file.rule(name) else {
            throw PatternOptionsError.unknownRule(name, in: config.path, known: file.rules.map(\.name))
        }
        let ids = rule.targets.map(\.id)
        if let id = target {
            guard let target = rule.target(id) else { throw TargetError(rule: name, id: id, known: ids) }
            return Rendering(.target(target, rule, file))
        }
        guard let target = rule.targets.first, rule.targets.count == 1 else {
            throw TargetError(rule: name, id: nil, known: ids)
        }
        return Rendering(.target(target, rule, file))
    }
}

/// The text of an argument that is a path or the text itself.
func source(of argument: String, named name: String, isText: Bool) throws(InputFileError) -> SourceText {
    guard !isText else { return SourceText(name: name, text: argument) }
    let shown = argument == InputFile.standardInput ? "standard input" : argument.printable
    return SourceText(name: shown, bytes: try InputFile.bytes(at: argument))
}

extension String {
    /// Whether an argument that may be a path or a template is a template.
    var isTemplateArgument: Bool {
        EventInput.isJSON(self) || utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "\"")
    }
}

/// A target that the rule does not have, or one of several that was not named.
struct TargetError: Error, Hashable, CustomStringConvertible {
    let rule: String
    let id: String?
    let known: [String]

    var description: String {
        let list = known.map { "'\($0.printable)'" }.joined(separator: ", ")
        let rule = rule.printable
        guard !known.isEmpty else { return "the rule '\(rule)' has no target: its matches are only counted" }
        guard let id else { return "the rule '\(rule)' has several targets; name one by --target: \(list)" }
        let sentence = "the rule '\(rule)' has no target '\(id.printable)'"
        if let near = Spelling.nearest(to: id, among: known) { return "\(sentence); did you mean '\(near)'?" }
        return "\(sentence); it has \(list)"
    }
}
