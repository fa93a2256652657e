import Outbox

/// What a message says of an event that did not come in live: a drill's says DRILL, an archive's that it is late.
///
/// A Slack message has the text in front (``LabelledMessage``); every request has it as a header, whatever its body is.
struct OriginLabel {
    /// `DRILL, nobody has used a role:`
    let text: String
    private let value: String

    static let header = "X-Relay-Origin"

    /// Nil for a live event, which needs no label.
    init?(_ origin: EventOrigin) {
        switch origin {
        case .live: return nil
        case .archive: (text, value) = ("LATE, found in an archive:", "archive")
        case .drill: (text, value) = ("DRILL, nobody has used a role:", "drill")
        }
    }

    var field: DeliveryRequest.Field { .init(name: Self.header, value: value) }
}
