/// How the requests to some API destinations are authorised.
///
/// Source: EventBridge API Reference, `CreateConnection`; EventBridge User Guide, "Connections for API targets".
public struct Connection: Hashable, Sendable {
    /// How a request is authorised (`AuthorizationType`).
    public enum Authorization: Hashable, Sendable {
        /// A header, such as `Authorization: Bearer …`.
        case apiKey(name: String, value: SecretText)
        /// The header `Authorization: Basic …` (RFC 7617).
        case basic(username: SecretText, password: SecretText)
        /// A token from an OAuth server, in `Authorization`.
        case oauth(OAuthClientCredentials)
    }

    /// The connection's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let name: String
    /// What the author says it is for; at most 512 characters.
    public let description: String?
    /// How each request is authorised.
    public let authorization: Authorization
    /// Added to every request; where a target names the same key, the connection's value is the one that is sent.
    public let invocationParameters: HTTPParameters

    /// Where the name stands in the file.
    package let nameRange: Range<Int>
}

/// OAuth 2.0 client credentials.
public struct OAuthClientCredentials: Hashable, Sendable {
    /// The method of the request for a token (`OAuthHttpMethod`).
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// Where tokens are requested.
    public let endpoint: Endpoint
    /// The method of that request.
    public let method: Method
    /// The client's id, as the OAuth server knows it.
    public let clientID: SecretText
    /// The client's secret, by reference.
    public let clientSecret: SecretText
    /// Added to the request for a token.
    public let parameters: HTTPParameters
}

/// Parameters that a connection adds to requests.
public struct HTTPParameters: Hashable, Sendable {
    /// A name and its value.
    public struct Parameter: Hashable, Sendable {
        /// The name of the member, header or query parameter.
        public let key: String
        /// The value, which may refer to secrets.
        public let value: SecretText
    }

    /// Members added to a body that is a JSON object.
    public var body: [Parameter] = []
    /// Header fields added to the request.
    public var header: [Parameter] = []
    /// Parameters added to the query.
    public var queryString: [Parameter] = []
}
