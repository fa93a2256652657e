import JSONText
import Outbox
import Testing

@testable import Alerts
@testable import Rules

struct TargetRequestTests {
    @Test(arguments: [
        ("plain", "plain"), ("$.detail.name", "alice"), ("$.detail.number", "1.50"), ("$.detail.nothing", ""),
        ("$.detail.null", ""), ("$.detail.list[*]", "[1,2]"), ("$.detail.object", #"{"a":1}"#),
        ("$not a path", "$not a path"),
        ("cost: $.detail.name", "cost: $.detail.name"),
    ])
    func looksUpWholePathsOnly(value: String, expected: String) throws {
        let event = try JSONDocument(
            parsing: #"{"detail":{"name":"alice","number":1.50,"null":null,"list":[1,2],"object":{"a": 1}}}"#)
        let target = HTTPTarget(
            pathParameterValues: [value], headerParameters: [.init(name: "X-A", value: value)],
            queryStringParameters: [.init(name: "q", value: value)])
        let request = TargetRequest(target, event: event.root).request
        #expect(request.pathParameters == [expected])
        #expect(request.headers == [.init(name: "X-A", value: expected)])
        #expect(request.query == [.init(name: "q", value: expected)])
    }
}
