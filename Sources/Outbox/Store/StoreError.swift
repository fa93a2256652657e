/// Why a store could not do what it was asked; nothing was done then.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// There is no room; it works again when there is.
        case full
        case readOnly
        /// Not a store of relay's, or a damaged one.
        case corrupt
        /// Made by a later version of relay.
        case newer(found: String)
        /// Another `relay serve` uses it.
        case inUse
        case missing
        /// More is waiting to be written than may wait.
        case overloaded
        case closed
        case other
    }

    public let reason: Reason
    /// The file.
    public let path: String
    /// In SQLite's or the system's words.
    public let detail: String

    public init(_ reason: Reason, path: String, detail: String = "") {
        self.reason = reason
        self.path = path
        self.detail = detail
    }

    public var description: String {
        let what =
            switch reason {
            case .full: "the disk is full; make room and relay goes on by itself"
            case .readOnly: "cannot be written to; give relay the right to"
            case .corrupt: "is damaged or no store of relay's; restore it from a copy, or move it away"
            case .newer(let found): "was made by a later relay (\(found)); use that version"
            case .inUse: "is in use by another 'relay serve'; stop that one, or give this one a store of its own"
            case .missing: "is not there; 'relay serve' makes one"
            case .overloaded: "more is waiting to be written than may wait; try again shortly"
            case .closed: "has been closed"
            case .other: "failed"
            }
        return "\(path): \(what)\(detail.isEmpty ? "" : " (\(detail))")"
    }
}
