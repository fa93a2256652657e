import Diagnostics
import TextFormats

/// Where a secret is kept: `${env:NAME}`, `${file:path}` or `${secretsmanager:arn}`, the last with `#key` for one value
/// of a JSON secret.
///
/// A rules file holds references only. Whoever sends a request looks the secret up; nothing here can.
public enum SecretReference: Hashable, Sendable {
    case environment(name: String)
    case file(path: String)
    case secretsManager(arn: String, jsonKey: String?)

    /// Reads what stands between `${` and `}`.
    init(parsing text: some StringProtocol) throws(SecretTextError.Reason) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw .unknownStore(suggestion: nil)
        }
        let body = String(text[text.index(after: colon)...])
        switch String(text[..<colon]) {
        case "env":
            guard Self.isVariableName(body) else { throw .invalidVariableName }
            self = .environment(name: body)
        case "file":
            guard !body.isEmpty else { throw .missingPath }
            self = .file(path: body)
        case "secretsmanager":
            let parts = body.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard let arn = parts.first, Self.isSecretARN(arn) else { throw .invalidARN }
            let key = parts.count > 1 ? String(parts[1]) : nil
            guard key?.isEmpty != true else { throw .invalidARN }
            self = .secretsManager(arn: String(arn), jsonKey: key)
        case let store:
            throw .unknownStore(suggestion: Spelling.nearest(to: store, among: Self.stores))
        }
    }

    static let stores = ["env", "file", "secretsmanager"]

    /// The form as an ECMA-262 regular expression, with `${` and `}`.
    static let regex =
        #"\$\{(?:env:[A-Za-z_][A-Za-z0-9_]*|file:[^}]+"#
        + #"|secretsmanager:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^}#]+(?:#[^}]+)?)\}"#

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isNameStart(first) else { return false }
        return name.utf8.allSatisfy { isNameStart($0) || $0.isASCIIDigit }
    }

    private static func isNameStart(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte == UInt8(ascii: "_") }

    private static func isSecretARN(_ arn: Substring) -> Bool {
        let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard parts.count == 7 else { return false }
        return parts[0].elementsEqual("arn".utf8) && parts[1].starts(with: "aws".utf8)
            && parts[1].dropFirst(3).allSatisfy { $0.isASCIILowercase || $0 == UInt8(ascii: "-") }
            && parts[2].elementsEqual("secretsmanager".utf8) && !parts[3].isEmpty
            && parts[3].allSatisfy { $0.isASCIILowercase || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
            && parts[4].count == 12 && parts[4].allSatisfy(\.isASCIIDigit)
            && parts[5].elementsEqual("secret".utf8) && !parts[6].isEmpty
    }
}

extension SecretReference: CustomStringConvertible {
    /// The reference as it is written; it names a secret and holds none.
    public var description: String {
        switch self {
        case .environment(let name): "${env:\(name)}"
        case .file(let path): "${file:\(path)}"
        case .secretsManager(let arn, let key): "${secretsmanager:\(arn)\(key.map { "#\($0)" } ?? "")}"
        }
    }
}
