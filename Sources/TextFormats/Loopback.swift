/// Whether a host is this machine and nobody else can be reached by it.
public enum Loopback {
    /// - Parameter host: A name, or a numeric address without brackets and port.
    /// - Returns: True for `localhost`, for 127.0.0.0/8, for `::1` however it is written, and for the IPv6 forms of the
    ///   IPv4 addresses (`::ffff:127.0.0.1`). Other names are not looked up: what they stand for may change.
    public static func isLoopback(host: some StringProtocol) -> Bool {
        if host.hasBytes(ofIgnoringCase: "localhost") { return true }
        let bytes = Array(host.utf8)
        // IPAddress reads addresses as EventBridge does, which knows no dotted tail; resolvers and sockets write one.
        let mapped = Array("::ffff:".utf8)
        let hasTail = bytes.count > mapped.count && zip(bytes, mapped).allSatisfy { $0.asciiLowercased == $1 }
        let tail = hasTail ? IPAddress(parsing: Array(bytes[mapped.count...])) : nil
        guard let address = tail ?? IPAddress(parsing: bytes) else { return false }
        return switch address.family {
        case .v4: address.bits >> 24 == 127
        case .v6: address.bits == 1
        }
    }
}
