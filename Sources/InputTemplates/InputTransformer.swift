public import Diagnostics
import JSONText
import TextFormats

/// A compiled EventBridge input transformer: variables taken from an event by path, and a template they are put into.
///
/// ```swift
/// let transformer = try InputTransformer(
///     inputPaths: [("role", "$.detail.requestParameters.roleArn")],
///     template: SourceText(name: "relay.yaml", text: #"{"text": "ALERT: <relay.who> took up <role>"}"#),
///     relayVariables: ["relay.who"])
/// let body = try transformer.render(event, variables: variables)
/// ```
///
/// A template that begins with `{` or `[` is JSON. Outside quotes a placeholder becomes the value as JSON, strings
/// quoted and escaped; inside quotes it becomes part of the string. A template that begins with `"` is text, one quoted
/// string on each line; the quotes are delivered as well. A value that the event does not have becomes `""` as a JSON
/// value and nothing inside quotes; null, for which the service's treatment is not recorded, becomes `null` as a JSON
/// value and nothing inside quotes. An object or a list inside quotes is refused when a JSON template is rendered,
/// since EventBridge then delivers nothing; in text it is compact JSON without its double quotes, as EventBridge writes
/// it.
///
/// Unlike EventBridge, relay escapes values inside quotes, so that a value never leaves its string; and a placeholder
/// in a value is not replaced.
///
/// Source: EventBridge User Guide, "Amazon EventBridge input transformation"; API Reference, `InputTransformer`.
public struct InputTransformer: Sendable {
    /// How many entries `input_paths` may have (API Reference, `InputTransformer`).
    public static let pathsLimit = 100
    /// How many characters a variable's name may have (API Reference, `InputTransformerPathKey`).
    public static let nameCharactersLimit = 256
    /// How many characters a template may have (API Reference, `TransformerInput`).
    public static let templateCharactersLimit = 8_192
    /// How many bytes a rendered body may have: room for the largest event that EventBridge takes, 1 MiB.
    public static let bodyBytesLimit = 1 << 20

    /// The template's text, to which all ranges refer.
    public let template: SourceText
    /// In the order of the template.
    public let placeholders: [Placeholder]
    /// The variables of `input_paths` that the template does not use, in their order.
    public let unusedPaths: [String]

    let kind: TemplateStructure.Kind
    /// Where each placeholder stands.
    let places: [PlaceholderPlace]
    /// How strings are written at each placeholder.
    private(set) var strings: [any StringEscaping]
    /// Each `<…>` in a string that is not a placeholder.
    let literals: [TemplateLexer.Token]

    /// - Parameters:
    ///   - inputPaths: the variables, each with a path in the event.
    ///   - relayVariables: the names of relay's own variables that templates may use, such as `relay.who`.
    /// - Throws: ``TemplateErrors``, with everything that is wrong.
    public init(
        inputPaths: [(name: String, path: String)], template: SourceText, relayVariables: [String] = []
    ) throws(TemplateErrors) {
        var compiler = TemplateCompiler(relayVariables: relayVariables)
        compiler.declare(inputPaths)
        let compiled = compiler.compile(template)
        guard compiler.errors.isEmpty, let compiled else { throw TemplateErrors(all: compiler.errors) }
        self.template = template
        placeholders = compiled.placeholders
        places = compiled.structure.places
        strings = Array(repeating: JSONEscaping(), count: places.count)
        kind = compiled.structure.kind
        literals = compiled.literals
        let used = Set(placeholders.map(\.name))
        unusedPaths = inputPaths.map(\.name).filter { !used.contains($0) }
    }

    /// The same transformer, with values written as the reader of the body needs it. Before, they are escaped for JSON only.
    public func escaped(by escaping: any ValueEscaping) -> InputTransformer {
        var copy = self
        copy.strings = places.map(escaping.strings(at:))
        return copy
    }

    /// Whether EventBridge would refuse the template because it uses relay's own variables.
    public var worksOnlyInRelay: Bool {
        placeholders.contains { $0.source == .relay }
    }
}

/// Collects what is wrong with an input transformer, and what it consists of.
private struct TemplateCompiler {
    struct Compiled {
        var placeholders: [Placeholder]
        var structure: TemplateStructure
        var literals: [TemplateLexer.Token]
    }

    let relayVariables: [String]
    var errors: [TemplateError] = []
    private var declared: [String] = []
    private var paths: [String: JSONPath] = [:]

    init(relayVariables: [String]) {
        self.relayVariables = relayVariables
    }

    mutating func declare(_ inputPaths: [(name: String, path: String)]) {
        if inputPaths.count > InputTransformer.pathsLimit {
            errors.append(TemplateError(.tooManyPaths(limit: InputTransformer.pathsLimit), at: .inputPaths))
        }
        for (name, path) in inputPaths {
            if let reason = refusal(ofName: name) { errors.append(TemplateError(reason, at: .inputPathName(name))) }
            declared.append(name)
            do throws(JSONPathError) {
                paths[name] = try JSONPath(parsing: path)
            } catch {
                errors.append(
                    TemplateError(
                        .invalidPath(error), at: .inputPath(name: name, offset: error.offset),
                        suggestion: error.suggestion))
            }
        }
    }

