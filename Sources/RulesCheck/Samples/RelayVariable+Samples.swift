import Rules

extension RelayVariable {
    /// A value such as an event may give, to render templates with before there is an event.
    var sample: String {
        switch self {
        case .who: "alice.chen"
        case .role: "BreakGlassAdmin"
        case .roleARN: "arn:aws:iam::111122223333:role/BreakGlassAdmin"
        case .permissionSet: "BreakGlass"
        case .account: "payments-prod (111122223333)"
        case .accountID: "111122223333"
        case .accountName: "payments-prod"
        case .environment: "production"
        case .region: "eu-west-1"
        case .time: "2026-03-02 09:14:03 UTC"
        case .from: "198.51.100.42"
        case .via: "CLI"
        case .mfa: "yes"
        case .outcome: "allowed"
        case .duration: "60 minutes"
        case .usage: "First use on record."
        case .eventID: "3613992e-52a6-4edb-a5f6-ecd1ce740f28"
        }
    }

    /// A value about as long as one gets: names of roles and sessions have at most 64 characters, paths 512.
    ///
    /// Source: IAM API Reference, `CreateRole`; STS API Reference, `AssumeRole`.
    var longSample: String {
        func filled(_ start: String, _ count: Int) -> String {
            start + String(repeating: "x", count: max(0, count - start.utf8.count))
        }
        return switch self {
        case .who: filled("alice.chen@example.com", 64)
        case .role, .permissionSet, .accountName, .environment: filled(sample, 64)
        case .account: filled("payments-prod", 64) + " (111122223333)"
        case .roleARN: filled("arn:aws:iam::111122223333:role/emergency/", 160)
        case .outcome: filled("denied: User: arn:aws:sts::111122223333:assumed-role/ReadOnly is not authorized", 300)
        case .via, .usage: filled(sample, 100)
        default: sample
        }
    }
}
