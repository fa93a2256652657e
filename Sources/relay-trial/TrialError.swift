/// Why a trial could not be held, or what it found wrong.
struct TrialError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
