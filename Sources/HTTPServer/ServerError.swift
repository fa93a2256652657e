/// Why the server cannot start.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Anybody on the network could send events.
    case openToTheNetwork(host: String)
    /// - Parameter reason: in the system's words.
    case cannotListen(host: String, port: Int, reason: String)
    case certificate(CertificateError)

    package var description: String {
        switch self {
        case .openToTheNetwork(let host):
            """
            on '\(host)' anybody on the network could send events: configure authorizations or access keys for the \
            server, or let it listen on 127.0.0.1
            """
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host) port \(port): \(reason)"
        case .certificate(let error): "\(error)"
        }
    }
}
