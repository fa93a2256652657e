import Outbox
import Testing

struct ResponseConventionTests {
    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", ResponseConvention.slackMethod),
        ("https://slack-gov.com/api/chat.postMessage?pretty=1", .slackMethod),
        ("https://slack.com/api/chat.update", .slackMethod), ("https://slack.com/api/views.open", .slackMethod),
        ("http://127.0.0.1:9000/api/chat.postMessage", .slackMethod),
        ("https://gateway.example/slack/chat.postMessage", .slackMethod),
        ("https://hooks.slack.com/services/T/B/X", .slackWebhook), ("http://localhost:1/services/T/B/X", .slackWebhook),
        ("https://example.com/services/T/B/X", .httpStatus), ("https://example.com/api/", .httpStatus),
        ("https://hooks.slack.com/workflows/T/A", .httpStatus), ("https://slack.com/", .httpStatus),
        ("nonsense", .httpStatus),
    ])
    func isKnownByTheAddress(address: String, convention: ResponseConvention) {
        #expect(ResponseConvention(address: address) == convention)
    }
}
