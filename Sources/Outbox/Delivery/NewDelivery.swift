public import Rules

/// A rendered request for one destination, not yet accepted.
public struct NewDelivery: Hashable, Sendable {
    /// What the request tells.
    public enum Kind: Hashable, Sendable {
        /// The rendered body of a target.
        case alert
        /// The summary of a storm, whose body is made anew each time it is sent.
        case summary
        /// What another destination could not deliver.
        case failover(of: DeliveryID)
    }

    /// What the request tells.
    public var kind: Kind
    /// The rule's name in the rules file.
    public var rule: String
    /// The target's id within the rule.
    public var target: String
    /// The API destination's name in the rules file.
    public var apiDestination: String
    /// Slack's channel, where the body names one: the lane within the destination.
    public var channel: String?
    /// Deliveries of one lane that have the same key are sent in the order of acceptance, one at a time; one that keeps
    /// failing leaves the order, and holds none of them back.
    public var orderKey: String
    /// Whether it lets the others of its lane go first, whenever they were accepted: what it tells is not urgent, and
    /// there may be very much of it.
    public var givesWay: Bool
    /// The target's part of the request.
    public var request: DeliveryRequest
    /// How often and for how long it is tried.
    public var retryPolicy: RetryPolicy
    /// Why it cannot be sent at all; it becomes a dead letter as it is accepted.
    public var failure: DeadLetter?

    /// Memberwise.
    public init(
        kind: Kind = .alert, rule: String, target: String, apiDestination: String, channel: String? = nil,
        orderKey: String, givesWay: Bool = false, request: DeliveryRequest, retryPolicy: RetryPolicy = RetryPolicy(),
        failure: DeadLetter? = nil
    ) {
        self.kind = kind
        self.rule = rule
        self.target = target
        self.apiDestination = apiDestination
        self.channel = channel
        self.orderKey = orderKey
        self.givesWay = givesWay
        self.request = request
        self.retryPolicy = retryPolicy
        self.failure = failure
    }
}

/// What a target gives to a request; what the API destination and its connection add is looked up when it is sent.
public struct DeliveryRequest: Hashable, Sendable, Codable {
    /// A header or a query parameter; names may come more than once.
    public struct Field: Hashable, Sendable, Codable {
        /// The name as it was given.
        public var name: String
        /// The value, dynamic ones resolved.
        public var value: String

        /// Memberwise.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The body as it is sent.
    public var body: [UInt8]
    /// What replaces each `*` of the endpoint, in order; dynamic ones resolved.
    public var pathParameters: [String]
    /// Headers, in order.
    public var headers: [Field]
    /// Query parameters, in order, not yet percent-encoded.
    public var query: [Field]

    /// Memberwise.
    public init(
        body: [UInt8], pathParameters: [String] = [], headers: [Field] = [], query: [Field] = []
    ) {
        self.body = body
        self.pathParameters = pathParameters
        self.headers = headers
        self.query = query
    }
}
