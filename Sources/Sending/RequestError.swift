package import Rules

/// Why no request can be made of a delivery: a mistake in the configuration. Holds no secret.
package enum RequestError: Error, Hashable, Sendable, CustomStringConvertible {
    case secret(SecretError)
    /// The address, secrets filled in, is none.
    case invalidAddress
    case notEncrypted
    case missingPathParameters(needed: Int, given: Int)
    case missingDestination(String)
    case missingConnection(String)

    package var description: String {
        switch self {
        case .secret(let error): "\(error)"
        case .invalidAddress: "the endpoint, its secrets filled in, is not an address that can be sent to"
        case .notEncrypted: "the endpoint, its secrets filled in, is not https; http is for localhost only"
        case .missingPathParameters(let needed, let given):
            "the endpoint has \(needed) '*', the target has values for \(given)"
        case .missingDestination(let name): "the API destination '\(name)' is not in the rules file any more"
        case .missingConnection(let name): "the connection '\(name)' is not in the rules file any more"
        }
    }
}
