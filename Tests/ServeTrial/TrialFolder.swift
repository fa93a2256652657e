import Foundation

/// A folder of its own for a trial, with the rules file in it; removed when the trial is over, kept when it failed.
package final class TrialFolder {
    package let path: String
    package var isKept = false

    package init(rules: TrialRules) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "relay-trial-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try rules.yaml.write(toFile: "\(path)/relay.yaml", atomically: true, encoding: .utf8)
    }

    deinit {
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}
