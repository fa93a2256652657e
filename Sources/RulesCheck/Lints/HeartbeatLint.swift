import ConfigDocument
import Rules
import TextFormats

/// A heartbeat's rule that no drill can trigger: every one of its drills would fail.
enum HeartbeatLint {
    static func problems(in file: RulesFile) -> [Problem] {
        guard let heartbeat = file.drill.heartbeat, let rule = file.rule(heartbeat.rule) else { return [] }
        do throws(DrillEventError) {
            _ = try DrillEvent(for: rule, eventID: "relay-check", time: Timestamp(milliseconds: 0))
            return []
        } catch {
            return [Problem(.neverMatches, "every drill fails: \(error)", in: file.source, at: heartbeat.ruleRange)]
        }
    }
}
