import Diagnostics
import TextFormats

extension PatternParser {
    /// Reads a value array whose bracket has been read.
    mutating func field(at path: [UInt8]) throws(PatternError) -> PatternField {
        var tests: [PatternTest] = []
        var ranges: [Range<Int>] = []
        while true {
            let token = try reader.next()
            if token == .endArray { break }
            let start = reader.tokenUnits.lowerBound
            tests.append(try test(beginningWith: token))
            ranges.append(reader.text.bytes(start..<reader.index))
        }
        guard !tests.isEmpty else { throw reader.error(.emptyArray, marking: reader.tokenUnits) }
        return PatternField(
            path: path, tests: tests, range: reader.text.bytes(reader.tokenUnits), testRanges: ranges)
    }

    private mutating func test(beginningWith token: PatternReader.Token) throws(PatternError) -> PatternTest {
        switch token {
        case .beginObject: return try expression()
        case .string:
            let text = try reader.stringValue()
            return IPAddress(parsing: text).map { .address($0, text: text) } ?? .string(text)
        case .number:
            let text = reader.numberText
            guard let value = DecimalNumber(parsing: text) else { throw reader.unexpected(.value) }
            return .number(PatternNumber(text: text, value: value))
        case .true: return .true
        case .false: return .false
        case .null: return .null
        default: throw reader.error(.nestedArray, marking: reader.tokenUnits)
        }
    }

    /// Reads a match expression whose brace has been read, to its closing one.
    private mutating func expression() throws(PatternError) -> PatternTest {
        guard try reader.next() == .key else { throw reader.error(.operatorMissing, marking: reader.tokenUnits) }
        guard let name = MatchOperator(reader.key) else { throw unknownOperator() }
        let test: PatternTest
        switch name {
        // These two read the end of the expression themselves, since they report a second key as "too many elements".
        case .numeric: return .numeric(try numericExpression())
        case .anythingBut: return .anythingBut(try anythingButExpression())
        case .exactly: test = .string(try operand(.exact))
        case .prefix: test = try affix(.prefix)
        case .suffix: test = try affix(.suffix)
        case .equalsIgnoreCase: test = .equalsIgnoreCase(CaseFoldedText(try operand(.equalsIgnoreCase)))
        case .wildcard:
            let text = try operand(.wildcard)
            test = .wildcard(try wildcard(text))
        case .cidr: test = .cidr(try addressRange())
        case .exists: test = try existence()
        }
        try endExpression()
        return test
    }

    private func unknownOperator() -> PatternError {
        let names = MatchOperator.allCases.filter { $0 != .exactly }.map(\.rawValue)
        let name = String(decoding: reader.key, as: UTF8.self)
        return reader.error(
            .unknownOperator(reader.key), marking: reader.keyUnits,
            suggestion: Spelling.nearest(to: name, among: names))
    }

    private mutating func endExpression() throws(PatternError) {
        guard try reader.next() == .endObject else { throw reader.error(.secondKey, marking: reader.keyUnits) }
    }

    /// Reads the string that an operator is about.
    private mutating func operand(_ name: PatternError.Operand) throws(PatternError) -> [UInt8] {
        try string(try reader.next(), name)
    }

    private mutating func string(
        _ token: PatternReader.Token, _ name: PatternError.Operand
    ) throws(PatternError) -> [UInt8] {
        guard token == .string else { throw reader.error(.operandNotString(of: name), marking: reader.tokenUnits) }
        return try reader.stringValue()
    }

    /// Reads what follows `prefix` or `suffix`: a string, or `{"equals-ignore-case": string}`.
    private mutating func affix(_ outer: PatternError.NestingOperator) throws(PatternError) -> PatternTest {
        let isPrefix = outer == .prefix
        let token = try reader.next()
        guard token == .beginObject else {
            let text = try string(token, isPrefix ? .prefix : .suffix)
            return isPrefix ? .prefix(text) : .suffix(text)
        }
        guard try reader.next() == .key else {
            throw reader.error(.nestedOperatorMissing(in: outer), marking: reader.tokenUnits)
        }
        guard MatchOperator(reader.key) == .equalsIgnoreCase else {
            throw unsupported(in: outer, supported: [.equalsIgnoreCase])
        }
        let text = CaseFoldedText(try operand(.equalsIgnoreCase))
        try endExpression()
        return isPrefix ? .prefixIgnoreCase(text) : .suffixIgnoreCase(text)
    }

    func unsupported(in outer: PatternError.NestingOperator, supported: [MatchOperator]) -> PatternError {
        reader.error(
            .nestedOperatorUnsupported(reader.key, in: outer), marking: reader.keyUnits,
            suggestion: Spelling.nearest(
                to: String(decoding: reader.key, as: UTF8.self), among: supported.map(\.rawValue)))
    }

    func wildcard(_ text: [UInt8]) throws(PatternError) -> Wildcard {
        do throws(PatternError.Reason) {
            return try Wildcard(parsing: text)
        } catch {
            throw reader.error(error, marking: reader.tokenUnits)
        }
    }

    private mutating func addressRange() throws(PatternError) -> AddressRange {
        // EventBridge's message names `prefix` here, by mistake.
        let text = try operand(.prefix)
        do throws(PatternError.Reason) {
            return try AddressRange(parsing: text)
        } catch {
            throw PatternError(error, source: reader.source, range: reader.text.bytes(reader.tokenUnits))
        }
    }

    private mutating func existence() throws(PatternError) -> PatternTest {
        switch try reader.next() {
        case .true: return .exists
        case .false: return .absent
        default: throw reader.error(.existsNotBoolean, marking: reader.wholeTokenUnits)
        }
    }
}
