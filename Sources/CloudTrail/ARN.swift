import TextFormats

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`.
///
/// Region and account may be empty; the resource keeps further colons. Two names are equal byte for byte.
/// Source: IAM User Guide, "Amazon Resource Names (ARNs)", ARN format.
public struct ARN: Sendable {
    /// The whole name. Its parts are cut out of it when they are asked for, since most are only compared.
    let text: String
    /// Where the colons behind the first five parts stand, in bytes of UTF-8.
    private let colons: InlineArray<5, Int>

    /// - Throws: ``ARNError`` with an offset in UTF-8 bytes from the start of `text`.
    public init(parsing text: String) throws(ARNError) {
        var colons = InlineArray<5, Int>(repeating: 0)
        var count = 0
        let bytes = text.utf8.span
        for index in bytes.indices where bytes[index] == UInt8(ascii: ":") {
            colons[count] = index
            count += 1
            if count == colons.count { break }
        }
        guard bytes.extracting(..<(count > 0 ? colons[0] : bytes.count)).elementsEqual("arn") else {
            throw ARNError(reason: .missingPrefix, offset: 0)
        }
        guard count == colons.count else { throw ARNError(reason: .missingPart, offset: bytes.count) }
        (self.text, self.colons) = (text, colons)
        for part in [Part.partition, .service, .resource] where range(of: part).isEmpty {
            throw ARNError(reason: .emptyPart, offset: range(of: part).lowerBound)
        }
    }

    /// `aws`, `aws-cn`, `aws-us-gov`; never empty.
    public var partition: String { string(.partition) }
    /// `iam`, `sts`, `s3`; never empty.
    public var service: String { string(.service) }
    /// Empty for services without Regions, such as IAM.
    public var region: String { string(.region) }
    /// Twelve digits; empty for S3 buckets.
    public var account: String { string(.account) }
    /// All behind the fifth colon; never empty.
    public var resource: String { string(.resource) }
}

extension ARN {
    enum Part: Int {
        case partition = 1
        case service, region, account, resource
    }

    func range(of part: Part) -> Range<Int> {
        let end = part == .resource ? text.utf8.count : colons[part.rawValue]
        return colons[part.rawValue - 1] + 1..<end
    }

    /// Whether a part is these bytes.
    func has(_ part: Part, _ name: StaticString) -> Bool {
        text.utf8.span.extracting(range(of: part)).elementsEqual(name)
    }

    private func string(_ part: Part) -> String { text.string(inBytes: range(of: part)) }
}

/// The resource of an ARN of IAM or STS, `assumed-role/BreakGlassAdmin/alice`, cut at its first two slashes.
struct ARNResourcePath {
    private let text: String
    private let whole: Range<Int>
    /// Where the first slash stands, and the second, in bytes of the ARN; nil without one.
    private var first: Int?
    private var second: Int?

    init(_ arn: ARN) {
        text = arn.text
        whole = arn.range(of: .resource)
        let bytes = text.utf8.span
        for index in whole where bytes[index] == UInt8(ascii: "/") {
            if first == nil {
                first = index
            } else {
                second = index
                break
            }
        }
    }

    /// Whether these bytes stand before the first slash, or are all where there is none.
    func hasType(_ type: StaticString) -> Bool {
        text.utf8.span.extracting(whole.lowerBound..<(first ?? whole.upperBound)).elementsEqual(type)
    }

    /// What stands behind the first slash, to the next or to the end; nil without a slash.
    var name: String? { first.map { text.string(inBytes: $0 + 1..<(second ?? whole.upperBound)) } }

    /// All that stands behind the first slash; nil without one.
    var tail: String? { first.map { text.string(inBytes: $0 + 1..<whole.upperBound) } }

    /// All that stands behind the second slash; nil without one.
    var rest: String? { second.map { text.string(inBytes: $0 + 1..<whole.upperBound) } }

    /// What stands behind the last slash; nil without one.
    var last: String? {
        guard let first else { return nil }
        let bytes = text.utf8.span
        var start = whole.upperBound
        while start > first + 1, bytes[start - 1] != UInt8(ascii: "/") { start -= 1 }
        return text.string(inBytes: start..<whole.upperBound)
    }
}

extension ARN: CustomStringConvertible {
    /// The name as it was read.
    public var description: String { text }
}

extension ARN: Hashable {
    /// Byte by byte.
    public static func == (one: ARN, other: ARN) -> Bool { one.text.hasBytes(of: other.text) }

    /// Equal names have equal hashes.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
