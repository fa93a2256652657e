internal import Glibc

/// The system's words for its error numbers.
enum SystemError {
    /// The sentence for an `errno`, such as `No such file or directory`.
    static func text(for code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
