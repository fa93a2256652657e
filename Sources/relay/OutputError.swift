internal import Glibc

/// Standard output could not be written.
struct OutputError: Error, CustomStringConvertible {
    /// The system's `errno`.
    let code: Int32

    /// The reader has gone, as `head` does when it has enough: no fault of anybody's.
    var isClosedPipe: Bool { code == EPIPE }

    var description: String { "cannot write standard output: \(SystemError.text(for: code))" }
}
