/// The version of relay, by semantic versioning: what scripts may rely on is in each command's `--help`.
enum Version {
    static let current = "0.1.0"
}
