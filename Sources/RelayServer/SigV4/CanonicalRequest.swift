import Crypto

/// A request in the one form that sender and receiver both derive and sign.
///
/// ```swift
/// let request = CanonicalRequest(
///     method: "POST", path: "/", query: "", headers: [("host", "localhost"), ("x-amz-date", "20260302T091407Z")],
///     body: body)
/// let toSign = StringToSign(request, dateTime: "20260302T091407Z", scope: scope)
/// let signature = SigningKey(secret: secret, scope: scope).signature(of: toSign)
/// ```
///
/// Source: IAM User Guide, "Create a signed AWS API request", for every service but S3, which encodes paths once only.
struct CanonicalRequest: Sendable {
    let text: [UInt8]
    /// The names of the signed headers, in lower case, sorted: `host;x-amz-date`.
    let signedHeaders: String

    /// - Parameters:
    ///   - path: as it is sent, percent-encoded; without the query.
    ///   - query: as it is sent, without the question mark.
    ///   - headers: those that are signed, a name that comes several times as often as it comes.
    init(method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8]) {
        let fields = Self.canonical(headers)
        signedHeaders = fields.map(\.name).joined(separator: ";")
        var text = Array("\(method)\n".utf8)
        text += path.utf8.isEmpty ? [UInt8(ascii: "/")] : Self.encoded(path.utf8, keepingSlash: true)
        text += Array("\n".utf8) + Self.canonical(query: query) + Array("\n".utf8)
        for field in fields { text += Array("\(field.name):\(field.value)\n".utf8) }
        text += Array("\n\(signedHeaders)\n\(Hexadecimal.text(of: SHA256.hash(data: body)))".utf8)
        self.text = text
    }

    /// In lower case, sorted, the values of one name joined by commas.
    private static func canonical(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in headers { values[header.name.lowercased(), default: []].append(trimmed(header.value)) }
        return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Without blanks at either end, runs of them made one.
    private static func trimmed(_ value: String) -> String {
        let blanks: [UInt8] = [0x20, 0x09]
        return value.utf8.split { blanks.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: " ")
    }

    /// Names and values encoded in one way, sorted by name and then by value.
    private static func canonical(query: String) -> [UInt8] {
        var parameters: [(name: [UInt8], value: [UInt8])] = []
        for parameter in query.utf8.split(separator: UInt8(ascii: "&")) {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            let value = parameter.dropFirst(name.count + 1)
            parameters.append((reencoded(name), reencoded(value)))
        }
        parameters.sort {
            $0.name == $1.name
                ? $0.value.lexicographicallyPrecedes($1.value) : $0.name.lexicographicallyPrecedes($1.name)
        }
        return Array(parameters.map { $0.name + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")]))
    }

    /// What was percent-encoded in whichever way, encoded as signatures have it.
    private static func reencoded(_ text: Substring.UTF8View) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = Hexadecimal.bytes(of: rest.prefix(2)), value.count == 1 {
                decoded += value
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return encoded(decoded, keepingSlash: false)
    }

    /// RFC 3986's unreserved characters stay, everything else becomes `%XY`.
    private static func encoded(_ bytes: some Sequence<UInt8>, keepingSlash: Bool) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                output.append(byte)
            case UInt8(ascii: "/") where keepingSlash: output.append(byte)
            default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return output
    }
}
