import Diagnostics
import TextFormats

/// Where a secret is kept: `${env:NAME}`, `${file:path}` or `${secretsmanager:arn}`, the last with `#key` for one value
/// of a JSON secret.
///
/// A rules file holds references only. They are resolved when a request is sent, see ``SecretSource``.
public enum SecretReference: Hashable, Sendable {
    /// A variable of relay's environment; letters, digits and `_`.
    case environment(name: String)
    /// A file, relative to the rules file.
    case file(path: String)
    /// A secret in AWS Secrets Manager; `jsonKey` names one value of a JSON secret.
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

/// Looks up secrets when a request is made: the only way from a reference to its value.
public protocol SecretSource: Sendable {
    /// - Throws: ``SecretError``, which names the reference and holds no secret.
    func secret(_ reference: SecretReference) throws(SecretError) -> String
}

/// Why a secret could not be looked up.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why there is no usable value.
    public enum Reason: Hashable, Sendable {
        /// There is no such variable, file or secret.
        case missing
        /// It has no content.
        case empty
        /// - Parameter detail: in the system's words.
        case unreadable(detail: String)
        /// It cannot stand where it is to go: a line end in a header.
        case invalid
        /// This build has no way to that store.
        case unsupported
    }

    /// The reference that was looked up.
    public let reference: SecretReference
    /// Why there is no usable value.
    public let reason: Reason

    /// Memberwise.
    public init(_ reason: Reason, of reference: SecretReference) {
        self.reason = reason
        self.reference = reference
    }

    /// The reason as a sentence that names the reference.
    public var description: String {
        switch reason {
        case .missing: "the secret \(reference) is not there"
        case .empty: "the secret \(reference) is empty"
        case .unreadable(let detail): "the secret \(reference) cannot be read: \(detail)"
        case .invalid: "the secret \(reference) holds a character that cannot be sent, such as a line end"
        case .unsupported: "relay cannot look up \(reference); keep the secret in a file or the environment"
        }
    }
}

extension SecretText {
    /// The whole text with every reference replaced by its secret. Keep it no longer than the request takes.
    public func resolved(by source: some SecretSource) throws(SecretError) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let reference): text += try source.secret(reference)
            }
        }
        return text
    }
}

extension RulesFile {
    /// Every secret that the file refers to, each once, in the order of its parts.
    public var secretReferences: [SecretReference] {
        var texts: [SecretText] = []
        for connection in connections {
            texts += connection.authorization.texts + connection.invocationParameters.texts
        }
        texts += apiDestinations.map(\.endpoint.text)
        texts += server.authorizations.flatMap(\.texts) + server.accessKeys.map(\.secret)
        var seen: Set<SecretReference> = []
        return texts.flatMap(\.references).filter { seen.insert($0).inserted }
    }
}

extension Connection.Authorization {
    fileprivate var texts: [SecretText] {
        switch self {
        case .apiKey(_, let value): [value]
        case .basic(let username, let password): [username, password]
        case .oauth(let oauth):
            [oauth.endpoint.text, oauth.clientID, oauth.clientSecret] + oauth.parameters.texts
        }
    }
}

extension HTTPParameters {
    fileprivate var texts: [SecretText] { (body + header + queryString).map(\.value) }
}

extension ServerSettings.SenderCredential {
    fileprivate var texts: [SecretText] {
        switch self {
        case .apiKey(_, let value): [value]
        case .basic(let username, let password): [username, password]
        case .bearer(let token): [token]
        }
    }
}
