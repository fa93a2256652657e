import InputTemplates
import JSONText
import Outbox
import Rules

/// A target's own part of a request, its dynamic parameters looked up in the event.
///
/// A value that is as a whole a JSON path (`$.detail.state`) is dynamic; any other is itself. What a path does not find
/// is left empty; structures go as compact JSON.
/// Source: EventBridge User Guide, "Dynamic path parameters".
struct TargetRequest {
    let request: DeliveryRequest

    init(_ target: HTTPTarget, event: JSONValue) {
        request = DeliveryRequest(
            body: [], pathParameters: target.pathParameterValues.map { Self.value($0, in: event) },
            headers: target.headerParameters.map { .init(name: $0.name, value: Self.value($0.value, in: event)) },
            query: target.queryStringParameters.map { .init(name: $0.name, value: Self.value($0.value, in: event)) })
    }

    private static func value(_ text: String, in event: JSONValue) -> String {
        guard text.utf8.starts(with: "$.".utf8), let path = try? JSONPath(parsing: text) else { return text }
        switch path.value(in: event) {
        case .missing: return ""
        case .value(let value): return Self.text(of: value)
        case .list(let values): return "[\(values.map(\.compact).joined(separator: ","))]"
        }
    }

    private static func text(of value: JSONValue) -> String {
        switch value.kind {
        case .null: ""
        default: value.string ?? value.compact
        }
    }
}
