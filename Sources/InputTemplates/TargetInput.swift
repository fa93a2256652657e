public import JSONText

/// What a target receives: the whole event, a constant, a part of the event, or a transformed event.
public enum TargetInput: Sendable {
    /// No input was given: the event as compact JSON.
    case event
    /// `input`: the same JSON text for every event.
    case constant([UInt8])
    /// `input_path`: the selected part as compact JSON, a string with its quotes.
    case path(JSONPath)
    /// `input_transformer`
    case transformer(InputTransformer)

    /// How many characters `input` may have (API Reference, `TargetInput`).
    public static let constantCharactersLimit = 8_192

    /// `input` from a target's settings.
    ///
    /// - Throws: ``TargetInputError`` if the text is not JSON or too long.
    public init(input: String) throws(TargetInputError) {
        guard input.unicodeScalars.count <= Self.constantCharactersLimit else {
            throw TargetInputError.inputTooLong(limit: Self.constantCharactersLimit)
        }
        let text = Array(input.utf8)
        do throws(JSONError) {
            try JSONScanner.validate(text.span)
        } catch {
            throw TargetInputError.invalidInput(error)
        }
        self = .constant(text)
    }

    /// `input_path` from a target's settings.
    public init(inputPath: String) throws(JSONPathError) {
        self = .path(try JSONPath(parsing: inputPath))
    }

    /// The body for an event. Only a transformer's values are escaped for the destination: `input_path` and the whole
    /// event are delivered unchanged, as their author asked.
    ///
    /// - Throws: ``RenderError``; for `input_path` also when the event has no such part, of which the service's
    ///   treatment is not recorded.
    public func render(_ event: JSONDocument, variables: TemplateVariables) throws(RenderError) -> [UInt8] {
        switch self {
        case .event: return Self.compact(event.root)
        case .constant(let text): return text
        case .transformer(let transformer): return try transformer.render(event, variables: variables)
        case .path(let path):
            switch path.value(in: event.root) {
            case .value(let value): return Self.compact(value)
            case .list(let values):
                guard case .structure(let text, _) = ResolvedValue(.list(values)) else { return [] }
                return text
            case .missing: throw RenderError(.nothingSelected(path: path.text))
            }
        }
    }

    private static func compact(_ value: JSONValue) -> [UInt8] {
        var text: [UInt8] = []
        value.appendCompact(to: &text)
        return text
    }
}

/// Why a target's input settings are refused.
public enum TargetInputError: Error, Hashable, Sendable {
    /// More than one of `input`, `input_path` and `input_transformer`.
    case severalInputs
    /// `input` has more characters than the limit.
    case inputTooLong(limit: Int)
    /// `input` is not JSON.
    case invalidInput(JSONError)

    /// AWS's own words for this refusal, where they are known.
    public func awsMessage(target: String) -> String? {
        switch self {
        case .severalInputs: "Only one of Input, InputPath, or InputTransformer must be provided for target \(target)."
        case .invalidInput: "Input for target \(target) is not a valid JSON text."
        case .inputTooLong: nil
        }
    }
}

extension TargetInputError: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch self {
        case .severalInputs: "only one of input, input_path and input_transformer may be given"
        case .inputTooLong(let limit): "input has more than \(limit) characters"
        case .invalidInput(let error): "input is not JSON: \(error.reason)"
        }
    }
}
