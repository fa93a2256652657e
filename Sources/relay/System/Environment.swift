internal import Foundation

/// The environment that relay was started with.
enum Environment {
    /// The value of a variable; nil when it is not set.
    static subscript(name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
