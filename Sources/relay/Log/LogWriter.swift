internal import Dispatch
internal import Foundation
internal import Synchronization
internal import SystemPackage

/// Writes log lines to a descriptor from a thread of its own, so that a reader who does not read holds up nothing else.
///
///     write ──► waiting (bounded) ──► thread ──► descriptor
///                  │ full
///                  └► dropped and counted, until the thread takes what waits; a line then says how many
///
/// A line is normally written at once, and lines keep their order. The descriptor stays in blocking mode: other
/// processes may share it.
final class LogWriter: Sendable {
    /// How many bytes may wait to be written, those included that the thread is writing. About 1,500 lines.
    static let waitingBytesLimit = 256 * 1024
    /// How long ``end()`` waits for what is still to be written.
    static let endWait: DispatchTimeInterval = .seconds(1)

    private let queue: Queue

    /// - Parameters:
    ///   - waitingBytesLimit: How many bytes may wait, as in ``waitingBytesLimit``.
    ///   - droppedLine: The line that says how many lines were dropped, without its line end.
    init(
        descriptor: FileDescriptor = .standardError, waitingBytesLimit: Int = LogWriter.waitingBytesLimit,
        droppedLine: @escaping @Sendable (_ count: Int) -> String = LogWriter.droppedMessage
    ) {
        let queue = Queue(bytesLimit: waitingBytesLimit)
        self.queue = queue
        // The thread holds the queue alone: the writer can go while the thread is held up.
        Thread.detachNewThread { queue.run(writingTo: descriptor, droppedLine: droppedLine) }
    }

    deinit { end() }

    /// What the line about dropped lines says.
    static func droppedMessage(count: Int) -> String {
        "\(count) log line\(count == 1 ? " was" : "s were") dropped: nobody read them"
    }

    /// How many lines have been dropped so far.
    var droppedLines: Int { queue.droppedLines }

    /// The last error in writing, once; nil where there was none since this was asked.
    func takeError() -> Errno? { queue.takeError() }

    /// Writes a line soon, or drops it where too much waits already. Returns at once.
    ///
    /// - Parameter line: Without its line end.
    func write(_ line: String) { queue.add(line) }

    /// Ends the thread after it has written what waits, and waits for that for ``endWait`` at most. Lines that are
    /// written later are lost.
    func end() { queue.end() }
}

// MARK: - The queue

extension LogWriter {
    /// What waits between those who log and the thread that writes.
    private final class Queue: Sendable {
        private struct State {
            var waiting: [UInt8] = []
            /// Bytes that the thread took and has not written yet.
            var takenCount = 0
            var droppedLines = 0
            /// Of the dropped lines, those that no line has told of yet.
            var untoldLines = 0
            var isEnding = false
            var error: Errno?
        }

        /// The most bytes that one call hands to the system: what a pipe takes as a whole (PIPE_BUF).
        private static let pieceBytes = 4096

        private let bytesLimit: Int
        private let state = Mutex(State())
        /// Is signalled when there may be something to write.
        private let work = DispatchSemaphore(value: 0)
        /// Is signalled when the thread has ended.
        private let ended = DispatchSemaphore(value: 0)

        init(bytesLimit: Int) { self.bytesLimit = bytesLimit }

        /// How many lines have been dropped so far.
        var droppedLines: Int { state.withLock { $0.droppedLines } }

        /// See ``LogWriter/takeError()``.
        func takeError() -> Errno? {
            state.withLock { state in
                defer { state.error = nil }
                return state.error
            }
        }

        /// Lets a line wait, or counts it as dropped.
        func add(_ line: String) {
            let bytes = Array("\(line)\n".utf8)
            state.withLock { state in
                // After a dropped line all are dropped until the count is told, so that it stands where they are missing.
                guard state.untoldLines == 0,
                    state.waiting.count + state.takenCount + bytes.count <= bytesLimit
                else {
                    state.droppedLines += 1
                    state.untoldLines += 1
                    return
                }
                state.waiting += bytes
            }
            work.signal()
        }

        /// Tells the thread to end, and waits for it; the second call does nothing.
        func end() {
            let isFirst = state.withLock { state in
                defer { state.isEnding = true }
                return !state.isEnding
            }
            guard isFirst else { return }
            work.signal()
            _ = ended.wait(timeout: .now() + LogWriter.endWait)
        }

        /// The thread: writes what waits until it is told to end.
        func run(writingTo descriptor: FileDescriptor, droppedLine: (Int) -> String) {
            while let bytes = next(droppedLine) {
                for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
                    let piece = bytes[start..<min(start + Self.pieceBytes, bytes.count)]
                    var failure: Errno?
                    do throws(Errno) { try descriptor.write(all: piece) } catch { failure = error }
                    state.withLock { state in
                        state.takenCount = max(0, state.takenCount - piece.count)
                        // Of a log nobody asks for it: where the log cannot be written there is nowhere to say so.
                        state.error = failure ?? state.error
                    }
                }
            }
            ended.signal()
        }

        /// Waits for something to write; nil when there is nothing left and the end was asked for.
        private func next(_ droppedLine: (Int) -> String) -> [UInt8]? {
            while true {
                let (bytes, untold, isEnding) = state.withLock { state in
                    defer {
                        state.takenCount = state.waiting.count
                        state.waiting = []
                        state.untoldLines = 0
                    }
                    return (state.waiting, state.untoldLines, state.isEnding)
                }
                if untold > 0 { return bytes + "\(droppedLine(untold))\n".utf8 }
                if !bytes.isEmpty { return bytes }
                if isEnding { return nil }
                work.wait()
            }
        }
    }
}
