/// Why a trial could not be held, or what it found wrong.
package struct TrialError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
