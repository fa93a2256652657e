import EventPatterns
import JSONText

/// A JSON event under construction, whose values can be set by path, as patterns name them.
///
/// Paths end at leaves and pass through arrays without a trace, as in `EventPatterns`.
enum EventTree: Hashable {
    case object([Member])
    case array([EventTree])
    case leaf(Leaf)

    struct Member: Hashable {
        let name: [UInt8]
        var value: EventTree
    }

    struct Leaf: Hashable {
        let kind: LeafKind
        /// A string's value, a number's text; empty for other kinds.
        let value: [UInt8]

        init(_ kind: LeafKind, _ value: [UInt8] = []) {
            self.kind = kind
            self.value = value
        }
    }

    /// - Parameter value: one of relay's own samples, which nest a few levels deep.
    init(_ value: JSONValue) {
        switch value.kind {
        case .object: self = .object(value.members.map { Member(name: $0.key.utf8 ?? [], value: EventTree($0.value)) })
        case .array: self = .array(value.elements.map { EventTree($0) })
        case .string, .key: self = .leaf(Leaf(.string, value.utf8 ?? []))
        case .number: self = .leaf(Leaf(.number, Array(value.text)))
        case .true: self = .leaf(Leaf(.true))
        case .false: self = .leaf(Leaf(.false))
        case .null: self = .leaf(Leaf(.null))
        }
    }

    private var isLeaf: Bool { if case .leaf = self { true } else { false } }
    private var isObject: Bool { if case .object = self { true } else { false } }
}

// MARK: - By path

extension EventTree {
    func leaves(at path: ArraySlice<[UInt8]>) -> [Leaf] {
        switch self {
        case .array(let elements): elements.flatMap { $0.leaves(at: path) }
        case .leaf(let leaf): path.isEmpty ? [leaf] : []
        case .object(let members):
            members.filter { $0.name == path.first }.flatMap { $0.value.leaves(at: path.dropFirst()) }
        }
    }

    /// Sets the leaf at a path. An object that is there already, and leaves further down the path, stay: both are put
    /// into an array.
    mutating func set(_ leaf: Leaf, at path: ArraySlice<[UInt8]>) {
        guard let key = path.first else { return set(leaf) }
        switch self {
        case .object(var members):
            if let index = members.firstIndex(where: { $0.name == key }) {
                members[index].value.set(leaf, at: path.dropFirst())
            } else {
                members.append(Member(name: key, value: Self.nest(leaf, at: path.dropFirst())))
            }
            self = .object(members)
        case .array(var elements):
            if let index = elements.firstIndex(where: \.isObject) {
                elements[index].set(leaf, at: path)
            } else {
                elements.append(Self.nest(leaf, at: path))
            }
            self = .array(elements)
        case .leaf(let own):
            self = own.kind == .null ? Self.nest(leaf, at: path) : .array([self, Self.nest(leaf, at: path)])
        }
    }

    private mutating func set(_ leaf: Leaf) {
        switch self {
        case .object(let members): self = members.isEmpty ? .leaf(leaf) : .array([self, .leaf(leaf)])
        case .array(let elements): self = .array(elements.filter { !$0.isLeaf } + [.leaf(leaf)])
        case .leaf: self = .leaf(leaf)
        }
    }

    private static func nest(_ leaf: Leaf, at path: ArraySlice<[UInt8]>) -> EventTree {
        path.reversed().reduce(.leaf(leaf)) { .object([Member(name: $1, value: $0)]) }
    }

    /// Takes away every leaf at a path.
    mutating func remove(at path: ArraySlice<[UInt8]>) {
        switch self {
        case .array(var elements):
            if path.isEmpty { elements.removeAll(where: \.isLeaf) }
            for index in elements.indices { elements[index].remove(at: path) }
            self = .array(elements)
        case .object(var members):
            guard let key = path.first else { return }
            if path.count == 1 { members.removeAll { $0.name == key && $0.value.isLeaf } }
            for index in members.indices where members[index].name == key {
                members[index].value.remove(at: path.dropFirst())
            }
            self = .object(members)
        case .leaf: break
        }
    }
}

// MARK: - As a whole

extension EventTree {
    /// Replaces a piece of text wherever a string holds it.
    mutating func replace(_ old: [UInt8], with new: [UInt8]) {
        switch self {
        case .object(let members):
            self = .object(
                members.map { member in
                    var member = member
                    member.value.replace(old, with: new)
                    return member
                })
        case .array(var elements):
            for index in elements.indices { elements[index].replace(old, with: new) }
            self = .array(elements)
        case .leaf(let leaf):
            guard leaf.kind == .string else { return }
            self = .leaf(Leaf(.string, leaf.value.replacing(old, with: new)))
        }
    }

    var text: [UInt8] {
        var output: [UInt8] = []
        append(to: &output)
        return output
    }

    private func append(to output: inout [UInt8]) {
        switch self {
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONString.appendQuoted(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.append(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.append(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .leaf(let leaf):
            switch leaf.kind {
            case .string: JSONString.appendQuoted(leaf.value, to: &output)
            case .number: output += leaf.value
            case .true: output += Array("true".utf8)
            case .false: output += Array("false".utf8)
            case .null: output += Array("null".utf8)
            }
        }
    }
}
