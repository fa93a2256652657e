/// How the requests to some API destinations are authorised.
///
/// Source: EventBridge API Reference, `CreateConnection`; EventBridge User Guide, "Connections for API targets".
public struct Connection: Hashable, Sendable {
    public enum Authorization: Hashable, Sendable {
        /// A header, such as `Authorization: Bearer …`.
        case apiKey(name: String, value: SecretText)
        case basic(username: SecretText, password: SecretText)
        case oauth(OAuthClientCredentials)
    }

    public let name: String
    public let description: String?
    public let authorization: Authorization
    /// Added to every request; where a target names the same key, the connection's value is the one that is sent.
    public let invocationParameters: HTTPParameters

    /// Where the name stands in the file.
    package let nameRange: Range<Int>
}

/// OAuth 2.0 client credentials.
public struct OAuthClientCredentials: Hashable, Sendable {
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    public let endpoint: Endpoint
    public let method: Method
    public let clientID: SecretText
    public let clientSecret: SecretText
    /// Added to the request for a token.
    public let parameters: HTTPParameters
}

/// Parameters that a connection adds to requests.
public struct HTTPParameters: Hashable, Sendable {
    public struct Parameter: Hashable, Sendable {
        public let key: String
        public let value: SecretText
    }

    /// Members added to a body that is a JSON object.
    public var body: [Parameter] = []
    public var header: [Parameter] = []
    public var queryString: [Parameter] = []
}
