/// What `GET /metrics` shows.
package struct MetricsPage: Hashable, Sendable {
    package var contentType: String
    package var body: [UInt8]

    package init(contentType: String, body: [UInt8]) {
        self.contentType = contentType
        self.body = body
    }
}
