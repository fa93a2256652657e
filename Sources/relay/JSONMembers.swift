internal import JSONText
internal import TextFormats

/// The members of a JSON object in the order in which they are added; those without a value are left out.
struct JSONMembers {
    private var members: [String] = []

    mutating func add(_ name: String, _ text: String?) {
        if let text { add(name, json: JSONString.quoted(text)) }
    }

    mutating func add(_ name: String, _ moment: Timestamp?) { add(name, moment?.description) }

    mutating func add(_ name: String, _ number: some BinaryInteger) { add(name, json: "\(number)") }

    mutating func add(_ name: String, _ value: Bool) { add(name, json: "\(value)") }

    mutating func add(_ name: String, _ objects: [JSONMembers]) {
        add(name, json: "[\(objects.map(\.text).joined(separator: ","))]")
    }

    /// - Parameter json: JSON text.
    mutating func add(_ name: String, json: String) { members.append("\(JSONString.quoted(name)):\(json)") }

    /// The object.
    var text: String { "{\(members.joined(separator: ","))}" }
}
