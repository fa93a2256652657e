/// A place in a text: line and column from 1, the column in UTF-16 units as AWS's own messages count it.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1, in UTF-16 units from the start of the line.
    public let column: Int

    /// Neither number is checked; both count from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// `line L, column C`.
    public var description: String { "line \(line), column \(column)" }

    /// Order in the text: by line, then by column.
    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
