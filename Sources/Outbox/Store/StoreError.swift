/// Why a store could not do what it was asked; nothing was done then.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What somebody can do about it depends on this.
    public enum Reason: Hashable, Sendable {
        /// There is no room; it works again when there is.
        case full
        /// The file may not be written to, or was opened only to be read.
        case readOnly
        /// Not a store of relay's, or a damaged one.
        case corrupt
        /// Made by a later version of relay.
        case newer(found: String)
        /// Another `relay serve` uses it.
        case inUse
        /// There is no such file.
        case missing
        /// The file, or one that belongs to it, was removed or replaced while it was open.
        case removed
        /// More is waiting to be written than may wait.
        case overloaded
        /// Other processes kept changing what was to be written.
        case contended
        /// The store has been closed.
        case closed
        /// Anything else; see ``StoreError/detail``.
        case other

        /// Whether the same is likely to work a moment later.
        public var isBusy: Bool { self == .overloaded || self == .contended }

        /// Whether others that write to the store will fail, too, until somebody does something about it.
        public var isLasting: Bool {
            switch self {
            case .full, .readOnly, .corrupt, .removed, .other: true
            case .newer, .inUse, .missing, .overloaded, .contended, .closed: false
            }
        }
    }

    /// What kind of reason it is.
    public let reason: Reason
    /// The file.
    public let path: String
    /// What SQLite or the system says; may be empty.
    public let detail: String

    /// Memberwise.
    public init(_ reason: Reason, path: String, detail: String = "") {
        self.reason = reason
        self.path = path
        self.detail = detail
    }

    /// One sentence for the operator: the place, what is wrong, what to do.
    public var description: String {
        let what =
            switch reason {
            case .full: "the disk is full; make room and relay goes on by itself"
            case .readOnly: "cannot be written to; give relay the right to"
            case .corrupt: "is damaged or no store of relay's; restore it from a copy, or move it away"
            case .newer(let found): "was made by a later relay (\(found)); use that version"
            case .inUse: "is in use by another 'relay serve'; stop that one, or give this one a store of its own"
            case .missing: "is not there; 'relay serve' makes one"
            case .removed:
                """
                was removed or replaced while relay runs: nothing more is accepted, since it would be lost; stop relay, put \
                the file back, and start relay again
                """
            case .overloaded: "more is waiting to be written than may wait; try again shortly"
            case .contended: "others keep changing the same records; try again shortly"
            case .closed: "has been closed"
            case .other: "failed"
            }
        return "\(path): \(what)\(detail.isEmpty ? "" : " (\(detail))")"
    }
}
