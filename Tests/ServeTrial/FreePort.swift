import Foundation
import Synchronization

/// A port of this machine that nobody listens on, as the system gives one out.
package enum FreePort {
    /// Ports that were given out. The system may give one out again before its first taker listens, and two trials would
    /// then ask each other's server.
    private static let given = Mutex<Set<Int>>([])
    private static let triesLimit = 1_000

    package static func find() throws -> Int {
        for _ in 0..<triesLimit {
            let port = try candidate()
            if given.withLock({ $0.insert(port).inserted }) { return port }
        }
        throw TrialError("every free port has been given out")
    }

    private static func candidate() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TrialError("no socket: errno \(errno)") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw TrialError("no free port: errno \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
