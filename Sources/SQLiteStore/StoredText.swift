import Foundation
import GRDB
import Outbox
import TextFormats

/// Text as a store keeps it, byte for byte.
///
/// SQLite ends text at a NUL, which JSON can spell: text that has one is kept as a BLOB. So one key cannot pass for
/// another that goes on differently.
struct StoredText: DatabaseValueConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    var databaseValue: DatabaseValue {
        text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Self? {
        switch value.storage {
        case .string(let text): Self(text)
        case .blob(let bytes): Self(String(decoding: bytes, as: UTF8.self))
        case .null, .int64, .double: nil
        }
    }
}

/// Columns that are read with a check of what is there: a damaged file must not end the process.
extension Row {
    func text(_ column: String) throws -> String { try decode(StoredText.self, forColumn: column).text }

    func textIfAny(_ column: String) throws -> String? { try decode(StoredText?.self, forColumn: column)?.text }

    func integer(_ column: String) throws -> Int64 { try decode(Int64.self, forColumn: column) }

    func count(_ column: String) throws -> Int { try decode(Int.self, forColumn: column) }

    func bytes(_ column: String) throws -> [UInt8] { Array(try decode(Data.self, forColumn: column)) }

    /// One of an enumeration's words.
    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        let text = try text(column)
        guard let word = Word(rawValue: text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "'\(text)' is no \(column)")
        }
        return word
    }
}

// MARK: - relay's values

extension Row {
    func time(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try integer(column)) }

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
    /// The word in the column `origin`.
    var stored: String {
        switch self {
        case .live: "live"
        case .archive: "archive"
        case .drill: "drill"
        }
    }
}
