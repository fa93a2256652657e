import Foundation
import GRDB
import Outbox

/// ``NewDelivery/Kind`` as columns.
struct StoredKind {
    let kind: NewDelivery.Kind

    init(_ kind: NewDelivery.Kind) { self.kind = kind }

    init(_ row: Row) throws {
        switch try row.text("kind") {
        case "alert": kind = .alert
        case "summary": kind = .summary
        case "otherwise": kind = .otherwise(of: DeliveryID(try row.integer("otherwise_of")))
        case let other: throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "'\(other)' is no kind of delivery")
        }
    }

    var word: String {
        switch kind {
        case .alert: "alert"
        case .summary: "summary"
        case .otherwise: "otherwise"
        }
    }

    var otherwiseOf: Int64? {
        if case .otherwise(let id) = kind { id.number } else { nil }
    }
}

/// A request but for its body, as JSON. Most have nothing there.
struct StoredParameters: Codable {
    var pathParameters: [String] = []
    var headers: [DeliveryRequest.Field] = []
    var query: [DeliveryRequest.Field] = []

    init() {}

    init?(_ request: DeliveryRequest) {
        guard !request.pathParameters.isEmpty || !request.headers.isEmpty || !request.query.isEmpty else { return nil }
        (pathParameters, headers, query) = (request.pathParameters, request.headers, request.query)
    }

    func request(body: [UInt8]) -> DeliveryRequest {
        DeliveryRequest(body: body, pathParameters: pathParameters, headers: headers, query: query)
    }
}

/// Values that nobody searches for, in one column.
enum StoredJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_: Value.Type, in text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "'\(text.prefix(60))' is no \(Value.self)")
        }
    }
}
