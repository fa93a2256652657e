internal import EventPatterns
internal import JSONText

/// What tells an event from others: what people look for in a list, and where to find it.
struct EventLabel: Hashable {
    let id, time, account, region, name: String?
    /// The file it came from, or what stands for one.
    let source: String
    /// Which of the source's events and records it is, from 1.
    let number: Int

    init(_ event: FlatEvent, source: String, number: Int) {
        func text(_ path: String) -> String? {
            event.leaves(at: Array(path.utf8)).first?.value.string
        }
        id = text("id")
        time = text("time")
        account = text("account")
        region = text("region")
        name = text("detail.eventName") ?? text("detail-type")
        self.source = source
        self.number = number
    }

    /// `2026-03-02T09:14:07Z  111122223333  us-east-1  AssumeRole  file.json.gz:12`; what the event does not say is left out.
    var line: String {
        let fields = [time, account, region, name].compactMap { $0?.printable }
        return (fields + [place]).joined(separator: "  ")
    }

    /// `file.json.gz:12`
    var place: String { "\(source.printable):\(number)" }

    /// A JSON object; what the event does not say is left out.
    ///
    /// - Parameter members: more members, as JSON text.
    func json(adding members: [String] = []) -> String {
        let named = [("id", id), ("time", time), ("account", account), ("region", region), ("name", name)]
        let known = named.compactMap { key, value in value.map { "\"\(key)\": \(JSONString.quoted($0))" } }
        let place = ["\"source\": \(JSONString.quoted(source))", "\"number\": \(number)"]
        return "{\((known + place + members).joined(separator: ", "))}"
    }
}
