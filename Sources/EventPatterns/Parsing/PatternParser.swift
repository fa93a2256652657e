import Diagnostics

/// Parses an event pattern from its text, reporting what EventBridge would at the place where it would.
///
/// The structure is walked without recursion. `$or` forks what has been collected: for
/// `{"s": ["x"], "$or": [{"a": ["1"]}, {"b": ["2"]}], "t": ["y"]}`
///
///     s ──┬── a ──┬── t
///         └── b ──┘
///
/// there are two forks after the `$or`, and `t` goes into both. A field replaces an earlier one of the same path.
struct PatternParser {
    /// The fields of one alternative by path.
    typealias Fork = [[UInt8]: PatternField]

    /// An object or a `$or` array that is being read.
    private enum Level {
        case object(ObjectLevel)
        case or(OrLevel)
    }

    private struct ObjectLevel {
        /// What the joined path was cut to before this object's keys.
        let path: Path
        let isInOr: Bool
        /// Whether it is an element of a `$or` array, so that its end hands over its forks.
        var isBranch = false
        var isEmpty = true
    }

    private struct OrLevel {
        let path: Path
        /// The forks before the `$or`, which each branch starts from.
        let base: [Fork]
        var collected: [Fork] = []
        var branches = 0
        let key: Range<Int>
    }

    /// Keys joined with dots.
    private struct Path {
        var bytes: [UInt8] = []
        var isRoot = true

        func appending(_ key: [UInt8]) -> Path {
            Path(bytes: isRoot ? key : bytes + [UInt8(ascii: ".")] + key, isRoot: false)
        }
    }

    var reader: PatternReader
    private var levels: [Level] = []
    private var forks: [Fork] = []
    private(set) var warnings: [PatternWarning] = []
    /// The `$or` key at which the alternatives became too many; they are not collected any more.
    private var overflow: Range<Int>?
    /// What relay alone refuses, reported when the service has found nothing wrong.
    private var refusal: PatternError?

    init(_ source: SourceText) {
        reader = PatternReader(source)
    }

    /// The alternatives of the whole pattern.
    mutating func parse() throws(PatternError) -> [PatternAlternative] {
        guard try reader.next() == .beginObject else {
            throw reader.error(.notAnObject, marking: reader.wholeTokenUnits)
        }
        levels = [.object(ObjectLevel(path: Path(), isInOr: false))]
        while let level = levels.last {
            switch level {
            case .object(let object): try readMember(of: object)
            case .or(let or): try readBranch(of: or)
            }
        }
        if let overflow {
            throw PatternError(.tooManyAlternatives, source: reader.source, range: reader.text.bytes(overflow))
        }
        if let refusal { throw refusal }
        try refuseTrailingText()
        return forks.map { PatternAlternative(fields: $0.values) }
    }

    /// Refuses the pattern with a reason of relay's own, unless the service finds a mistake further on.
    mutating func refuseAtEnd(_ reason: PatternError.Reason, marking marked: Range<Int>) {
        refusal = refusal ?? PatternError(reason, source: reader.source, range: reader.text.bytes(marked))
    }

    private func refuseTrailingText() throws(PatternError) {
        guard let start = reader.units[reader.index...].firstIndex(where: { !PatternReader.isSpace($0) }) else {
            return
        }
        throw PatternError(
            .trailingText, source: reader.source, range: reader.text.bytes(start..<reader.units.count))
    }

    // MARK: - Objects

    private mutating func readMember(of object: ObjectLevel) throws(PatternError) {
        guard try reader.next() == .key else {
            if object.isEmpty { throw reader.error(.emptyObject, marking: reader.tokenUnits) }
            levels.removeLast()
            if object.isBranch { endBranch() }
            return
        }
        if object.isEmpty {
            var entered = object
            entered.isEmpty = false
            levels[levels.count - 1] = .object(entered)
        }
        let key = reader.key
        if key == Array("$or".utf8) { return try beginOr(at: object.path) }
        if object.isInOr, MatchOperator.isReservedInOr(key) {
            throw reader.error(.reservedInOr(key), marking: reader.keyUnits)
        }
        let path = object.path.appending(key)
        switch try reader.next() {
        case .beginObject: levels.append(.object(ObjectLevel(path: path, isInOr: object.isInOr)))
        case .beginArray: add(try field(at: path.bytes))
        default:
            let value = reader.wholeTokenUnits
            throw reader.error(.notObjectOrArray(key: key), marking: value, suggestion: "[\(excerpt(value))]")
        }
    }

    private mutating func add(_ field: PatternField) {
        if forks.isEmpty { forks.append([:]) }
        for index in forks.indices {
            if let earlier = forks[index].updateValue(field, forKey: field.path) { warn(ofReplaced: earlier) }
        }
    }

    private mutating func warn(ofReplaced field: PatternField) {
        let warning = PatternWarning(.replacedField(path: field.path), source: reader.source, range: field.range)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    // MARK: - $or

    private mutating func beginOr(at path: Path) throws(PatternError) {
        let key = reader.keyUnits
        guard try reader.next() == .beginArray else { throw reader.error(.orNotArray, marking: reader.wholeTokenUnits) }
        levels.append(.or(OrLevel(path: path, base: forks, key: key)))
        forks = []
    }

    private mutating func readBranch(of or: OrLevel) throws(PatternError) {
        switch try reader.next() {
        case .beginObject:
            var entered = or
            entered.branches += 1
            levels[levels.count - 1] = .or(entered)
            levels.append(.object(ObjectLevel(path: or.path, isInOr: true, isBranch: true)))
            forks = or.base.isEmpty ? [[:]] : or.base
        case .endArray:
            guard or.branches >= 2 else { throw reader.error(.orTooShort, marking: reader.tokenUnits) }
            levels.removeLast()
            forks = or.collected
        default: throw reader.error(.orMemberNotObject, marking: reader.wholeTokenUnits)
        }
    }

    private mutating func endBranch() {
        guard case .or(var or) = levels.last else { return }
        or.collected += forks
        if or.collected.count > EventPattern.alternativesLimit {
            overflow = overflow ?? or.key
            or.collected.removeLast(or.collected.count - 1)
        }
        levels[levels.count - 1] = .or(or)
    }

    // MARK: - Places

    /// What stands in the source at a range of units, for a suggestion.
    func excerpt(_ units: Range<Int>) -> String {
        String(decoding: reader.source.bytes[reader.text.bytes(units)], as: UTF8.self)
    }
}

/// The names that a match expression can begin with.
enum MatchOperator: String, CaseIterable {
    case prefix, suffix, wildcard, exists, numeric, cidr
    case anythingBut = "anything-but"
    case equalsIgnoreCase = "equals-ignore-case"
    /// Not in EventBridge's guide: plain text, never read as an address.
    case exactly

    init?(_ name: [UInt8]) {
        guard let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else { return nil }
        self = found
    }

    /// Names that cannot be keys inside `$or`: the operators, and words kept for later ones.
    ///
    /// Source: event-ruler's Constants, RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP.
    static func isReservedInOr(_ name: [UInt8]) -> Bool {
        Self(name) != nil || laterWords.contains { $0.utf8.elementsEqual(name) }
    }

    private static let laterWords = [
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after",
        "date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range",
        "ip-address-not-in-range",
    ]
}
