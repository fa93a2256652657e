import CloudTrail
import EventPatterns
import JSONText

/// Changes a sample event, field by field, until a pattern accepts it.
struct DrillEventBuilder {
    private(set) var tree: EventTree
    /// How many fields were changed: with fewer changes the event is more like a real one.
    private(set) var changes = 0
    /// Whether equal texts stay equal: a role's ARN occurs in several places of a record.
    let keepsEqual: Bool

    /// Texts shorter than this may be equal by chance, and are not kept equal.
    private static let tellingBytesLeast = 12
    /// Deeper paths are not tried; no CloudTrail record nests so deep.
    static let pathDepthLimit = 64

    init(_ tree: EventTree, keepsEqual: Bool) {
        self.tree = tree
        self.keepsEqual = keepsEqual
    }

    /// Makes all fields of an alternative hold.
    ///
    /// - Returns: the path of the first that cannot be made to; nil when all were.
    mutating func satisfy(_ alternative: PatternAlternative) -> [UInt8]? {
        for field in alternative.fields where !satisfy(field) { return field.path }
        alignAccount()
        return nil
    }

    private mutating func satisfy(_ field: PatternField) -> Bool {
        let path = field.path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)[...]
        guard path.count <= Self.pathDepthLimit else { return false }
        let leaves = tree.leaves(at: path)
        if leaves.contains(where: { field.accepts($0.kind, $0.value.span) }) { return true }
        if leaves.isEmpty, field.acceptsAbsence { return true }
        changes += 1
        let old = leaves.first { $0.kind == .string }?.value ?? []
        if let leaf = field.tests.lazy.compactMap({ $0.satisfyingLeaf(like: old) }).first {
            tree.set(leaf, at: path)
            if keepsEqual, leaf.kind == .string, old.count >= Self.tellingBytesLeast {
                tree.replace(old, with: leaf.value)
            }
            return true
        }
        guard field.acceptsAbsence else { return false }
        tree.remove(at: path)
        return true
    }

    mutating func set(_ text: String, at path: [String]) {
        tree.set(.init(.string, Array(text.utf8)), at: path.map { Array($0.utf8) }[...])
    }

    func string(at path: String...) -> [UInt8]? {
        tree.leaves(at: path.map { Array($0.utf8) }[...]).first { $0.kind == .string }?.value
    }

    /// If the pattern demands another account, or a role in another account, the sample's account is replaced
    /// everywhere.
    private mutating func alignAccount() {
        guard keepsEqual else { return }
        let sample = Array(SampleEvent.account.utf8)
        let role = string(at: "detail", "requestParameters", "roleArn").map { String(decoding: $0, as: UTF8.self) }
        let asked = [
            role.flatMap { try? ARN(parsing: $0) }.map { Array($0.account.utf8) }, string(at: "account"),
            string(at: "detail", "recipientAccountId"),
        ]
        guard let account = asked.lazy.compactMap(\.self).first(where: { $0 != sample && $0.count == sample.count })
        else { return }
        tree.replace(sample, with: account)
    }
}
