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
