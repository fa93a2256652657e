package import Outbox

/// One HTTP request, complete. It holds secrets: shown to anybody, only its method appears.
package struct OutgoingRequest: Hashable, Sendable {
    /// The HTTP method.
    package var method: String
    /// The URL, secrets filled in.
    package var address: String
    /// The headers, in order, secrets filled in.
    package var headers: [DeliveryRequest.Field]
    /// The body as it is sent.
    package var body: [UInt8]

    /// Memberwise.
    package init(method: String, address: String, headers: [DeliveryRequest.Field] = [], body: [UInt8] = []) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
    }

    /// A header's value, its name compared as HTTP does.
    package func header(_ name: String) -> String? {
        headers.last { $0.name.lowercased() == name.lowercased() }?.value
    }
}

extension OutgoingRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method alone.
    package var description: String { "\(method) ***" }
    /// The method alone.
    package var debugDescription: String { description }
    /// Shows nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
