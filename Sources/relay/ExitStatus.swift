/// What relay found out, as an exit status like grep's.
///
/// | command | ``yes`` | ``no`` |
/// |---|---|---|
/// | `check` | the rules file can be put in force | it cannot, or a secret is missing |
/// | `drill` | the drill was announced in time | it was not |
/// | `history` | there is a use | there is none |
/// | `init`, `serve` | done, ended in order | |
/// | `outbox list` | nothing needs anybody | a delivery waits or is dead |
/// | `outbox redrive`, `drop` | a delivery was touched | none was |
/// | `outbox show` | it is on record | |
/// | `render` | something was rendered, and nothing refused | nothing was, or something refused |
/// | `replay` | a record matched; with `--against` no alert differs; with `--deliver` all has arrived | otherwise |
/// | `test` | every test passed | one failed |
/// | `test-pattern` | an event matched | none did |
///
/// Decided at the end of `run` in the command's own file; of `replay`, `drill` and `test-pattern` in `ReplayReport`,
/// `DrillReport` and `PatternResult`. ``EntryPoint`` makes ``unknown`` of an error, and ``yes`` where a reader has closed
/// the pipe or has asked for help or the version.
enum ExitStatus: Int32, Sendable {
    /// Yes, or done.
    case yes = 0
    /// No: nothing matched, a test failed.
    case no = 1
    /// It could not tell: bad input, bad arguments, a file that cannot be read.
    case unknown = 2
}
