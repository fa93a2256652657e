import Diagnostics
public import JSONText

extension InputTransformer {
    /// The body for an event: for a JSON template one JSON value, for text one JSON string on each line.
    ///
    /// - Throws: ``RenderError`` where EventBridge would deliver nothing, or the body would be too long.
    public func render(_ event: JSONDocument, variables: TemplateVariables) throws(RenderError) -> [UInt8] {
        var values: [String: ResolvedValue] = [:]
        var body: [UInt8] = []
        body.reserveCapacity(template.bytes.count * 2)
        var literalStart = 0
        for (placeholder, strings) in zip(placeholders, strings) {
            body.append(contentsOf: template.bytes[literalStart..<placeholder.range.lowerBound])
            let value = values[placeholder.name] ?? resolve(placeholder, event: event, variables: variables)
            values[placeholder.name] = value
            let writer = ValueWriter(text: strings)
            if !placeholder.isQuoted {
                writer.appendValue(value, to: &body)
            } else if kind == .json, case .structure(_, let isList) = value {
                throw RenderError(.structureInString(name: placeholder.name, isList: isList), at: placeholder.range)
            } else {
                writer.appendPart(value, to: &body)
            }
            guard body.count <= Self.bodyBytesLimit else {
                throw RenderError(.bodyTooLong(limit: Self.bodyBytesLimit), at: placeholder.range)
            }
            literalStart = placeholder.range.upperBound
        }
        body.append(contentsOf: template.bytes[literalStart...])
        try validate(body)
        return body
    }

    /// A JSON template's result may still nest too deep.
    private func validate(_ body: [UInt8]) throws(RenderError) {
        guard kind == .json else { return }
        do throws(JSONError) {
            try JSONScanner.validate(body.span)
        } catch {
            throw RenderError(.invalidJSON(error))
        }
    }

    private func resolve(
        _ placeholder: Placeholder, event: JSONDocument, variables: TemplateVariables
    ) -> ResolvedValue {
        switch placeholder.source {
        case .path(let path): ResolvedValue(path.value(in: event.root))
        case .predefined(.ruleARN): .string(Array(variables.ruleARN.utf8))
        case .predefined(.ruleName): .string(Array(variables.ruleName.utf8))
        case .predefined(.ingestionTime): .string(Array(variables.ingestionTime.utf8))
        case .predefined(.event): ResolvedValue(headerOf: event.root)
        case .predefined(.eventJSON): ResolvedValue(event.root)
        case .relay: variables.relay[placeholder.name].map(ResolvedValue.init) ?? .missing
        }
    }
}

/// Why a target's input cannot be made from an event. Where EventBridge would drop the event, nothing is sent either.
public struct RenderError: Error, Hashable, Sendable {
    /// Why there is no body.
    public enum Reason: Hashable, Sendable {
        /// A placeholder inside a string of a JSON template, whose value in this event is an object or a list.
        case structureInString(name: String, isList: Bool)
        /// The body would have more bytes than the limit.
        case bodyTooLong(limit: Int)
        /// The result is not JSON.
        case invalidJSON(JSONError)
        /// `input_path` selects nothing in this event.
        case nothingSelected(path: String)
    }

    /// Why there is no body.
    public let reason: Reason
    /// The bytes of the template at fault, the placeholder's; nil for an error of the whole body.
    public let range: Range<Int>?

    init(_ reason: Reason, at range: Range<Int>? = nil) {
        self.reason = reason
        self.range = range
    }
}

extension RenderError: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch reason {
        case .structureInString(let name, let isList):
            "the value of <\(name)> is \(isList ? "a list" : "an object"), which cannot stand inside a quoted string: "
                + "EventBridge would deliver nothing; write the placeholder without quotes"
        case .bodyTooLong(let limit): "the body would have more than \(limit) bytes"
        case .invalidJSON(let error): "the body is not JSON: \(error)"
        case .nothingSelected(let path): "input_path \(path) selects nothing in this event"
        }
    }
}
