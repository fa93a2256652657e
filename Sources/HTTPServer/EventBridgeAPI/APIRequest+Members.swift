import JSONText

extension JSONDocument {
    /// How many keys and values a request may have; of ten entries only the resources could be many.
    static let requestValuesLimit = 100_000

    /// The body of a request to EventBridge's API: an object, where no body stands for an empty one.
    static func request(_ body: [UInt8]) throws(APIError) -> JSONValue {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: body.isEmpty ? Array("{}".utf8) : body, valuesLimit: requestValuesLimit)
        } catch {
            throw .serialization("the body is not JSON: \(error)")
        }
        guard document.root.kind == .object else { throw .serialization("the body must be a JSON object") }
        return document.root
    }
}

extension JSONValue {
    /// A member that the API says is a string; null stands for none.
    func text(_ name: String) throws(APIError) -> String? {
        guard let value = self[name], value.kind != .null else { return nil }
        guard let text = value.string else { throw .serialization("\(name) must be a string") }
        return text
    }

    /// A member that the API says is a list; null stands for none.
    func list(_ name: String) throws(APIError) -> [JSONValue]? {
        guard let value = self[name], value.kind != .null else { return nil }
        guard value.kind == .array else { throw .serialization("\(name) must be a list") }
        return value.elements
    }
}
