import Foundation
import HTTPTypes
import Rules
import TextFormats

@testable import HTTPServer

/// Requests that botocore signed; `fixtures/sigv4/make.py` says how.
struct SignedRequests: Decodable {
    let accessKeyID: String
    let secret: String
    let signedAt: String
    let requests: [Case]

    enum CodingKeys: String, CodingKey {
        case accessKeyID = "access_key_id"
        case secret
        case signedAt = "signed_at"
        case requests
    }

    struct Case: Decodable, CustomStringConvertible {
        let name: String
        let authority: String
        let target: String
        let headers: [String: String]
        let body: String
        let region: String
        let canonical: String
        let stringToSign: String

        enum CodingKeys: String, CodingKey {
            case name, authority, target, headers, body, region, canonical
            case stringToSign = "string_to_sign"
        }

        var description: String { name }

        var head: HTTPRequest {
            var fields = HTTPFields()
            for (name, value) in headers { fields.set(name, value) }
            return HTTPRequest(
                method: .post, scheme: "http", authority: authority, path: target, headerFields: fields)
        }

        var authorization: SigV4AuthorizationHeader {
            get throws { try SigV4AuthorizationHeader(parsing: headers["Authorization"] ?? "") }
        }
    }

    static let fixture: SignedRequests = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../fixtures/sigv4/requests.json")
        do {
            return try JSONDecoder().decode(SignedRequests.self, from: Data(contentsOf: file))
        } catch {
            // The tests that count the requests fail then.
            return SignedRequests(accessKeyID: "", secret: "", signedAt: "", requests: [])
        }
    }()

    var now: Timestamp? { Timestamp(parsing: signedAt) }

    var keys: AccessKeys {
        get throws {
            try AccessKeys(
                [.init(id: accessKeyID, secret: SecretText(parsing: secret))], secrets: NoSecrets())
        }
    }
}

/// For settings in which every secret is written out.
struct NoSecrets: SecretSource {
    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        throw SecretError(.missing, of: reference)
    }
}
