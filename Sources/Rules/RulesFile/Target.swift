package import ConfigDocument
public import InputTemplates

/// What a matching event makes relay send, and where.
public struct Target: Sendable {
    /// The target's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let id: String
    /// The key of an API destination of the same file.
    public let apiDestination: String
    /// What the body is made from.
    public let input: TargetInput
    /// What is added to each request.
    public let httpParameters: HTTPTarget
    /// How often and how long a delivery is tried again.
    public let retryPolicy: RetryPolicy
    /// Whether it is sent only in place of another target's delivery, whose API destination has this one's as its
    /// `otherwise`.
    public let isOnlyOtherwise: Bool

    /// The template with its places in the file, if there is one.
    package let mappedTemplate: MappedText?
    /// Where the target's id stands in the file.
    package let idRange: Range<Int>
}

/// What a target adds to each request.
///
/// A value may as a whole be a JSON path, which is looked up in the event: `$.detail.state`.
/// Source: EventBridge API Reference, `HttpParameters`.
public struct HTTPTarget: Hashable, Sendable {
    /// A name and its value.
    public struct Parameter: Hashable, Sendable {
        /// The name of the header or query parameter.
        public let name: String
        /// The text, or a JSON path that begins with `$.`.
        public let value: String
    }

    /// What replaces each `*` of the endpoint, in order.
    public var pathParameterValues: [String] = []
    /// Header fields added to the request.
    public var headerParameters: [Parameter] = []
    /// Parameters added to the query.
    public var queryStringParameters: [Parameter] = []
}
