internal import Glibc

/// The program's two voices: data goes to standard output, talk about it to standard error.
///
/// Data is gathered and written in large pieces; the entry point flushes what is left. Talk is written at once, after
/// the data that came before it, so that the two read in order when they share a terminal.
final class Console {
    /// How much data is gathered before it is written.
    static let bufferBytesLimit = 64 * 1024

    /// Colours for data: on only when standard output is a terminal.
    let style: TextStyle
    /// Colours for talk: on only when standard error is a terminal.
    let talkStyle: TextStyle
    /// Whether a line on standard error can be overwritten, so that progress can be shown there.
    let showsProgress: Bool

    private let output: Int32
    private let talk: Int32
    private var buffer: [UInt8] = []
    private var progressIsShown = false

    init(output: Int32 = STDOUT_FILENO, talk: Int32 = STDERR_FILENO) {
        (self.output, self.talk) = (output, talk)
        let plain = Environment["NO_COLOR"]?.isEmpty == false || Environment["TERM"] == "dumb"
        style = TextStyle(isOn: isatty(output) == 1 && !plain)
        talkStyle = TextStyle(isOn: isatty(talk) == 1 && !plain)
        showsProgress = isatty(talk) == 1 && Environment["TERM"] != "dumb"
    }

    /// How many columns a line of data has; nil when standard output is not a terminal.
    var columns: Int? { Self.columns(of: output) }

    /// How many columns a line of talk has; nil when standard error is not a terminal.
    var talkColumns: Int? { Self.columns(of: talk) }

    /// Writes data.
    func write(_ bytes: some Sequence<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytesLimit { try flush() }
    }

    /// Writes data and ends the line.
    func line(_ text: String = "") throws(OutputError) {
        buffer.append(contentsOf: text.utf8)
        try write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Hands all data so far to the system.
    func flush() throws(OutputError) {
        guard !buffer.isEmpty else { return }
        clearProgress()
        try Self.write(buffer, to: output)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Says a line on standard error. Where even that fails there is nobody left to tell.
    func note(_ text: String) {
        // A failure is kept: the data stays in the buffer, and the next flush meets the same error.
        try? flush()
        clearProgress()
        try? Self.write(Array("\(text)\n".utf8), to: talk)
    }

    /// Shows a line that the next progress, note or data replaces. Nothing unless ``showsProgress``.
    func progress(_ text: String) {
        guard showsProgress else { return }
        progressIsShown = true
        try? Self.write(Array("\r\(text)\u{1B}[K".utf8), to: talk)
    }

    /// Takes the progress line away.
    func clearProgress() {
        guard progressIsShown else { return }
        progressIsShown = false
        try? Self.write(Array("\r\u{1B}[K".utf8), to: talk)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                start += written
            } else if errno != EINTR {
                throw OutputError(code: errno)
            }
        }
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
