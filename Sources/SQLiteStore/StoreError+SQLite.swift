import GRDB
import Outbox

extension StoreError {
    /// What SQLite, or the system, says, in terms of what somebody can do about it.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            let words = error.message ?? error.resultCode.description
            self.init(Self.reason(for: error.resultCode), path: path, detail: words)
        case let error as RowDecodingError: self.init(.corrupt, path: path, detail: "\(error)")
        default: self.init(.other, path: path, detail: "\(error)")
        }
    }

    private static func reason(for code: ResultCode) -> Reason {
        switch code.primaryResultCode {
        case .SQLITE_FULL: .full
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
        // Somebody else has been writing for as long as one waits.
        case .SQLITE_BUSY, .SQLITE_LOCKED: .overloaded
        // GRDB's word for a connection that was closed.
        case .SQLITE_MISUSE: .closed
        default: .other
        }
    }
}
