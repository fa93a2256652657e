import ConfigDocument
import Diagnostics
import InputTemplates

/// What targets and connections add to requests.
extension RulesFileLoader {
    mutating func httpTarget(_ node: DocumentNode?) -> HTTPTarget {
        for value in node?["path_parameter_values"]?.elements ?? [] { checkDynamic(value) }
        return HTTPTarget(
            pathParameterValues: node?["path_parameter_values"]?.elements.compactMap(\.text) ?? [],
            headerParameters: parameters(node?["header_parameters"], areHeaders: true),
            queryStringParameters: parameters(node?["query_string_parameters"], areHeaders: false))
    }

    private mutating func parameters(_ node: DocumentNode?, areHeaders: Bool) -> [HTTPTarget.Parameter] {
        var parameters: [HTTPTarget.Parameter] = []
        for entry in entries(of: node) {
            checkDynamic(entry.value)
            if areHeaders { checkHeader(entry.name, at: entry.keyRange) }
            if let value = entry.value.text { parameters.append(HTTPTarget.Parameter(name: entry.name, value: value)) }
        }
        return parameters
    }

    /// A parameter's whole value may be a JSON path, which is looked up in the event.
    ///
    /// Source: EventBridge User Guide, "Dynamic path parameters".
    private mutating func checkDynamic(_ node: DocumentNode) {
        guard let scalar = node.scalar, scalar.kind == .string, scalar.text.utf8.starts(with: "$.".utf8) else { return }
        do throws(JSONPathError) {
            _ = try JSONPath(parsing: scalar.text)
        } catch {
            let place = document.string(of: scalar, at: node.range).place(of: error.offset..<error.offset + 1)
            let help = error.suggestion.map { "did you mean \($0)?" } ?? "a value that begins with '$.' is a JSON path"
            report(.invalidPath, "\(error.reason)", help: help, at: place)
        }
    }

    mutating func httpParameters(_ node: DocumentNode?) -> HTTPParameters {
        HTTPParameters(
            body: secretParameters(node?["body"]), header: secretParameters(node?["header"], areHeaders: true),
            queryString: secretParameters(node?["query_string"]))
    }

    private mutating func secretParameters(
        _ node: DocumentNode?, areHeaders: Bool = false
    ) -> [HTTPParameters.Parameter] {
        guard let node else { return [] }
        var parameters: [HTTPParameters.Parameter] = []
        let nodes = if case .sequence(let elements) = node.content { elements } else { [node] }
        for parameter in nodes {
            guard let key = parameter["key"], let name = key.text else { continue }
            if areHeaders { checkHeader(name, at: key.range) }
            if let value = secret(parameter["value"]) {
                parameters.append(HTTPParameters.Parameter(key: name, value: value))
            }
        }
        return parameters
    }

    mutating func checkHeader(_ name: String, at range: Range<Int>) {
        guard let reason = ReservedHeaders.reason(against: name) else { return }
        report(.beyondEventBridge, reason, help: "leave it out", at: range)
    }

    func secret(_ node: DocumentNode?) -> SecretText? {
        node?.text.flatMap { try? SecretText(parsing: $0) }
    }
}
