internal import Rules

/// Where a running relay is asked.
struct RelayAddress {
    /// Without a slash at the end.
    let url: String
    /// A certificate to trust besides those the system trusts.
    let certificateFile: String?
    /// Whether the certificate must name the host. Asked by its own address on its own machine, it names another.
    let checksHostName: Bool

    /// - Parameter url: nil for where the rules file says that relay listens.
    init(_ url: String?, server: ServerSettings, config: ConfigOption) throws(UsageError) {
        certificateFile = server.tls.map { config.resolved($0.certificateFile) }
        guard let url else {
            self.url = "\(server.tls == nil ? "http" : "https")://\(Self.reachable(server.host)):\(server.port)"
            checksHostName = false
            return
        }
        let isHTTPS = url.utf8.starts(with: "https://".utf8)
        let rest = url.utf8.dropFirst(isHTTPS ? 8 : 7)
        guard isHTTPS || url.utf8.starts(with: "http://".utf8), let first = rest.first, first != UInt8(ascii: "/"),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains(UInt8(ascii: "?")),
            !rest.contains(UInt8(ascii: "@"))
        else { throw UsageError("--url \(url.printable): expected an address such as http://127.0.0.1:8765") }
        self.url = url.utf8.last == UInt8(ascii: "/") ? String(url.dropLast()) : url
        checksHostName = true
    }

    /// A host that stands for every address is reached at this machine's own.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "[::1]"
        default: host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        }
    }
}
