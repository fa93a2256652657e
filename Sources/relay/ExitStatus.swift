/// What relay found out, said as grep says it.
enum ExitStatus: Int32, Sendable {
    /// Yes, or done.
    case yes = 0
    /// No: nothing matched, a test failed.
    case no = 1
    /// It could not tell: bad input, bad arguments, a file that cannot be read.
    case unknown = 2
}
