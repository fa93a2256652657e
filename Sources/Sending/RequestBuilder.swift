import JSONText
package import Outbox
package import Rules
import SlackMessages
import TextFormats

/// Makes the HTTP request of a delivery, as EventBridge makes those of an API destination.
///
/// What is added, weakest first: the target's parameters, the connection's, the authorisation, and what EventBridge
/// itself sets.
/// Source: EventBridge User Guide, "API destinations", "Headers included in requests to API destinations".
package struct RequestBuilder: Sendable {
    /// The header `User-Agent`, which EventBridge sets.
    package static let userAgent = "Amazon/EventBridge/ApiDestinations"
    /// The header `Range`, which EventBridge sets.
    package static let range = "bytes=0-1048575"
    /// The header `Content-Type` where nothing else sets one.
    package static let contentType = "application/json; charset=utf-8"

    /// A request, and what is needed to read its answer.
    package struct Built: Sendable {
        /// The request.
        package var request: OutgoingRequest
        /// How the destination says whether it has accepted it.
        package var convention: ResponseConvention
        /// For everything that is kept or shown of the answer.
        package var mask: SecretMask
        /// Whether a message that was sent before is brought up to date.
        package var isUpdate: Bool
    }

    let secrets: any SecretSource
    let destination: APIDestination
    let connection: Connection
    /// The value of the header `Authorization` where the connection is OAuth's.
    package var token: String?
    /// Whether messages to Slack carry the delivery's id.
    package var carriesMetadata = true
    /// Whether a storm's message may be updated, or is to be posted anew.
    package var updatesMessages = true

    /// Makes requests to one destination over its connection.
    package init(secrets: any SecretSource, destination: APIDestination, connection: Connection) {
        self.secrets = secrets
        self.destination = destination
        self.connection = connection
    }

    /// Makes the request of one delivery, secrets filled in.
    ///
    /// - Throws: ``RequestError``; ``RequestError/headTooLong(bytes:)`` where the head, which holds values of the event,
    ///   is longer than ``OutgoingHead/bytesLimit``.
    package func request(for delivery: Delivery) throws(RequestError) -> Built {
        var resolver = SecretResolver(secrets)
        let target = delivery.content.request
        var address = try address(filledWith: target.pathParameters, &resolver)
        let isPostMessage = SlackEndpoint(address: address) == .postMessage
        var body = try body(of: delivery, isPostMessage: isPostMessage, &resolver)
        var isUpdate = false
        if updatesMessages, isPostMessage, let timestamp = delivery.storm?.messageTimestamp,
            let update = MessageUpdate(of: timestamp, body: body)
        {
            address = update.address(from: address)
            body = update.body
            isUpdate = true
        }
        address = try addQuery(target.query, to: address, &resolver)
        let request = OutgoingRequest(
            method: destination.method.rawValue, address: address, headers: try headers(target.headers, &resolver),
            body: body)
        guard request.headBytes <= OutgoingHead.bytesLimit else { throw .headTooLong(bytes: request.headBytes) }
        return Built(
            request: request, convention: ResponseConvention(address: address), mask: resolver.mask, isUpdate: isUpdate)
    }
}

// MARK: - Address

extension RequestBuilder {
    private func address(
        filledWith parameters: [String], _ resolver: inout SecretResolver
    ) throws(RequestError) -> String {
        let endpoint = try resolver.text(destination.endpoint.text)
        // Looked at before a value of an event is in it: no '*' stands in the host then.
        guard let parts = HTTPAddress(endpoint) else { throw .invalidAddress }
        guard parts.isEncrypted || parts.isLoopback else { throw .notEncrypted }
        // A '*' in a secret that stands in the query is a byte like any other.
        let query = endpoint.utf8.firstIndex(of: UInt8(ascii: "?")) ?? endpoint.endIndex
        let pieces = endpoint[..<query].utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parameters.count >= pieces.count - 1 else {
            throw .missingPathParameters(needed: pieces.count - 1, given: parameters.count)
        }
        var address = pieces[0]
        for (parameter, piece) in zip(parameters, pieces.dropFirst()) { address += Self.segment(parameter) + piece }
        return address + endpoint[query...]
    }

