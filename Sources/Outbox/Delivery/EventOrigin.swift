/// How an event came to relay.
public enum EventOrigin: Hashable, Sendable, Codable {
    /// Just now, over HTTP.
    case live
    /// Out of an archive, long after it happened: what is sent for it says so.
    case archive
    /// A fire drill's: what is sent says DRILL, and no use is counted.
    case drill(id: String)

    public var drillID: String? { if case .drill(let id) = self { id } else { nil } }
}
