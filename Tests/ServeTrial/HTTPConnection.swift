import Foundation

/// One HTTP/1.1 connection to this machine, kept open, for one thread: as little work as a client can do, so that the
/// machine's time goes to what is on trial.
///
/// Reads answers with a `Content-Length`, which is how both servers under test answer.
package struct HTTPConnection: ~Copyable {
    package struct Answer {
        package var status: Int
        package var body: [UInt8]
    }

    /// How long an answer may take before the connection counts as dead.
    package static let timeoutSeconds = 30

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var room = [UInt8](repeating: 0, count: 64 * 1024)

    package init(port: Int) throws {
        // Its own only once it is connected: from then on `deinit` closes it, also when this throws.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TrialError("no socket: errno \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw TrialError("port \(port) does not answer")
        }
        self.descriptor = descriptor
        var on: Int32 = 1
        unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var timeout = timeval(tv_sec: Self.timeoutSeconds, tv_usec: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    package mutating func post(_ body: [UInt8], to path: String) throws -> Answer {
        var request = Array("POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n".utf8)
        request += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8
        request += body
        try send(request)
        return try answer()
    }

    package mutating func get(_ path: String) throws -> Answer {
        try send(Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
        return try answer()
    }

    private func send(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let sent = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw TrialError("the connection broke while sending") }
            start += sent
        }
    }

    private mutating func answer() throws -> Answer {
        let head = try readHead()
        let lines = String(decoding: buffer[..<head], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else { throw TrialError("no HTTP status in the answer") }
        let length = lines.dropFirst().compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].drop { $0 == " " })
        }
        guard let length = length.first else { throw TrialError("an answer without Content-Length") }
        while buffer.count < head + length { try read() }
        let body = Array(buffer[head..<head + length])
        buffer.removeFirst(head + length)
        return Answer(status: status, body: body)
    }

    /// Reads to the end of the header fields, and returns how many bytes they have.
    private mutating func readHead() throws -> Int {
        var searched = 0
        while true {
            while searched + 4 <= buffer.count {
                if buffer[searched] == 13, buffer[searched + 1] == 10, buffer[searched + 2] == 13,
                    buffer[searched + 3] == 10
                {
                    return searched + 4
                }
                searched += 1
            }
            try read()
        }
    }

    private mutating func read() throws {
        let count = unsafe room.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw TrialError("the connection broke while an answer was due") }
        buffer += room[..<count]
    }
}
