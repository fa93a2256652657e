import Diagnostics

/// Something in an accepted input transformer that is probably not meant.
public struct TemplateWarning: Hashable, Sendable, CustomStringConvertible {
    /// What is probably not meant; a text is the name of the variable, or the literal.
    public enum Reason: Hashable, Sendable {
        /// A placeholder inside quotes of a JSON template whose value is always an object or a list.
        case structureInString(String)
        /// A variable that the template does not use.
        case unusedPath(String)
        /// A path that begins with something no event envelope has.
        case unknownEnvelopeField(path: String)
        /// A `<…>` that looks like a placeholder but is not one, such as `< name >`.
        case nearPlaceholder(String)
        /// A placeholder after `<@`, `<#` or `<!`: its value decides who is mentioned.
        case valueChoosesMention(String)
    }

    /// What is probably not meant.
    public let reason: Reason
    /// Bytes of the template; nil for what is wrong with `input_paths`.
    public let range: Range<Int>?
    /// What was most likely meant.
    public let suggestion: String?

    init(_ reason: Reason, at range: Range<Int>? = nil, suggestion: String? = nil) {
        self.reason = reason
        self.range = range
        self.suggestion = suggestion
    }

    /// The reason as a sentence without a full stop, with the suggestion.
    public var description: String {
        guard let suggestion else { return sentence }
        return "\(sentence); did you mean \(suggestion)?"
    }

    private var sentence: String {
        switch reason {
        case .structureInString(let name):
            "the value of <\(name)> is always an object or a list, which cannot stand inside a quoted string: "
                + "nothing would be delivered; write the placeholder without quotes"
        case .unusedPath(let name): "the template does not use '\(name)'"
        case .unknownEnvelopeField(let path): "an EventBridge event has no such field: \(path)"
        case .nearPlaceholder(let text):
            "\(text) stays as it is: placeholders are made of letters, digits, '-' and '_', without blanks"
        case .valueChoosesMention(let name): "the value of <\(name)> decides who or what is mentioned"
        }
    }
}

extension InputTransformer {
    /// What is probably not meant: first the template's warnings in its order, then those about `input_paths`.
    ///
    /// - Parameter escaping: The reader of the body, as far as its escaping is known.
    public func warnings(for escaping: any ValueEscaping) -> [TemplateWarning] {
        var warnings: [TemplateWarning] = []
        for (placeholder, place) in zip(placeholders, places) {
            if kind == .json, placeholder.isQuoted, case .path(let path) = placeholder.source,
                path.alwaysSelectsStructure
            {
                warnings.append(TemplateWarning(.structureInString(placeholder.name), at: placeholder.range))
            }
            if escaping.valueDecidesRecipient(at: place) {
                warnings.append(TemplateWarning(.valueChoosesMention(placeholder.name), at: placeholder.range))
            }
        }
        for literal in literals where Self.isNearPlaceholder(literal.name) {
            warnings.append(TemplateWarning(.nearPlaceholder("<\(literal.name)>"), at: literal.range))
        }
        warnings.sort { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
        return warnings + pathWarnings
    }

    private var pathWarnings: [TemplateWarning] {
        var warnings: [TemplateWarning] = []
        var seen: Set<String> = []
        for case .path(let path) in placeholders.map(\.source) where seen.insert(path.text).inserted {
            guard let first = path.firstName, !Self.envelopeNames.contains(first),
                let near = Spelling.nearest(to: first, among: Self.envelopeNames)
            else { continue }
            warnings.append(
                TemplateWarning(
                    .unknownEnvelopeField(path: path.text),
                    suggestion: "$.\(near)\(path.text.dropFirst(2 + first.count))"))
        }
        return warnings + unusedPaths.map { TemplateWarning(.unusedPath($0)) }
    }

    /// Whether the text between angle brackets is a name but for blanks around or in it, or points between words.
    private static func isNearPlaceholder(_ text: String) -> Bool {
        text.utf8.contains(where: TemplateLexer.isNameByte)
            && text.utf8.allSatisfy { TemplateLexer.isNameByte($0) || " .$".utf8.contains($0) }
    }

    private static let envelopeNames = [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name",
    ]
}
