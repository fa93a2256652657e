package import ConfigDocument
public import InputTemplates

/// What a matching event makes relay send, and where.
public struct Target: Sendable {
    public let id: String
    /// The key of an API destination of the same file.
    public let apiDestination: String
    public let input: TargetInput
    public let httpParameters: HTTPTarget
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
    public struct Parameter: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// What replaces each `*` of the endpoint, in order.
    public var pathParameterValues: [String] = []
    public var headerParameters: [Parameter] = []
    public var queryStringParameters: [Parameter] = []
}
