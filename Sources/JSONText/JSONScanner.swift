/// A strict RFC 8259 scanner over bytes that arrive in chunks of any size; says where tokens lie and builds nothing.
///
/// ```swift
/// var scanner = JSONScanner()
/// for chunk in chunks {
///     while let token = try scanner.next(in: chunk.span) { … }
/// }
/// try scanner.finish()
/// ```
///
/// A byte order mark is refused, as EventBridge refuses it. Escaped lone surrogates are accepted, since RFC 8259's
/// grammar allows them. After an error the scanner must not be used again.
public struct JSONScanner: Sendable {
    /// How deep arrays and objects may nest; EventBridge's own limit for `detail`, and Jackson's.
    public static let depthLimit = 1_000
    /// How many characters a number may have; Jackson's limit, and so EventBridge's.
    public static let numberBytesLimit = 1_000

    /// Bytes of the text consumed so far; the offset of the next byte.
    public private(set) var offset: Int
    /// Arrays and objects now open.
    public var depth: Int { containers.count }

    /// Where the chunk now being read begins in the text; nil between chunks.
    private var chunkStart: Int?
    private var expectation = Expectation.value
    private var partial = Partial.none
    private var containers: [Container] = []
    private var sawBytes = false

    private enum Container: UInt8 { case object, array }
    private enum Expectation: UInt8 { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, end }

    /// A token whose end has not been seen.
    private enum Partial {
        case none
        case string(StringState)
        case number(start: Int, NumberState)
        case word(start: Int, Word, matched: Int)
    }

    private struct StringState {
        var start: Int
        var isKey: Bool
        var hasEscapes = false
        /// 0 outside an escape, 1 after the backslash, 2…5 before the remaining hexadecimal digits.
        var escape: UInt8 = 0
        var utf8 = UTF8State()
    }

    private enum NumberState: UInt8 {
        case minus, zero, integer, point, fraction, exponent, exponentSign, exponentDigits
    }

    private enum Word: UInt8 {
        case `true`, `false`, null

        var text: StaticString {
            switch self {
            case .true: "true"
            case .false: "false"
            case .null: "null"
            }
        }
        var kind: JSONToken.Kind {
            switch self {
            case .true: .true
            case .false: .false
            case .null: .null
            }
        }
    }

    /// - Parameter offset: where the text begins, for a value that stands inside a larger text.
    public init(startingAt offset: Int = 0) {
        self.offset = offset
    }

    /// The next token that ends in this chunk; nil when the chunk is used up and the next one is wanted.
    ///
    /// Call it with the same chunk until it returns nil. A number is known to end only at the byte after it, so one
    /// that ends the text comes from ``finish()``.
    public mutating func next(in chunk: Span<UInt8>) throws(JSONError) -> JSONToken? {
        let base = chunkStart ?? offset
        chunkStart = base
        while true {
            let token: JSONToken?
            switch partial {
            case .none: token = try structure(in: chunk, from: base)
            case .string(let state): token = try string(state, in: chunk, from: base)
            case .number(let start, let state): token = try number(state, start, in: chunk, from: base)
            case .word(let start, let word, let matched):
                token = try self.word(word, start, matched, in: chunk, from: base)
            }
            if let token { return token }
            if offset - base >= chunk.count {
                chunkStart = nil
                return nil
            }
        }
    }

    /// Ends the text: the number that ended it, if one did.
    ///
    /// - Throws: ``JSONError`` when the text is not complete.
    public mutating func finish() throws(JSONError) -> JSONToken? {
        switch partial {
        case .number(let start, let state):
            switch state {
            case .zero, .integer, .fraction, .exponentDigits: break
            case .minus, .point, .exponent, .exponentSign: throw JSONError(.unexpectedEnd(inside: .number), at: offset)
            }
            guard containers.isEmpty else { break }
            partial = .none
            expectation = .end
            return JSONToken(.number, start..<offset)
        case .string: throw JSONError(.unexpectedEnd(inside: .string), at: offset)
        case .word: throw JSONError(.unexpectedEnd(inside: .word), at: offset)
        case .none: break
        }
        switch containers.last {
        case .object: throw JSONError(.unexpectedEnd(inside: .object), at: offset)
        case .array: throw JSONError(.unexpectedEnd(inside: .array), at: offset)
        case nil: break
        }
        guard expectation == .end else { throw JSONError(.emptyText, at: offset) }
        return nil
    }

