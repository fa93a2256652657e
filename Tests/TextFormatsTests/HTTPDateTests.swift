import Testing
import TextFormats

struct HTTPDateTests {
    /// 2026-03-02T09:14:07Z, a Monday.
    static let moment = Timestamp(milliseconds: 1_772_442_847_000)

    @Test(arguments: [
        (moment, "Mon, 02 Mar 2026 09:14:07 GMT"),
        (Timestamp(milliseconds: 0), "Thu, 01 Jan 1970 00:00:00 GMT"),
        (Timestamp(milliseconds: -1), "Wed, 31 Dec 1969 23:59:59 GMT"),
        (Timestamp(milliseconds: 951_782_399_999), "Mon, 28 Feb 2000 23:59:59 GMT"),
    ])
    func isWritten(moment: Timestamp, text: String) {
        #expect(HTTPDate.text(of: moment) == text)
    }

    @Test(arguments: ["Mon, 02 Mar 2026 09:14:07 GMT", "Mon, 02 Mar 2026 09:14:07 -0000"])
    func readsTheFormToSend(text: String) {
        #expect(HTTPDate.moment(inFormToSend: text) == Self.moment)
    }

    /// The older forms and loose spellings are not the form to send, though a recipient reads some of them.
    @Test(arguments: [
        "", "Mon, 2 Mar 2026 09:14:07 GMT", "Mon,  02 Mar 2026 09:14:07 GMT", "Mon, 02 Mar 2026 09:14:07 GMT ",
        "Monday, 02-Mar-26 09:14:07 GMT", "Mon Mar  2 09:14:07 2026", "Mon, 02 Mar 2026 09:14:07 UTC",
        "Mon, 30 Feb 2026 09:14:07 GMT", "Mon, 02 mar 2026 09:14:07 GMT", "Mon, 02 Mar 26 09:14:07 GMT",
        "2026-03-02T09:14:07Z",
    ])
    func refusesOtherFormsToSend(text: String) {
        #expect(HTTPDate.moment(inFormToSend: text) == nil)
    }

    @Test(arguments: [
        "Mon, 02 Mar 2026 09:14:07 GMT", "Monday, 02-Mar-26 09:14:07 GMT", "Monday, 02-Mar-2026 09:14:07 GMT",
        "Mon Mar  2 09:14:07 2026",
    ])
    func readsEveryFormThatARecipientMustAccept(text: String) {
        #expect(HTTPDate.moment(text.utf8) == Self.moment)
    }

    @Test(arguments: [
        "", "Mon, 02 Mar 2026 09:14:07 -0000", "Mon, 02 Mar 2026 09:14:07 CET", "Mon, 31 Feb 2026 09:14:07 GMT",
        "Mon, 02 Mrz 2026 09:14:07 GMT", "Mon, 02 Mar 2026 25:14:07 GMT", "Mon, 02 Mar 20 26 09:14:07 GMT",
    ])
    func readsNothingElse(text: String) { #expect(HTTPDate.moment(text.utf8) == nil) }
}
