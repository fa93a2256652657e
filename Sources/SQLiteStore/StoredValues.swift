import Alerts
import CloudTrail
import Foundation
import GRDB
import Outbox
import TextFormats

/// A value of relay's that has a form in a column. GRDB's own protocol is for types of this module alone: that relay's
/// conform to it would be public, and GRDB with it.
protocol Storable: Sendable {
    var storedForm: DatabaseValue { get }

    /// - Returns: nil for a form that this value never has.
    init?(storedForm: DatabaseValue)
}

/// A value of relay's in a column. A file may be damaged: what cannot be read is an error of GRDB's
/// (`RowDecodingError`), which becomes ``StoreError/Reason/corrupt``.
struct Stored<Value: Storable>: DatabaseValueConvertible {
    let value: Value

    init(_ value: Value) { self.value = value }

    var databaseValue: DatabaseValue { value.storedForm }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Self? { Value(storedForm: value).map(Self.init) }
}

// MARK: - Forms

/// Milliseconds since 1970.
extension Timestamp: Storable {
    var storedForm: DatabaseValue { milliseconds.databaseValue }

    init?(storedForm: DatabaseValue) {
        guard let milliseconds = Int64.fromDatabaseValue(storedForm) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

/// The number of the row.
extension DeliveryID: Storable {
    /// Rows are numbered from 1, and ids spell the numbers.
    init(row: Int64) { self.init(String(row)) }

    /// The row's number; 0, which no row has, for a text that is no id of this store's.
    var row: Int64 { jsonNumber ?? 0 }

    var storedForm: DatabaseValue { row.databaseValue }

    init?(storedForm: DatabaseValue) {
        guard let row = Int64.fromDatabaseValue(storedForm) else { return nil }
        self.init(row: row)
    }
}

/// Enumerations, by their raw values.
extension Storable where Self: RawRepresentable, RawValue: DatabaseValueConvertible {
    var storedForm: DatabaseValue { rawValue.databaseValue }

    init?(storedForm: DatabaseValue) {
        guard let rawValue = RawValue.fromDatabaseValue(storedForm) else { return nil }
        self.init(rawValue: rawValue)
    }
}

extension DeliveryState: Storable {}
extension AttemptOutcome.Kind: Storable {}
extension OperatorNote.Action: Storable {}
extension EventKey.Kind: Storable {}
extension RoleUse.Kind: Storable {}
extension RoleUse.Channel: Storable {}
extension RoleUse.MFA: Storable {}
extension RoleUse.Outcome: Storable {}

/// Why a delivery was given up, as JSON, since no query looks into it. Encoding texts and numbers does not fail.
extension DeadLetter: Storable {
    var storedForm: DatabaseValue { ((try? StoredJSON.text(self)) ?? "").databaseValue }

    init?(storedForm: DatabaseValue) {
        guard let text = StoredText.fromDatabaseValue(storedForm)?.text,
            let value = try? StoredJSON.value(DeadLetter.self, in: text)
        else { return nil }
        self = value
    }
}

// MARK: - Rows

extension Row {
    /// A value of a column, checked.
    func get<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }

    /// A value of a column, checked; nil where the column is null.
    func getIfAny<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        try decode(Value?.self, forColumn: column)
    }

    /// One of relay's values, checked.
    func get<Value: Storable>(_ column: String) throws -> Value {
        try decode(Stored<Value>.self, forColumn: column).value
    }

    /// One of relay's values, checked; nil where the column is null.
    func getIfAny<Value: Storable>(_ column: String) throws -> Value? {
        try decode(Stored<Value>?.self, forColumn: column)?.value
    }

    func text(_ column: String) throws -> String { try decode(StoredText.self, forColumn: column).text }

    func textIfAny(_ column: String) throws -> String? { try decode(StoredText?.self, forColumn: column)?.text }

    func bytes(_ column: String) throws -> [UInt8] { Array(try decode(Data.self, forColumn: column)) }

    /// Of the columns `origin` and, where the row has it, `drill`.
    func origin() throws -> EventOrigin {
        switch try text("origin") {
        case "live": .live
        case "archive": .archive
        case "drill": .drill(id: try text("drill"))
        case let other: throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "'\(other)' is no origin")
        }
    }
}

extension EventOrigin {
    /// The name in the column `origin`.
    var stored: String {
        switch self {
        case .live: "live"
        case .archive: "archive"
        case .drill: "drill"
        }
    }
}
