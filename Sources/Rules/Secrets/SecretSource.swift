/// Where secrets are looked up when a request is made: the only way from a reference to its value.
public protocol SecretSource: Sendable {
    /// - Throws: ``SecretError``, which names the reference and holds no secret.
    func secret(_ reference: SecretReference) throws(SecretError) -> String
}

/// Why a secret could not be looked up.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case missing
        case empty
        /// - Parameter detail: in the system's words.
        case unreadable(detail: String)
        /// It cannot stand where it is to go: a line end in a header.
        case invalid
        /// This build has no way to that store.
        case unsupported
    }

    public let reference: SecretReference
    public let reason: Reason

    public init(_ reason: Reason, of reference: SecretReference) {
        self.reason = reason
        self.reference = reference
    }

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
