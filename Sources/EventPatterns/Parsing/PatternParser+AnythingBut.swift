extension PatternParser {
    /// What an `anything-but` compares with: plain values, or one of the operators inside it.
    private enum Comparison {
        case plain, prefix, suffix, equalsIgnoreCase, wildcard

        init?(_ name: [UInt8]) {
            switch MatchOperator(name) {
            case .prefix: self = .prefix
            case .suffix: self = .suffix
            case .equalsIgnoreCase: self = .equalsIgnoreCase
            case .wildcard: self = .wildcard
            default: return nil
            }
        }

        /// Why a value that is no string cannot be excluded.
        var notString: PatternError.Reason {
            switch self {
            case .plain: .anythingButListMember
            case .prefix, .suffix: .operandNotString(of: .excludedPrefixOrSuffix)
            case .equalsIgnoreCase: .anythingButIgnoreCaseMember
            case .wildcard: .operandNotString(of: .wildcard)
            }
        }
    }

    /// What has been excluded so far, as it stands in the pattern.
    private struct Exclusions {
        var strings: [[UInt8]] = []
        var stringUnits: [Range<Int>] = []
        var numbers: [DecimalNumber] = []
    }

    /// Reads what follows `anything-but`, to the end of the expression.
    mutating func anythingButExpression() throws(PatternError) -> AnythingBut {
        var comparison = Comparison.plain
        var token = try reader.next()
        if token == .beginObject {
            guard try reader.next() == .key else {
                throw reader.error(.nestedOperatorMissing(in: .anythingBut), marking: reader.tokenUnits)
            }
            guard let nested = Comparison(reader.key) else {
                throw unsupported(in: .anythingBut, supported: [.prefix, .suffix, .equalsIgnoreCase, .wildcard])
            }
            comparison = nested
            token = try reader.next()
        }
        let list: AnythingBut
        switch token {
        case .beginArray: list = try self.list(comparison)
        case .string, .number: list = try single(token, comparison)
        default: throw reader.error(.anythingButValue, marking: reader.tokenUnits)
        }
        try endAnythingBut()
        if comparison != .plain { try endAnythingBut() }
        return list
    }

    private mutating func endAnythingBut() throws(PatternError) {
        guard try reader.next() == .endObject else { throw reader.error(.tooManyElements, marking: reader.keyUnits) }
    }

    private mutating func single(
        _ token: PatternReader.Token, _ comparison: Comparison
    ) throws(PatternError) -> AnythingBut {
        var exclusions = Exclusions()
        if token == .number, comparison == .plain {
            let number = reader.numberText
            do throws(PatternError.Reason) {
                exclusions.numbers = [try DecimalNumber(comparable: number)]
            } catch {
                // The service names no place for this one.
                throw PatternError(error, source: reader.source, range: reader.text.bytes(reader.tokenUnits))
            }
        } else {
            try addMember(token, comparison, to: &exclusions)
        }
        return try self.exclusions(exclusions, comparison)
    }

    private mutating func list(_ comparison: Comparison) throws(PatternError) -> AnythingBut {
        let start = reader.tokenUnits.lowerBound
        var exclusions = Exclusions()
        do throws(PatternError) {
            while true {
                let token = try reader.next()
                if token == .endArray { break }
                try addMember(token, comparison, to: &exclusions)
            }
        } catch {
            switch error.reason {
            case .notComparable, .exponentTooLarge: throw error
            // The service catches its own error here and wraps it in another.
            default: throw error.reported(alsoAt: reader.location)
            }
        }
        let hasNumbers = !exclusions.numbers.isEmpty
        let hasStrings = !exclusions.strings.isEmpty
        if comparison == .plain, hasNumbers == hasStrings {
            throw reader.error(.anythingButMixedList, marking: start..<reader.index)
        }
        if !hasNumbers, !hasStrings { refuseAtEnd(.emptyExclusion, marking: start..<reader.index) }
        return try self.exclusions(exclusions, comparison)
    }

    private mutating func addMember(
        _ token: PatternReader.Token, _ comparison: Comparison, to exclusions: inout Exclusions
    ) throws(PatternError) {
        switch token {
        case .string:
            let text = try reader.stringValue()
            if text.isEmpty, comparison == .prefix || comparison == .suffix {
                throw reader.error(.emptyPrefixOrSuffix, marking: reader.tokenUnits)
            }
            exclusions.strings.append(text)
            exclusions.stringUnits.append(reader.tokenUnits)
        case .number where comparison == .plain:
            do throws(PatternError.Reason) {
                exclusions.numbers.append(try DecimalNumber(comparable: reader.numberText))
            } catch {
                throw reader.error(error, marking: reader.tokenUnits)
            }
        default: throw reader.error(comparison.notString, marking: reader.tokenUnits)
        }
    }

    private func exclusions(_ exclusions: Exclusions, _ comparison: Comparison) throws(PatternError) -> AnythingBut {
        let strings = exclusions.strings
        switch comparison {
        case .plain: return strings.isEmpty ? .numbers(exclusions.numbers) : .strings(strings)
        case .prefix: return .prefixes(strings)
        case .suffix: return .suffixes(strings)
        case .equalsIgnoreCase: return .equalsIgnoreCase(strings.map { CaseFoldedText($0) })
        case .wildcard:
            var wildcards: [Wildcard] = []
            for (text, units) in zip(strings, exclusions.stringUnits) {
                do throws(PatternError.Reason) {
                    wildcards.append(try Wildcard(parsing: text))
                } catch {
                    throw reader.error(error, marking: units)
                }
            }
            return .wildcards(wildcards)
        }
    }
}
