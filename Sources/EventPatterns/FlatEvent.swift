public import JSONText

/// An event as patterns see it: its leaves by path, each with the array elements it lies in.
///
/// A path is the keys on the way to a leaf joined with dots; arrays leave no trace in it. `{"x": [{"a": 1}, {"b": [2, 3]}]}`
/// has the leaves
///
///     x.a = 1  in element 0 of the array x
///     x.b = 2  in element 1 of the array x
///     x.b = 3  in element 1 of the array x
///
/// A plain value directly in an array is in no element of that array. Empty objects and arrays leave nothing. Members with
/// the same key all count: `{"x": 1, "x": 2}` has two leaves at `x`.
///
/// Source: event-ruler's README, "Array matching"; for equal keys what EventBridge was recorded to answer
/// (`fixtures/verdicts/aws-probes.jsonl`, `dup-…`).
public struct FlatEvent: Sendable {
    /// A string, number, `true`, `false` or `null` of the event.
    public struct Leaf: Sendable {
        /// The kind of JSON value, which decides the tests that can accept it.
        public let kind: LeafKind
        /// The value with its place in the event's text.
        public let value: JSONValue
        /// The innermost array element that the leaf lies in, as an index of ``FlatEvent/elements``; nil in none.
        let element: Int?
        /// The last step on the way to it, as an index of ``FlatEvent/steps``.
        package let step: Int
    }

    /// An object or array that is an element of an array.
    struct Element {
        /// Which array of the event.
        let array: Int
        /// Which of its elements.
        let index: Int
        /// The element that the array itself lies in.
        let parent: Int?
        /// The leaves inside, which follow each other in ``FlatEvent/leaves``.
        var leaves: Range<Int>
    }

    /// One step on the way to a value.
    package struct Step {
        package enum Kind {
            /// A member's key, escapes undone.
            case key([UInt8])
            /// An element of an array, counted from 0.
            case index(Int)
        }

        /// What the step leads into.
        package let kind: Kind
        /// The step before it, as an index of ``FlatEvent/steps``; nil for a member of the event itself.
        package let parent: Int?
    }

    /// In the order of the text.
    package let leaves: [Leaf]
    let elements: [Element]
    /// For each array the leaves inside.
    let arrays: [Range<Int>]
    /// The steps on the way to all values, each after the one before it.
    package let steps: [Step]
    private let leavesByPath: [[UInt8]: [Int]]
    /// The event itself.
    public let root: JSONValue

    /// - Parameter root: an event; any value but an object has no leaves.
    public init(_ root: JSONValue) {
        var flattener = EventFlattener()
        flattener.flatten(root)
        self.root = root
        leaves = flattener.leaves
        elements = flattener.elements
        arrays = flattener.arrays
        steps = flattener.steps
        leavesByPath = flattener.leavesByPath
    }

    /// - Parameter valuesLimit: how many keys and values the event may have.
    /// - Throws: ``EventError`` for a text that is no JSON object, or has more values.
    public init(parsing text: [UInt8], valuesLimit: Int = .max) throws(EventError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text, valuesLimit: valuesLimit)
        } catch {
            throw .notJSON(error)
        }
        guard document.root.kind == .object else { throw .notAnObject(document.root.kind) }
        self.init(document.root)
    }

    /// - Throws: ``EventError`` for a text that is no JSON object.
    public init(parsing text: String) throws(EventError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// All paths that have leaves, in no order.
    public var paths: some Collection<[UInt8]> { leavesByPath.keys }

    /// The leaves of a path, as ascending indices of ``leaves``.
    package func leafIndices(at path: [UInt8]) -> [Int] { leavesByPath[path] ?? [] }

    /// The leaves of a path in the order of the text.
    public func leaves(at path: [UInt8]) -> [Leaf] { leafIndices(at: path).map { leaves[$0] } }
}

/// The kinds of JSON value that a test looks at; objects and arrays are only ways to leaves.
public enum LeafKind: UInt8, Hashable, Sendable {
    case string, number, `true`, `false`, null
}

/// Why a text is not an event.
public enum EventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not JSON; the error has the offset.
    case notJSON(JSONError)
    /// The text is JSON of another kind.
    case notAnObject(JSONValue.Kind)

    /// The reason as one sentence.
    public var description: String {
        switch self {
        case .notJSON(let error): "the event is not JSON: \(error)"
        case .notAnObject(let kind): "an event is a JSON object, this is \(kind == .array ? "an array" : "a \(kind)")"
        }
    }
}
