extension PatternParser {
    /// A number in a `numeric` expression. Whether it is comparable is checked at the end, as EventBridge does.
    private struct Operand {
        let text: [UInt8]
        let units: Range<Int>
    }

    /// Reads what follows `numeric`, to the end of the expression.
    mutating func numericExpression() throws(PatternError) -> NumericRange {
        guard try reader.next() == .beginArray else {
            throw reader.error(.numericNotArray, marking: reader.wholeTokenUnits)
        }
        let range = try numericRange(from: reader.tokenUnits.lowerBound)
        guard try reader.next() == .endObject else { throw reader.error(.tooManyElements, marking: reader.keyUnits) }
        return range
    }

    private mutating func numericRange(from start: Int) throws(PatternError) -> NumericRange {
        let first = try reader.next()
        guard first == .string else {
            throw reader.error(.numericFirstMember(try text(of: first)), marking: reader.tokenUnits)
        }
        let name = try reader.stringValue()
        guard let relation = Relation(name) else {
            // What follows the operator is read before the operator is judged.
            let units = reader.tokenUnits
            _ = try reader.next()
            throw reader.error(.numericOperator(name), marking: units)
        }
        let number = try numericOperand(after: name)
        switch relation {
        case .equal, .less, .lessOrEqual:
            guard try reader.next() == .endArray else {
                throw reader.error(.tooManyElements, marking: reader.tokenUnits)
            }
            let value = try comparable(number)
            if relation == .equal { return NumericRange(equalTo: value) }
            return NumericRange(lower: nil, upper: .init(value, isInclusive: relation == .lessOrEqual))
        case .greater, .greaterOrEqual:
            return try range(above: number, isInclusive: relation == .greaterOrEqual, from: start)
        }
    }

    /// Reads the rest of a range after its lower bound: the end, or an upper bound and the end.
    private mutating func range(
        above bottom: Operand, isInclusive: Bool, from start: Int
    ) throws(PatternError) -> NumericRange {
        let token = try reader.next()
        if token == .endArray {
            return NumericRange(lower: .init(try comparable(bottom), isInclusive: isInclusive), upper: nil)
        }
        guard token == .string else {
            throw reader.error(.numericThirdMember(try text(of: token)), marking: reader.tokenUnits)
        }
        let name = try reader.stringValue()
        let relation = Relation(name)
        guard relation == .less || relation == .lessOrEqual else {
            throw reader.error(.numericSecondOperator(name), marking: reader.tokenUnits)
        }
        let top = try numericOperand(after: name)
        guard try reader.next() == .endArray else {
            throw reader.error(.numericTooManyTerms, marking: reader.tokenUnits)
        }
        let lower = NumericRange.Bound(try comparable(bottom), isInclusive: isInclusive)
        let upper = NumericRange.Bound(try comparable(top), isInclusive: relation == .lessOrEqual)
        guard lower.value < upper.value else {
            throw reader.error(.bottomNotBelowTop, marking: start..<reader.index)
        }
        return NumericRange(lower: lower, upper: upper)
    }

    private mutating func numericOperand(after name: [UInt8]) throws(PatternError) -> Operand {
        guard try reader.next() == .number else {
            throw reader.error(.numericValueMissing(after: name), marking: reader.wholeTokenUnits)
        }
        return Operand(text: reader.numberText, units: reader.tokenUnits)
    }

    private func comparable(_ operand: Operand) throws(PatternError) -> DecimalNumber {
        do throws(PatternError.Reason) {
            return try DecimalNumber(comparable: operand.text)
        } catch {
            throw reader.error(error, marking: operand.units)
        }
    }

    /// A token as the service names it in a message.
    private mutating func text(of token: PatternReader.Token) throws(PatternError) -> [UInt8] {
        switch token {
        case .string: return try reader.stringValue()
        case .number: return reader.numberText
        case .beginObject: return Array("{".utf8)
        case .beginArray: return Array("[".utf8)
        case .endArray: return Array("]".utf8)
        case .true: return Array("true".utf8)
        case .false: return Array("false".utf8)
        default: return Array("null".utf8)
        }
    }
}

/// How a number is compared in a `numeric` expression.
private enum Relation: String, CaseIterable {
    case equal = "="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    init?(_ name: [UInt8]) {
        guard let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name) }) else { return nil }
        self = found
    }
}

extension DecimalNumber {
    /// - Throws: the reason why EventBridge cannot compare with a number in a pattern.
    init(comparable text: [UInt8]) throws(PatternError.Reason) {
        guard let number = DecimalNumber(parsing: text) else { throw .notComparable(text) }
        guard number.exponent > Int32.min, number.exponent < Int32.max else { throw .exponentTooLarge }
        guard number.isComparable else { throw .notComparable(text) }
        self = number
    }
}