    /// Reads white space, punctuation and the first byte of a value.
    private mutating func structure(in chunk: Span<UInt8>, from base: Int) throws(JSONError) -> JSONToken? {
        var index = offset - base
        let end = chunk.count
        while index < end {
            let byte = chunk[index]
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                index += 1
                continue
            }
            let place = base + index
            offset = place
            switch expectation {
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw unexpected(byte, .colon) }
                expectation = .value
            case .commaOrEnd:
                switch (byte, containers.last) {
                case (UInt8(ascii: ","), .object): expectation = .key
                case (UInt8(ascii: ","), _): expectation = .value
                case (UInt8(ascii: "}"), .object), (UInt8(ascii: "]"), .array): return close(place)
                case (_, .object): throw unexpected(byte, .commaOrEndOfObject)
                default: throw unexpected(byte, .commaOrEndOfArray)
                }
            case .key, .keyOrEnd:
                if byte == UInt8(ascii: "\"") {
                    if let end = chunk.endOfPlainString(from: index + 1) {
                        offset = base + end + 1
                        expectation = .colon
                        return JSONToken(.key, place + 1..<base + end)
                    }
                    partial = .string(StringState(start: place + 1, isKey: true))
                    offset = place + 1
                    return nil
                }
                if expectation == .keyOrEnd, byte == UInt8(ascii: "}") { return close(place) }
                throw unexpected(byte, expectation == .key ? .key : .keyOrEnd)
            case .value, .valueOrEnd:
                if expectation == .valueOrEnd, byte == UInt8(ascii: "]") { return close(place) }
                if byte == UInt8(ascii: "\""), let end = chunk.endOfPlainString(from: index + 1) {
                    sawBytes = true
                    offset = base + end + 1
                    expectation = containers.isEmpty ? .end : .commaOrEnd
                    return JSONToken(.string, place + 1..<base + end)
                }
                let token = try beginValue(byte, at: place)
                sawBytes = true
                offset = place + 1
                return token
            case .end: throw JSONError(.trailingText(byte), at: place)
            }
            index += 1
        }
        offset = base + index
        return nil
    }

    private mutating func beginValue(_ byte: UInt8, at place: Int) throws(JSONError) -> JSONToken? {
        switch byte {
        case UInt8(ascii: "{"):
            try open(.object, at: place)
            expectation = .keyOrEnd
            return JSONToken(.beginObject, place..<place + 1)
        case UInt8(ascii: "["):
            try open(.array, at: place)
            expectation = .valueOrEnd
            return JSONToken(.beginArray, place..<place + 1)
        case UInt8(ascii: "\""): partial = .string(StringState(start: place + 1, isKey: false))
        case UInt8(ascii: "-"): partial = .number(start: place, .minus)
        case UInt8(ascii: "0"): partial = .number(start: place, .zero)
        case UInt8(ascii: "1")...UInt8(ascii: "9"): partial = .number(start: place, .integer)
        case UInt8(ascii: "t"): partial = .word(start: place, .true, matched: 1)
        case UInt8(ascii: "f"): partial = .word(start: place, .false, matched: 1)
        case UInt8(ascii: "n"): partial = .word(start: place, .null, matched: 1)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            throw JSONError(.unknownWord, at: place)
        case 0xEF where !sawBytes: throw JSONError(.byteOrderMark, at: place)
        default: throw unexpected(byte, expectation == .valueOrEnd ? .valueOrEnd : .value)
        }
        return nil
    }

    private func unexpected(_ byte: UInt8, _ expected: JSONError.Expectation) -> JSONError {
        JSONError(.unexpectedByte(byte, expected: expected), at: offset)
    }

    private mutating func open(_ container: Container, at place: Int) throws(JSONError) {
        guard containers.count < Self.depthLimit else { throw JSONError(.tooDeep(limit: Self.depthLimit), at: place) }
        containers.append(container)
    }

    private mutating func close(_ place: Int) -> JSONToken {
        let container = containers.removeLast()
        expectation = containers.isEmpty ? .end : .commaOrEnd
        offset = place + 1
        return JSONToken(container == .object ? .endObject : .endArray, place..<place + 1)
    }

    private mutating func endScalar() {
        partial = .none
        expectation = containers.isEmpty ? .end : .commaOrEnd
    }

    private mutating func string(_ initial: StringState, in chunk: Span<UInt8>, from base: Int) throws(JSONError)
        -> JSONToken?
    {
        var state = initial
        var index = offset - base
        let end = chunk.count
        while index < end {
            let byte = chunk[index]
            if state.escape != 0 {
                offset = base + index
                try escape(byte, &state)
            } else if byte >= 0x80 || !state.utf8.isComplete {
                guard state.utf8.accepts(byte) else { throw JSONError(.invalidUTF8(byte), at: base + index) }
            } else if byte == UInt8(ascii: "\"") {
                offset = base + index + 1
                if state.isKey {
                    partial = .none
                    expectation = .colon
                } else {
                    endScalar()
                }
                return JSONToken(state.isKey ? .key : .string, state.start..<base + index, hasEscapes: state.hasEscapes)
            } else if byte == UInt8(ascii: "\\") {
                state.escape = 1
                state.hasEscapes = true
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter(byte), at: base + index)
            }
            index += 1
        }
        offset = base + index
        partial = .string(state)
        return nil
    }

    private func escape(_ byte: UInt8, _ state: inout StringState) throws(JSONError) {
        if state.escape > 1 {
            guard JSONString.hexDigit(byte) != nil else { throw JSONError(.invalidUnicodeEscape(byte), at: offset) }
            state.escape = state.escape == 5 ? 0 : state.escape + 1
            return
        }
        switch byte {
        case UInt8(ascii: "u"): state.escape = 2
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            state.escape = 0
        default: throw JSONError(.invalidEscape(byte), at: offset)
        }
    }

    private mutating func number(
        _ initial: NumberState, _ start: Int, in chunk: Span<UInt8>, from base: Int
    ) throws(JSONError) -> JSONToken? {
        var state = initial
        var index = offset - base
        let end = chunk.count
        while index < end {
            let byte = chunk[index]
            guard let following = try Self.number(state, byte, at: base + index) else {
                offset = base + index
                endScalar()
                return JSONToken(.number, start..<offset)
            }
            state = following
            index += 1
            guard base + index - start <= Self.numberBytesLimit else {
                throw JSONError(.numberTooLong(limit: Self.numberBytesLimit), at: start)
            }
        }
        offset = base + index
        partial = .number(start: start, state)
        return nil
    }

    /// The state after one more byte of a number; nil when the number has ended before it.
    private static func number(_ state: NumberState, _ byte: UInt8, at place: Int) throws(JSONError) -> NumberState? {
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        switch state {
        case .minus:
            guard isDigit else { throw JSONError(.missingDigit(byte, after: .minus), at: place) }
            return byte == UInt8(ascii: "0") ? .zero : .integer
        case .zero where isDigit: throw JSONError(.leadingZero, at: place)
        case .integer where isDigit, .fraction where isDigit, .exponentDigits where isDigit: return state
        case .zero, .integer:
            if byte == UInt8(ascii: ".") { return .point }
            return byte | 0x20 == UInt8(ascii: "e") ? .exponent : nil
        case .point:
            guard isDigit else { throw JSONError(.missingDigit(byte, after: .point), at: place) }
            return .fraction
        case .fraction: return byte | 0x20 == UInt8(ascii: "e") ? .exponent : nil
        case .exponent where byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"): return .exponentSign
        case .exponent, .exponentSign:
            guard isDigit else { throw JSONError(.missingDigit(byte, after: .exponent), at: place) }
            return .exponentDigits
        case .exponentDigits: return nil
        }
    }

    private mutating func word(
        _ word: Word, _ start: Int, _ initial: Int, in chunk: Span<UInt8>, from base: Int
    ) throws(JSONError) -> JSONToken? {
        var matched = initial
        var index = offset - base
        let text = word.text
        while index < chunk.count, matched < text.utf8CodeUnitCount {
            let expected = unsafe text.utf8Start[matched]
            guard chunk[index] == expected else { throw JSONError(.unknownWord, at: start) }
            matched += 1
            index += 1
        }
        offset = base + index
        guard matched == text.utf8CodeUnitCount else {
            partial = .word(start: start, word, matched: matched)
            return nil
        }
        endScalar()
        return JSONToken(word.kind, start..<offset)
    }
}

