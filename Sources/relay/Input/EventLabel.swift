internal import EventPatterns
internal import JSONText

/// By what people recognise an event in a list, and where to find it.
struct EventLabel: Hashable {
    /// What the event says under these names; nil for what it does not say. `name` is `detail.eventName`, or else
    /// `detail-type`.
    let id, time, account, region, name: String?
    /// The file it came from, or what stands for one.
    let source: String
    /// Which of the source's events and records it is, from 1.
    let number: Int

    /// - Parameters:
    ///   - source: The file it came from, or what stands for one.
    ///   - number: Which of the source's events and records it is, from 1.
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

    /// `2026-03-02T09:14:07Z  111122223333  us-east-1  AssumeRole  file.json.gz:12`, without the fields that the event
    /// does not have.
    var line: String {
        let fields = [time, account, region, name].compactMap { $0?.printable }
        return (fields + [place]).joined(separator: "  ")
    }

    /// `file.json.gz:12`
    var place: String { "\(source.printable):\(number)" }
}

extension JSONWriter {
    /// The members of an object that stands for an event. A field that the event does not have is left out.
    mutating func members(of label: EventLabel) {
        member("id", label.id)
        member("time", label.time)
        member("account", label.account)
        member("region", label.region)
        member("name", label.name)
        member("source", label.source)
        member("number", label.number)
    }
}
