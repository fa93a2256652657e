import ConfigDocument
import EventPatterns
import Rules

extension RuleLint {
    /// Read-only management events, which EventBridge delivers only to rules in the special state.
    static let readOnlyEvents = RuleLint(summary: "State ENABLED where the event is read-only") { subject in
        guard subject.state == .enabled, let name = readOnlyName(in: subject.outline) else { return [] }
        return [
            Finding(
                code: .readOnlyEvent,
                message: "\(name) is a read-only event: EventBridge does not promise it to rules that are just ENABLED",
                help: "write state: \(RuleState.enabledWithAllCloudTrailManagementEvents.rawValue)", place: .state)
        ]
    }

    private static func readOnlyName(in outline: PatternOutline) -> String? {
        for alternative in outline.alternatives {
            for test in alternative["detail.eventName"]?.tests ?? [] {
                guard let text = test.text else { continue }
                switch test.form {
                case .exact where KnownEvent.isReadOnly(text): return text
                case .prefix:
                    // A prefix such as `AssumeRole` selects read-only events; one or two letters may mean any event.
                    if let event = KnownEvent.all.first(where: { $0.isReadOnly && $0.name.hasPrefix(text) }),
                        text.utf8.count > 2
                    {
                        return event.name
                    }
                    if KnownEvent.readOnlyVerbs.contains(where: { text.hasPrefix($0) }) { return "\(text)…" }
                default: continue
                }
            }
        }
        return nil
    }
}