extension JSONScanner {
    /// Checks that a text is one JSON value and nothing else.
    public static func validate(_ text: Span<UInt8>) throws(JSONError) {
        var scanner = JSONScanner()
        while try scanner.next(in: text) != nil {}
        _ = try scanner.finish()
    }
}

extension Span<UInt8> {
    /// Where a string ends that begins at `start` and is printable ASCII without escapes, as nearly all are; nil for any
    /// other, and where the text ends before the string does.
    fileprivate func endOfPlainString(from start: Int) -> Int? {
        var index = start
        let bytes = unsafe self.bytes
        // Eight bytes at a time: the lowest bit set belongs to the first byte that is not plain (a quotation mark, a
        // backslash, a control character, or beyond ASCII). Bits above it may be set by the subtraction's borrow.
        while index &+ 8 <= count {
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let special =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | (word &- ones &* 0x20) & ~word | word) & tops
            guard special == 0 else {
                index &+= special.trailingZeroBitCount >> 3
                return self[index] == UInt8(ascii: "\"") ? index : nil
            }
            index &+= 8
        }
        while index < count {
            let byte = self[index]
            if byte == UInt8(ascii: "\"") { return index }
            guard 0x20..<0x80 ~= byte, byte != UInt8(ascii: "\\") else { return nil }
            index &+= 1
        }
        return nil
    }
}
