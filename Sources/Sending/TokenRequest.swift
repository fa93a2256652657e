import Outbox
import Rules
import TextFormats

/// The request for a token by client credentials.
///
/// `grant_type`, `client_id` and `client_secret` go into a form, or into the query of a GET, unless the connection's own
/// parameters have them: AWS's partner pages tell users to add `grant_type` themselves.
/// Source: RFC 6749, sections 2.3.1 and 4.4.2; EventBridge API Reference, `CreateConnectionOAuthRequestParameters`.
struct TokenRequest {
    let authorization: OAuthClientCredentials

    init(_ authorization: OAuthClientCredentials) { self.authorization = authorization }

    func request(_ resolver: inout SecretResolver) throws(RequestError) -> OutgoingRequest {
        let address = try resolver.text(authorization.endpoint.text)
        guard let parts = HTTPAddress(address) else { throw .invalidAddress }
        guard parts.isEncrypted || parts.isLoopback else { throw .notEncrypted }
        var query = try fields(authorization.parameters.queryString, &resolver)
        var form = try fields(authorization.parameters.body, &resolver)
        let own: [DeliveryRequest.Field] = [
            .init(name: "grant_type", value: "client_credentials"),
            .init(name: "client_id", value: try resolver.text(authorization.clientID)),
            .init(name: "client_secret", value: try resolver.text(authorization.clientSecret)),
        ]
        form = own.filter { field in !(query + form).contains { $0.name.utf8.elementsEqual(field.name.utf8) } } + form
        let isForm = authorization.method != .get
        if !isForm { query += form }
        var headers = HeaderList()
        if isForm { headers.set("Content-Type", "application/x-www-form-urlencoded") }
        headers.set("Accept", "application/json")
        for parameter in authorization.parameters.header {
            headers.set(parameter.key, try resolver.headerText(parameter.value))
        }
        let request = OutgoingRequest(
            method: authorization.method.rawValue, address: FormText.append(query, to: address),
            headers: headers.complete, body: isForm ? Array(FormText.text(of: form).utf8) : [])
        guard request.headBytes <= OutgoingHead.bytesLimit else { throw .headTooLong(bytes: request.headBytes) }
        return request
    }

    private func fields(
        _ parameters: [HTTPParameters.Parameter], _ resolver: inout SecretResolver
    ) throws(RequestError) -> [DeliveryRequest.Field] {
        var fields: [DeliveryRequest.Field] = []
        for parameter in parameters {
            fields.append(.init(name: parameter.key, value: try resolver.text(parameter.value)))
        }
        return fields
    }
}
