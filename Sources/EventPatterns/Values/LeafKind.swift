/// The kinds of JSON value that a test looks at; objects and arrays are only ways to leaves.
public enum LeafKind: UInt8, Hashable, Sendable {
    case string, number, `true`, `false`, null
}
