import TextFormats

/// A form in which monitoring systems read measures.
public enum MetricsFormat: Hashable, Sendable, CaseIterable {
    /// Prometheus' text format 0.0.4.
    case prometheusText
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// What the answer's `Content-Type` says.
    public var contentType: String {
        switch self {
        case .prometheusText: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that a client prefers.
    ///
    /// OpenMetrics is sent only to clients that name it, since a browser that accepts everything wants text. A client
    /// that accepts neither gets text: it may still be able to read it.
    /// - Parameter accept: The request's `Accept`; empty where it has none.
    /// Source: RFC 9110, 12.5.1; OpenMetrics 1.0.0, "Protocol Negotiation".
    public init(accept: String) {
        let ranges = AcceptedMedia.list(accept)
        let open = ranges.filter(\.isOpenMetrics).map(\.quality).max() ?? 0
        let text = ranges.filter { $0.textRank > 0 }.max { ($0.textRank, $0.quality) < ($1.textRank, $1.quality) }
        self = open > 0 && open >= text?.quality ?? 0 ? .openMetrics : .prometheusText
    }
}

/// One media range of an `Accept` header.
struct AcceptedMedia: Hashable {
    /// In lower case.
    let type: String
    let version: String?
    /// From 0, not at all, to 1,000.
    let quality: Int

    /// How many ranges of a header are looked at: Prometheus sends five.
    static let rangesLimit = 64

    static func list(_ header: String) -> [Self] {
        parts(of: Substring(header), at: ",").prefix(rangesLimit).map { range in
            let fields = parts(of: range, at: ";").map(trimmed)
            let parameters = fields.dropFirst().map { field -> (name: String, value: String) in
                let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
                return (halves[0].lowercased(), halves.count > 1 ? unquoted(halves[1]) : "")
            }
            return Self(
                type: fields.first?.lowercased() ?? "",
                version: parameters.first { $0.name.hasBytes(of: "version") }?.value,
                quality: parameters.first { $0.name.hasBytes(of: "q") }.map { quality($0.value) } ?? 1_000)
        }
    }

    var isOpenMetrics: Bool {
        type.hasBytes(of: "application/openmetrics-text") && (version?.hasBytes(of: "1.0.0") ?? true)
    }

    /// How closely the range describes text 0.0.4; 0 for another type. The quality of the closest range counts.
    var textRank: Int {
        switch type {
        case "*/*": 1
        case "text/*": 2
        case "text/plain": version == nil ? 3 : version?.hasBytes(of: "0.0.4") == true ? 4 : 0
        default: 0
        }
    }

    /// A weight of RFC 9110: `1`, `0.5`, at most three decimals. A malformed weight counts as 1, the value of a missing
    /// one.
    private static func quality(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        guard (1...5).contains(bytes.count), bytes[0] == UInt8(ascii: "0") || bytes[0] == UInt8(ascii: "1"),
            bytes.count == 1 || bytes[1] == UInt8(ascii: "."),
            bytes.dropFirst(2).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return 1_000 }
        let decimals = bytes.dropFirst(2) + [UInt8](repeating: UInt8(ascii: "0"), count: 3)
        let thousandths = decimals.prefix(3).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return min(1_000, Int(bytes[0] - UInt8(ascii: "0")) * 1_000 + thousandths)
    }

    /// Splits where the separator stands outside quotes.
    private static func parts(of text: Substring, at separator: Unicode.Scalar) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var (isQuoted, isEscaped) = (false, false)
        for index in text.unicodeScalars.indices {
            let scalar = text.unicodeScalars[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == separator, !isQuoted {
                parts.append(text[start..<index])
                start = text.unicodeScalars.index(after: index)
            }
        }
        return parts + [text[start...]]
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
        var scalars = text.unicodeScalars
        scalars = scalars.drop(while: isBlank)
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return Substring(scalars)
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "\""), text.utf8.last == UInt8(ascii: "\"") else {
            return String(text)
        }
        return String(text.utf8.dropFirst().dropLast()) ?? String(text)
    }
}
