extension SlackEndpoint {
    /// Nil as well where too much of the address is a secret to tell.
    public init?(_ endpoint: Endpoint) {
        guard case .literal(let head)? = endpoint.text.parts.first else { return nil }
        self.init(address: head)
    }
}
