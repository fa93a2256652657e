package import Rules

/// Why the configured authorization cannot be used.
package enum AuthorizationError: Error, Hashable, Sendable, CustomStringConvertible {
    case secret(SecretError)
    /// - Parameter what: the kind of authorization.
    case emptySecret(what: String)
    case invalidHeaderName(String)
    /// The same access key id twice, with secrets that may differ.
    case repeatedAccessKey(id: String)

    package var description: String {
        switch self {
        case .secret(let error): "\(error)"
        case .emptySecret(let what): "a secret of the server's \(what) authorization is empty"
        case .invalidHeaderName(let name): "'\(name)' cannot be the name of a header"
        case .repeatedAccessKey(let id): "the access key '\(id)' is there twice"
        }
    }
}
