import TextFormats

/// A page of metrics, read back by the rules of its format, every one of them checked.
struct Exposition {
    struct Series: Hashable {
        let name: String
        let labels: [[String]]
        let value: Double
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    var types: [String: String] = [:]
    var units: [String: String] = [:]
    var series: [Series] = []

    /// The value of the one series with this name and exactly these labels, whatever their order.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let found = series.filter { candidate in
            candidate.name == name
                && Dictionary(uniqueKeysWithValues: candidate.labels.map { ($0[0], $0[1]) }) == labels
        }
        return found.count == 1 ? found[0].value : nil
    }

    /// - Parameter isOpenMetrics: by which of the two formats to read.
    init(_ page: [UInt8], isOpenMetrics: Bool) throws {
        guard let text = String(validating: page, as: UTF8.self) else { throw Failure(description: "not UTF-8") }
        guard text.utf8.last == UInt8(ascii: "\n") else { throw Failure(description: "the last line does not end") }
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeLast()
        if isOpenMetrics {
            guard lines.popLast() == "# EOF" else { throw Failure(description: "no # EOF at the end") }
        }
        var family = ""
        var seen: Set<String> = []
        var closed: Set<String> = []
        for line in lines {
            if line.hasPrefix("# ") {
                let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 4 else { throw Failure(description: "a comment of no kind: \(line)") }
                if parts[2] != family {
                    guard closed.insert(parts[2]).inserted else { throw Failure(description: "again: \(line)") }
                    family = parts[2]
                }
                switch parts[1] {
                case "TYPE": types[family] = parts[3]
                case "UNIT" where isOpenMetrics:
                    guard family.hasSuffix("_\(parts[3])") else { throw Failure(description: "unit: \(line)") }
                    units[family] = parts[3]
                case "HELP": break
                default: throw Failure(description: "a comment of no kind: \(line)")
                }
                continue
            }
            let series = try Self.series(line)
            guard Self.endings(types[family] ?? "", isOpenMetrics).contains(where: { family + $0 == series.name })
            else {
                throw Failure(description: "not of \(family): \(line)")
            }
            guard seen.insert("\(series.name)\(series.labels)").inserted else {
                throw Failure(description: "twice: \(line)")
            }
            self.series.append(series)
        }
    }

    private static func endings(_ type: String, _ isOpenMetrics: Bool) -> [String] {
        switch type {
        case "counter": isOpenMetrics ? ["_total"] : [""]
        case "info": ["_info"]
        case "histogram": ["_bucket", "_sum", "_count"]
        default: [""]
        }
    }

    private static func series(_ line: String) throws -> Series {
        var rest = Substring(line)
        let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") })
        rest = rest.dropFirst(name.count)
        var labels: [[String]] = []
        if rest.unicodeScalars.first == "{" {
            var scalars = rest.unicodeScalars.dropFirst()
            while scalars.first != "}" {
                if !labels.isEmpty {
                    guard scalars.popFirst() == "," else { throw Failure(description: "no comma: \(line)") }
                }
                labels.append(try label(&scalars, line))
            }
            rest = Substring(scalars.dropFirst())
        }
        guard !name.isEmpty, rest.unicodeScalars.first == " ", !rest.dropFirst().contains(" "),
            let value = Double(rest.dropFirst())
        else { throw Failure(description: "no value: \(line)") }
        return Series(name: name, labels: labels, value: value)
    }

    private static func label(_ scalars: inout Substring.UnicodeScalarView, _ line: String) throws -> [String] {
        var name = ""
        while let scalar = scalars.first, scalar != "=" {
            name.unicodeScalars.append(scalar)
            scalars.removeFirst()
        }
        guard scalars.popFirst() == "=", scalars.popFirst() == "\"" else {
            throw Failure(description: "label: \(line)")
        }
        var value = ""
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"": return [name, value]
            case "\\":
                switch scalars.popFirst() {
                case "n": value.unicodeScalars.append("\n")
                case "\\": value.unicodeScalars.append("\\")
                case "\"": value.unicodeScalars.append("\"")
                default: throw Failure(description: "escape: \(line)")
                }
            default: value.unicodeScalars.append(scalar)
            }
        }
        throw Failure(description: "the label does not end: \(line)")
    }
}
