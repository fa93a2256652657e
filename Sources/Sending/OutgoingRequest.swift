package import Outbox

/// One HTTP request, complete. It holds secrets: shown to anybody, only its method appears.
package struct OutgoingRequest: Hashable, Sendable {
    package var method: String
    package var address: String
    package var headers: [DeliveryRequest.Field]
    package var body: [UInt8]

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
    package var description: String { "\(method) ***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
