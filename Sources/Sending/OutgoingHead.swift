import Outbox

/// The head of a request: its first line and its header fields.
package enum OutgoingHead {
    /// The longest head that is sent.
    ///
    /// Web servers take 8 to 32 KiB of it (nginx 8 KiB for a field, Apache 8, Node.js 16, AWS's load balancers 64 in all),
    /// and AsyncHTTPClient ends the process when a head fills the 64 KiB that a connection buffers.
    package static let bytesLimit = 32 << 10
}

extension OutgoingRequest {
    /// How long the head is, at most: the host is counted twice, and what HTTP itself adds by a fixed amount.
    package var headBytes: Int {
        // " HTTP/1.1", "Host: ", "Content-Length: " with its number, "Transfer-Encoding: chunked", "Connection: close".
        let fixed = 160
        let fields = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + ": \r\n".utf8.count }
        return fixed + method.utf8.count + 2 * address.utf8.count + fields
    }
}
