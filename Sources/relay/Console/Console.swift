internal import Glibc
internal import JSONText
internal import SystemPackage

/// What relay prints: data goes to standard output, talk about it to standard error.
///
/// Data is gathered and written in large pieces; the entry point flushes what is left. Talk is written at once, after
/// the data that came before it, so that the two read in order when they share a terminal.
final class Console {
    /// How many bytes of data are gathered before they are written.
    static let bufferBytesLimit = 64 * 1024

    /// Colours for data: on only when standard output is a terminal.
    let style: TextStyle
    /// Colours for talk: on only when standard error is a terminal.
    let talkStyle: TextStyle
    /// Whether a line on standard error can be overwritten, so that progress can be shown there.
    let showsProgress: Bool

    private let output: FileDescriptor
    private let talk: FileDescriptor
    private var buffer: [UInt8] = []
    private var progressIsShown = false

    /// - Parameters:
    ///   - output: Where data goes.
    ///   - talk: Where notes and progress go.
    init(output: FileDescriptor = .standardOutput, talk: FileDescriptor = .standardError) {
        (self.output, self.talk) = (output, talk)
        let plain = Environment["NO_COLOR"]?.isEmpty == false || Environment["TERM"] == "dumb"
        style = TextStyle(isOn: output.isTerminal && !plain)
        talkStyle = TextStyle(isOn: talk.isTerminal && !plain)
        showsProgress = talk.isTerminal && Environment["TERM"] != "dumb"
    }

    /// How many columns a line of data has; nil when standard output is not a terminal.
    var columns: Int? { output.terminalColumns }

    /// How many columns a line of talk has; nil when standard error is not a terminal.
    var talkColumns: Int? { talk.terminalColumns }

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

    /// Writes JSON on a line.
    func line(_ json: JSONWriter) throws(OutputError) {
        buffer.append(contentsOf: json.bytes)
        try write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Hands all data so far to the system.
    func flush() throws(OutputError) {
        guard !buffer.isEmpty else { return }
        clearProgress()
        do throws(Errno) {
            try output.write(all: buffer)
        } catch {
            throw OutputError(errno: error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Says a line on standard error. An error of that is nowhere to be told, and is left alone.
    func note(_ text: String) {
        // A failure is kept: the data stays in the buffer, and the next flush meets the same error.
        try? flush()
        clearProgress()
        try? talk.write(all: "\(text)\n".utf8)
    }

    /// Shows a line that the next progress, note or data replaces. Nothing unless ``showsProgress``.
    func progress(_ text: String) {
        guard showsProgress else { return }
        progressIsShown = true
        try? talk.write(all: "\r\(text)\u{1B}[K".utf8)
    }

    /// Takes the progress line away.
    func clearProgress() {
        guard progressIsShown else { return }
        progressIsShown = false
        try? talk.write(all: "\r\u{1B}[K".utf8)
    }
}

/// Standard output could not be written.
struct OutputError: Error, CustomStringConvertible {
    /// The system's error.
    let errno: Errno

    /// Whether the reader has gone, as `head` does when it has enough. That is no fault.
    var isClosedPipe: Bool { errno == .brokenPipe }

    var description: String { "cannot write standard output: \(errno)" }
}

extension FileDescriptor {
    fileprivate var isTerminal: Bool { isatty(rawValue) == 1 }

    fileprivate var terminalColumns: Int? {
        var size = winsize()
        guard isTerminal, unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