    /// A value in a path. Dots alone would lead elsewhere.
    private static func segment(_ value: String) -> String {
        let encoded = PercentEncoding.encoded(value)
        guard encoded.utf8.count <= 2, encoded.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) else { return encoded }
        return encoded.utf8.map { _ in "%2E" }.joined()
    }

    private func addQuery(
        _ target: [DeliveryRequest.Field], to address: String, _ resolver: inout SecretResolver
    ) throws(RequestError) -> String {
        var fields = target
        for parameter in connection.invocationParameters.queryString {
            let value = try resolver.text(parameter.value)
            fields.removeAll { $0.name.utf8.elementsEqual(parameter.key.utf8) }
            fields.append(.init(name: parameter.key, value: value))
        }
        return FormText.append(fields, to: address)
    }
}

// MARK: - Headers

extension RequestBuilder {
    private func headers(
        _ target: [DeliveryRequest.Field], _ resolver: inout SecretResolver
    ) throws(RequestError) -> [DeliveryRequest.Field] {
        var headers = HeaderList()
        // Values may come from an event: no line end of theirs may begin another header.
        for field in target { headers.set(field.name, HeaderList.oneLine(field.value)) }
        for parameter in connection.invocationParameters.header {
            headers.set(parameter.key, try resolver.headerText(parameter.value))
        }
        switch connection.authorization {
        case .apiKey(let name, let value): headers.set(name, try resolver.headerText(value))
        case .basic(let username, let password):
            let pair = Base64.encoded("\(try resolver.text(username)):\(try resolver.text(password))".utf8)
            resolver.conceal(pair)
            headers.set("Authorization", "Basic \(pair)")
        case .oauth:
            if let token {
                resolver.conceal(String(token.split(separator: " ").last ?? ""))
                headers.set("Authorization", token)
            }
        }
        return headers.complete
    }
}

// MARK: - Body

extension RequestBuilder {
    private func body(
        of delivery: Delivery, isPostMessage: Bool, _ resolver: inout SecretResolver
    ) throws(RequestError) -> [UInt8] {
        var body = delivery.content.request.body
        if let storm = delivery.storm { body = storm.summary.body(from: body) }
        if delivery.sendsPlainText { body = PlainTextMessage.body(from: body, rule: delivery.content.rule) }
        var members: [JSONValue.NewMember] = []
        for parameter in connection.invocationParameters.body {
            members.append(.init(parameter.key, Array(JSONString.quoted(try resolver.text(parameter.value)).utf8)))
        }
        let addsMetadata = isPostMessage && carriesMetadata
        guard !members.isEmpty || addsMetadata, let root = (try? JSONDocument(parsing: body))?.root,
            root.kind == .object
        else { return body }
        if addsMetadata, root["metadata"] == nil {
            members.append(MessageMetadata.member(deliveryID: "\(delivery.id)", eventID: delivery.eventID))
        }
        return members.isEmpty ? body : root.compact(setting: members)
    }
}

/// Why no request can be made of a delivery: a mistake in the configuration. Holds no secret.
package enum RequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A secret cannot be read.
    case secret(SecretError)
    /// The endpoint, its secrets filled in, is not an address.
    case invalidAddress
    /// The address is not `https`, and not on this machine.
    case notEncrypted
    /// The endpoint has more `*` than the target has values.
    case missingPathParameters(needed: Int, given: Int)
    /// Address and headers together are too long, mostly because of a value that an event has put there.
    case headTooLong(bytes: Int)
    /// The rules file no longer has the API destination.
    case missingDestination(String)
    /// The rules file no longer has the connection.
    case missingConnection(String)

    /// One sentence for the operator.
    package var description: String {
        switch self {
        case .secret(let error): "\(error)"
        case .invalidAddress: "the endpoint, its secrets filled in, is not an address that can be sent to"
        case .notEncrypted: "the endpoint, its secrets filled in, is not https; http is for localhost only"
        case .missingPathParameters(let needed, let given):
            "the endpoint has \(needed) '*', the target has values for \(given)"
        case .headTooLong(let bytes):
            """
            not sent: the request's address and headers have \(bytes) bytes, of which \(OutgoingHead.bytesLimit) may \
            be sent; use a shorter value in path_parameter_values, query_string_parameters or header_parameters
            """
        case .missingDestination(let name): "the API destination '\(name)' is not in the rules file any more"
        case .missingConnection(let name): "the connection '\(name)' is not in the rules file any more"
        }
    }
}
