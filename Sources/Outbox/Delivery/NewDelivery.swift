public import Rules

/// A rendered request for one destination, not yet accepted.
public struct NewDelivery: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The rendered body of a target.
        case alert
        /// The summary of a storm, whose body is made anew each time it is sent.
        case summary
        /// What another destination could not deliver.
        case otherwise(of: DeliveryID)
    }

    public var kind: Kind
    public var rule: String
    public var target: String
    public var apiDestination: String
    /// Slack's channel, where the body names one: the lane within the destination.
    public var channel: String?
    /// Deliveries of one lane that have the same key are sent in the order of acceptance: one role use's.
    public var orderKey: String
    public var request: DeliveryRequest
    public var retryPolicy: RetryPolicy
    /// Why it cannot be sent at all; it becomes a dead letter as it is accepted.
    public var failure: DeadLetter?

    public init(
        kind: Kind = .alert, rule: String, target: String, apiDestination: String, channel: String? = nil,
        orderKey: String, request: DeliveryRequest, retryPolicy: RetryPolicy = RetryPolicy(),
        failure: DeadLetter? = nil
    ) {
        self.kind = kind
        self.rule = rule
        self.target = target
        self.apiDestination = apiDestination
        self.channel = channel
        self.orderKey = orderKey
        self.request = request
        self.retryPolicy = retryPolicy
        self.failure = failure
    }
}

/// What a target gives to a request; what the API destination and its connection add is looked up when it is sent.
public struct DeliveryRequest: Hashable, Sendable, Codable {
    public struct Field: Hashable, Sendable, Codable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public var body: [UInt8]
    /// What replaces each `*` of the endpoint, in order; dynamic ones resolved.
    public var pathParameters: [String]
    public var headers: [Field]
    public var query: [Field]

    public init(
        body: [UInt8], pathParameters: [String] = [], headers: [Field] = [], query: [Field] = []
    ) {
        self.body = body
        self.pathParameters = pathParameters
        self.headers = headers
        self.query = query
    }
}
