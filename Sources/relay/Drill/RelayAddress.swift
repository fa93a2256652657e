internal import Rules

/// The address at which a running relay is asked.
struct RelayAddress {
    /// Without a slash at the end.
    let url: String
    /// A certificate to trust besides those the system trusts.
    let certificateFile: String?
    /// Whether the certificate must name the host. A server on this machine is asked at a loopback address, which its
    /// certificate need not name.
    let checksHostName: Bool

    /// - Parameter url: The address as given; nil for the one at which the rules file lets relay listen.
    /// - Throws: ``UsageError`` for a URL of another form.
    init(_ url: String?, server: ServerSettings, config: ConfigOption) throws(UsageError) {
        certificateFile = server.tls.map { config.resolved($0.certificateFile) }
        guard let url else {
            self.url = "\(server.tls == nil ? "http" : "https")://\(Self.reachable(server.host)):\(server.port)"
            checksHostName = !server.listensOnLoopback && !Self.isAnyAddress(server.host)
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

    /// Whether a server there listens on every address of its machine: `0.0.0.0`, or `::` in any of its spellings.
    private static func isAnyAddress(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { [UInt8(ascii: "0"), UInt8(ascii: "."), UInt8(ascii: ":")].contains($0) }
    }

    /// The host for a URL. A server that listens on every address is asked at the loopback address.
    private static func reachable(_ host: String) -> String {
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        if isAnyAddress(host) { return isIPv6 ? "[::1]" : "127.0.0.1" }
        return isIPv6 ? "[\(host)]" : host
    }
}
