import JSONText

/// Walks an event once, without recursion, and collects its leaves.
struct EventFlattener {
    /// An object or array that is being walked.
    private struct Level {
        enum Content {
            case object([JSONValue.Member])
            case array([JSONValue], array: Int)
        }

        let content: Content
        /// How long the path was before this value's own keys.
        let pathCount: Int
        let isRoot: Bool
        let element: Int?
        let step: Int?
        /// Whether ``element`` ends with this value.
        let closesElement: Bool
        var next = 0
    }

    private(set) var leaves: [FlatEvent.Leaf] = []
    private(set) var elements: [FlatEvent.Element] = []
    private(set) var arrays: [Range<Int>] = []
    private(set) var steps: [FlatEvent.Step] = []
    private(set) var leavesByPath: [[UInt8]: [Int]] = [:]

    private var levels: [Level] = []
    private var path: [UInt8] = []

    mutating func flatten(_ root: JSONValue) {
        guard root.kind == .object else { return }
        enter(root, isRoot: true, element: nil, step: nil, closesElement: false)
        while var level = levels.last {
            switch level.content {
            case .object(let members):
                guard level.next < members.count else {
                    leave(level)
                    continue
                }
                let member = members[level.next]
                level.next += 1
                levels[levels.count - 1] = level
                visit(member, in: level)
            case .array(let values, let array):
                guard level.next < values.count else {
                    arrays[array] = arrays[array].lowerBound..<leaves.count
                    leave(level)
                    continue
                }
                let index = level.next
                level.next += 1
                levels[levels.count - 1] = level
                visit(values[index], at: index, of: array, in: level)
            }
        }
    }

    private mutating func visit(_ member: JSONValue.Member, in level: Level) {
        path.removeSubrange(level.pathCount...)
        if !level.isRoot { path.append(UInt8(ascii: ".")) }
        let key = member.key.utf8 ?? []
        path += key
        let step = add(.key(key), after: level.step)
        place(member.value, element: level.element, step: step, closesElement: false)
    }

    private mutating func visit(_ value: JSONValue, at index: Int, of array: Int, in level: Level) {
        path.removeSubrange(level.pathCount...)
        let step = add(.index(index), after: level.step)
        guard value.kind == .object || value.kind == .array else {
            return place(value, element: level.element, step: step, closesElement: false)
        }
        elements.append(
            FlatEvent.Element(
                array: array, index: index, parent: level.element, leaves: leaves.count..<leaves.count))
        place(value, element: elements.count - 1, step: step, closesElement: true)
    }

    private mutating func place(_ value: JSONValue, element: Int?, step: Int, closesElement: Bool) {
        guard let kind = LeafKind(value.kind) else {
            return enter(value, isRoot: false, element: element, step: step, closesElement: closesElement)
        }
        leavesByPath[path, default: []].append(leaves.count)
        leaves.append(FlatEvent.Leaf(kind: kind, value: value, element: element, step: step))
    }

    private mutating func enter(_ value: JSONValue, isRoot: Bool, element: Int?, step: Int?, closesElement: Bool) {
        let content: Level.Content
        if value.kind == .array {
            content = .array(value.elements, array: arrays.count)
            arrays.append(leaves.count..<leaves.count)
        } else {
            content = .object(value.members)
        }
        levels.append(
            Level(
                content: content, pathCount: path.count, isRoot: isRoot, element: element, step: step,
                closesElement: closesElement))
    }

    private mutating func leave(_ level: Level) {
        if level.closesElement, let element = level.element {
            elements[element].leaves = elements[element].leaves.lowerBound..<leaves.count
        }
        path.removeSubrange(level.pathCount...)
        levels.removeLast()
    }

    private mutating func add(_ kind: FlatEvent.Step.Kind, after parent: Int?) -> Int {
        steps.append(FlatEvent.Step(kind: kind, parent: parent))
        return steps.count - 1
    }
}

extension LeafKind {
    /// Nil for objects, arrays and keys.
    init?(_ kind: JSONValue.Kind) {
        switch kind {
        case .string: self = .string
        case .number: self = .number
        case .true: self = .true
        case .false: self = .false
        case .null: self = .null
        case .object, .array, .key: return nil
        }
    }
}
