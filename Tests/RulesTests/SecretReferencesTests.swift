import RelayTesting
import SampleRules
import Testing

@testable import Rules

struct SecretReferencesTests {
    /// Wherever a file can refer to a secret, the reference is listed, once.
    @Test func everyPlaceIsLookedInto() throws {
        let text = """
            version: 1
            connections:
              key: { authorization_type: API_KEY, auth_parameters: { api_key: { key: K, value: "${env:A} ${env:B}" },
                invocation_http_parameters: { body: { key: a, value: "${env:C}" }, header: { key: H, value: "${env:D}" },
                  query_string: { key: q, value: "${env:E}" } } } }
              basic: { authorization_type: BASIC, auth_parameters: { basic: { username: "${env:F}", password: "${file:p}" } } }
              oauth: { authorization_type: OAUTH_CLIENT_CREDENTIALS, auth_parameters: { oauth: {
                authorization_endpoint: "https://a.example/${env:G}", http_method: POST,
                client_parameters: { client_id: "${env:H}", client_secret: "${env:I}" },
                oauth_http_parameters: { body: { key: k, value: "${env:J}" } } } } }
            api_destinations:
              a: { connection: key, invocation_endpoint: "https://a.example/${env:K}", http_method: POST }
            server:
              authorization: [{ api_key: { key: X, value: "${env:L}" } },
                { basic: { username: "${env:M}", password: "${env:N}" } }, { bearer: { token: "${env:A}" } }]
              access_keys: [{ access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: "${env:O}" }]
            """
        let file = try #require(RulesFile.load(SampleRulesFile.source(text)).file)
        let names =
            "A B C D E F".split(separator: " ").map { "env:\($0)" } + ["file:p"]
            + "G H I J K L M N O".split(separator: " ").map { "env:\($0)" }
        #expect(file.secretReferences.map(\.description) == names.map { "${\($0)}" })
    }
}
