import EventPatterns
import HTTPTypes
import JSONText
import Rules
import TextFormats

/// `TestEventPattern`: whether an event matches a pattern, and what is wrong with a pattern.
///
/// Source: EventBridge API Reference, "TestEventPattern"; what the service has been seen to answer.
struct TestEventPattern: Sendable {
    /// What an event must have. The reference names `resources` too, but the service takes events without.
    static let requiredMembers = ["id", "account", "source", "time", "region", "detail-type"]

    let result: Bool

    /// - Throws: InvalidEventPatternException with the service's own text for a bad pattern; ValidationException.
    init(_ body: [UInt8]) throws(APIError) {
        let request = try JSONDocument.request(body)
        let (patternText, eventText) = (try request.text("EventPattern"), try request.text("Event"))
        guard let patternText, let eventText else {
            let missing = [("eventPattern", patternText), ("event", eventText)].filter { $0.1 == nil }
            throw .validation(missing.map { APIError.constraint(on: $0.0, value: " null", "not be null") })
        }
        let pattern = try Self.pattern(patternText)
        result = pattern.matches(try Self.event(eventText))
    }

    private static func pattern(_ text: String) throws(APIError) -> EventPattern {
        do throws(PatternError) {
            return try EventPattern(parsing: text)
        } catch {
            if case .tooLong = error.reason {
                throw .validation([
                    APIError.constraint(
                        on: "eventPattern", "have length less than or equal to \(EventPattern.charactersLimit)")
                ])
            }
            throw APIError(
                type: "InvalidEventPatternException",
                message: error.awsMessage ?? "Event pattern is not valid. Reason: \(error.reason)")
        }
    }

    private static func event(_ text: String) throws(APIError) -> FlatEvent {
        let document = try? JSONDocument(parsing: Array(text.utf8), valuesLimit: valuesLimit)
        guard let root = document?.root, root.kind == .object,
            requiredMembers.allSatisfy({ root[$0] != nil })
        else { throw .validation("Parameter Event is not valid.") }
        guard let time = root["time"]?.string, Timestamp(parsing: time) != nil else {
            throw .validation("Parameter Event is not valid. Reason: Invalid time.")
        }
        return FlatEvent(root)
    }

    /// How many keys and values an event may have; one of EventBridge's 256 KiB has fewer.
    static let valuesLimit = 200_000

    var reply: HTTPReply {
        HTTPReply(api: .ok) { json in
            json.member("Result", result)
        }
    }
}
