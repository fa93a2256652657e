/// Arguments that are well formed each, and do not go together.
///
/// Thrown by `run`: ArgumentParser's `validate` comes before its look at unknown options, so that a misspelt option
/// would be reported as missing.
struct UsageError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
