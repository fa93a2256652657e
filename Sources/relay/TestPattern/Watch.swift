/// Does something, and does it again each time a file changes, until it is interrupted.
struct Watch {
    /// How long to wait between two looks at the files.
    static let interval = Duration.milliseconds(200)
    /// Looking must not become a load of its own: between two looks there is this many times as long as one took.
    static let restPerLook = 10

    /// The files, and folders with all that is in them.
    let paths: [String]
    /// Where is said which file has changed.
    let console: Console

    /// Calls `body` once, and again after each change, until SIGINT or SIGTERM.
    ///
    /// - Throws: ``OutputError`` alone; any other error of `body` is printed.
    func run(_ body: () async throws -> Void) async throws {
        let interruption = Interruption()
        var seen = FileFingerprint(of: paths)
        var rest = Self.interval
        try await round(body)
        while true {
            try await Task.sleep(for: rest)
            guard !interruption.isRequested else { return }
            let start = ContinuousClock.now
            let current = FileFingerprint(of: paths)
            rest = max(Self.interval, (ContinuousClock.now - start) * Self.restPerLook)
            guard let change = seen.firstChange(to: current) else { continue }
            seen = current
            console.note(console.talkStyle(.dim, "-- \(change.printable) changed --"))
            try await round(body)
        }
    }

    /// A mistake in a file is what somebody is about to mend; only output that cannot be written ends the watch.
    private func round(_ body: () async throws -> Void) async throws {
        do {
            try await body()
            try console.flush()
        } catch let error as OutputError {
            throw error
        } catch {
            console.note("relay: \(error)")
        }
    }
}