    private func refusal(ofName name: String) -> TemplateError.Reason? {
        if name.unicodeScalars.count > InputTransformer.nameCharactersLimit {
            return .nameTooLong(limit: InputTransformer.nameCharactersLimit)
        }
        if name.isEmpty || !name.utf8.allSatisfy(TemplateLexer.isNameByte) { return .invalidName(name) }
        return declared.contains(name) ? .repeatedName(name) : nil
    }

    /// Nil, with an error, for a template that is too long, empty or of no known kind.
    mutating func compile(_ template: SourceText) -> Compiled? {
        let text = template.bytes
        let whole = TemplateError.Place.template(0..<text.count)
        // Characters are Unicode scalars, as the API's models count them: bytes that continue none.
        guard text.reduce(0, { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }) <= InputTransformer.templateCharactersLimit else {
            errors.append(TemplateError(.templateTooLong(limit: InputTransformer.templateCharactersLimit), at: whole))
            return nil
        }
        guard let first = text.firstIndex(where: { !$0.isASCIIBlank }) else {
            errors.append(TemplateError(.emptyTemplate, at: whole))
            return nil
        }
        let lexer = TemplateLexer(text)
        guard let structure = TemplateStructure(text, placeholders: lexer.placeholders) else {
            errors.append(TemplateError(.unquotedText, at: .template(first..<first + 1)))
            return nil
        }
        var problems = structure.errors
        var placeholders: [Placeholder] = []
        for token in lexer.placeholders {
            guard let source = source(of: token.name) else {
                // The variable is declared, but its path was refused: one error is enough.
                if declared.contains(token.name) { continue }
                let suggestion = suggestion(for: token.name)
                problems.append(
                    TemplateError(.unknownPlaceholder(token.name), at: .template(token.range), suggestion: suggestion))
                continue
            }
            if case .predefined(let variable) = source, variable.isObject, token.isQuoted {
                problems.append(TemplateError(.objectVariableInString(token.name), at: .template(token.range)))
            }
            placeholders.append(
                Placeholder(name: token.name, source: source, range: token.range, isQuoted: token.isQuoted))
        }
        errors += problems.sorted { $0.templateOffset < $1.templateOffset }
        return Compiled(placeholders: placeholders, structure: structure, literals: lexer.literals)
    }

    private func source(of name: String) -> Placeholder.Source? {
        if let path = paths[name] { return .path(path) }
        if let variable = PredefinedVariable(rawValue: name) { return .predefined(variable) }
        if relayVariables.contains(name) { return .relay }
        return nil
    }

    private func suggestion(for name: String) -> String? {
        let known = declared + PredefinedVariable.allCases.map(\.rawValue) + relayVariables
        return Spelling.nearest(to: name, among: known).map { "<\($0)>" }
    }
}

extension TemplateError {
    /// Where in the template it is, to put errors in the order of the text.
    fileprivate var templateOffset: Int {
        guard case .template(let range) = place else { return 0 }
        return range.lowerBound
    }
}

/// A `<name>` in a template that a value replaces.
public struct Placeholder: Hashable, Sendable {
    /// Where the value of a placeholder comes from.
    public enum Source: Hashable, Sendable {
        /// A variable of `input_paths`.
        case path(JSONPath)
        /// One of EventBridge's own variables.
        case predefined(PredefinedVariable)
        /// One of relay's own variables, which EventBridge does not have.
        case relay
    }

    /// What stands between the angle brackets.
    public let name: String
    /// Where its value comes from.
    public let source: Source
    /// The bytes of the template that it takes up, angle brackets included.
    public let range: Range<Int>
    /// Whether it stands inside a string, so that its value becomes part of that string.
    public let isQuoted: Bool
}

/// The variables that every input transformer has without declaring them.
///
/// Source: EventBridge User Guide, "Amazon EventBridge input transformation", Predefined variables.
public enum PredefinedVariable: String, Hashable, Sendable, CaseIterable {
    /// The ARN of the rule that matched.
    case ruleARN = "aws.events.rule-arn"
    /// The name of the rule that matched.
    case ruleName = "aws.events.rule-name"
    /// When the event was received, in ISO 8601.
    case ingestionTime = "aws.events.event.ingestion-time"
    /// The event without `detail`, and with `detail-type` spelt `detailType`.
    case event = "aws.events.event"
    /// The whole event as it came.
    case eventJSON = "aws.events.event.json"

    /// Whether the value is an object, which may stand only where a JSON template has a value.
    public var isObject: Bool { self == .event || self == .eventJSON }
}
