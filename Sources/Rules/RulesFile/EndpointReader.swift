import TextFormats

/// Reads what follows the scheme of an endpoint, byte by byte and reference by reference, and refuses what would be sent
/// elsewhere than it seems to be, or to a place that an event chooses.
///
/// ```
/// https://hooks.slack.com:443/services/*/${env:KEY}?a=${env:B}
///         host            port path                 query
/// ```
struct EndpointReader {
    /// The part of an address that a byte stands in.
    enum Part {
        case host, bracketedHost, afterBracket, port, path, query
        /// Behind a secret with which the address begins: whatever part that ends in.
        case unknown
    }

    private var part: Part
    private var hostBytes = 0
    private var port: [UInt8] = []
    private let hostIsFixed: Bool

    /// - Parameter hostIsFixed: Whether no secret may stand in the host: plain `http` is for this machine alone.
    init(at part: Part, hostIsFixed: Bool = false) {
        self.part = part
        self.hostIsFixed = hostIsFixed
    }

    mutating func read(_ literal: some Sequence<UInt8>) throws(EndpointError) {
        for byte in literal { try read(byte) }
    }

    /// A secret may stand for any part but the port, which must be fixed.
    mutating func readReference() throws(EndpointError) {
        switch part {
        case .host where hostIsFixed: throw .notEncrypted
        case .host: hostBytes += 1
        case .bracketedHost, .afterBracket, .port: throw .invalidPort
        case .path, .query, .unknown: break
        }
    }

    func finish() throws(EndpointError) {
        switch part {
        case .host, .bracketedHost: guard hostBytes > 0, part == .host else { throw .noHost }
        case .port: guard HTTPAddress.isPort(port) else { throw .invalidPort }
        case .afterBracket, .path, .query, .unknown: break
        }
    }

    private mutating func read(_ byte: UInt8) throws(EndpointError) {
        guard HTTPAddress.isAllowed(byte) else { throw .invalidByte(byte) }
        switch part {
        case .host, .bracketedHost, .afterBracket, .port: try readAuthority(byte)
        case .path: if byte == UInt8(ascii: "?") { part = .query }
        case .query: guard byte != UInt8(ascii: "*") else { throw .wildcardOutsidePath }
        case .unknown: break
        }
    }

    private mutating func readAuthority(_ byte: UInt8) throws(EndpointError) {
        guard byte != UInt8(ascii: "@") else { throw .namesUser }
        guard byte != UInt8(ascii: "*") else { throw .wildcardOutsidePath }
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "?"):
            try finish()
            part = byte == UInt8(ascii: "/") ? .path : .query
        case _ where part == .port: port.append(byte)
        case UInt8(ascii: "[") where part == .host && hostBytes == 0: part = .bracketedHost
        case UInt8(ascii: "]") where part == .bracketedHost && hostBytes > 0: part = .afterBracket
        case UInt8(ascii: ":") where part == .host && hostBytes > 0, UInt8(ascii: ":") where part == .afterBracket:
            part = .port
        case _ where part == .host && HTTPAddress.isHostByte(byte): hostBytes += 1
        case _ where part == .bracketedHost && (byte.isASCIIHexDigit || ":.".utf8.contains(byte)): hostBytes += 1
        default: throw .invalidHostByte(byte)
        }
    }
}
