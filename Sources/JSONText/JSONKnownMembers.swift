/// The members of an object that a reader knows by name, found in one pass over the object's keys.
///
/// ```swift
/// let members = JSONKnownMembers(of: record) { name in name.elementsEqual("eventName") ? 0 : nil }
/// members[0]?.string
/// ```
///
/// Of duplicate keys the last counts, as EventBridge reads events.
public struct JSONKnownMembers: Sendable {
    /// How many members a reader may know.
    public static let numbersLimit = 32

    private let storage: JSONDocument.Storage
    /// The index of each member's value in the document; 0, which is the document's root, for members that are not there.
    private var indices = InlineArray<32, UInt32>(repeating: 0)

    /// - Parameters:
    ///   - object: A value that is no object has no members.
    ///   - number: Returns a number from 0 up, less than ``numbersLimit``, for the UTF-8 of a key that is known, and nil
    ///     for others.
    public init(of object: JSONValue, _ number: (_ key: Span<UInt8>) -> Int?) {
        storage = object.storage
        let (allNodes, allText) = (storage.nodes, storage.text)
        let (nodes, text) = (allNodes.span, allText.span)
        guard nodes[object.index].kind == .object else { return }
        var key = object.index + 1
        let end = Int(nodes[object.index].next)
        while key < end {
            let node = nodes[key]
            let content = text.extracting(Int(node.start)..<Int(node.end))
            let known: Int?
            if node.hasEscapes {
                let value = JSONString.value(of: content)
                known = number(value.span)
            } else {
                known = number(content)
            }
            if let known, indices.indices.contains(known) { indices[known] = UInt32(key + 1) }
            key = Int(nodes[key + 1].next)
        }
    }

    /// The value of the member that has a number; nil where the object has none.
    public subscript(number: Int) -> JSONValue? {
        guard indices.indices.contains(number), indices[number] > 0 else { return nil }
        return JSONValue(storage: storage, index: Int(indices[number]))
    }
}
