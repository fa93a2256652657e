import JSONText
import Rules
import TextFormats

/// One event of a `PutEvents` request, as EventBridge's API describes it.
///
/// Not looked at: `EventBusName` (relay has one bus), `TraceHeader`. Unlike EventBridge relay takes events whose source
/// begins with `aws.`: drills and forwarded CloudTrail events have such.
struct PutEventsEntry: Sendable {
    let time: Time?
    let source: String
    let detailType: String
    let detail: String
    let resources: [String]

    enum Time: Hashable, Sendable {
        case at(Timestamp)
        /// No year of four digits.
        case outOfRange
    }

    /// Why an entry alone is not accepted.
    struct EntryError: Error, Hashable, Sendable {
        let code: String
        let message: String

        static let malformedDetail = EntryError(code: "MalformedDetail", message: "Detail is malformed.")

        /// Clients send such an entry again. Source: EventBridge API Reference, PutEventsResultEntry, retryable errors.
        static func notAccepted(_ refusal: StoreRefusal) -> EntryError {
            EntryError(
                code: refusal.isBusy ? "ThrottlingException" : "InternalFailure",
                message: "the event was not accepted: \(refusal.sentence)")
        }

        static func required(_ parameter: String) -> EntryError {
            EntryError(
                code: "InvalidArgument",
                message: "Parameter \(parameter) is not valid. Reason: \(parameter) is a required argument.")
        }
    }

    /// How much of the limit on all entries it takes up. Source: EventBridge User Guide, "Calculating PutEvents event
    /// entry size".
    var bytes: Int {
        (time == nil ? 0 : 14) + source.utf8.count + detailType.utf8.count + detail.utf8.count
            + resources.reduce(0) { $0 + $1.utf8.count }
    }

    /// - Throws: SerializationException for members that have another type than the API's.
    init(_ entry: JSONValue) throws(APIError) {
        guard entry.kind == .object else { throw .serialization("an entry of Entries must be an object") }
        source = try entry.text("Source") ?? ""
        detailType = try entry.text("DetailType") ?? ""
        detail = try entry.text("Detail") ?? ""
        var resources: [String] = []
        for resource in try entry.list("Resources") ?? [] {
            guard let resource = resource.string else { throw .serialization("Resources must hold strings") }
            resources.append(resource)
        }
        self.resources = resources
        time = try Self.time(entry["Time"])
    }

    /// Seconds since 1970 with a fraction, as the protocol has it; or ISO 8601 in UTC.
    private static func time(_ value: JSONValue?) throws(APIError) -> Time? {
        guard let value, value.kind != .null else { return nil }
        if let number = value.number, let seconds = Double(number) {
            let second = seconds.rounded(.down)
            guard years.contains(second) else { return .outOfRange }
            return .at(Timestamp(milliseconds: Int64(second) * 1_000))
        }
        guard let moment = value.string.flatMap({ Timestamp(parsing: $0) }) else {
            throw .serialization("Time must be a number of seconds since 1970, or ISO 8601 in UTC")
        }
        return .at(moment)
    }

    /// From year 0 to year 9999, in seconds since 1970.
    private static let years = -62_167_219_200.0..<253_402_300_800.0

    /// The event that EventBridge would make of it: with the same members, in the same order.
    func event(id: String, account: String, region: String, now: Timestamp) throws(EntryError) -> [UInt8] {
        guard !source.utf8.isEmpty else { throw .required("Source") }
        guard !detailType.utf8.isEmpty else { throw .required("DetailType") }
        guard !detail.utf8.isEmpty else { throw .required("Detail") }
        let moment: Timestamp
        switch time {
        case .at(let time): moment = time
        case nil: moment = now
        case .outOfRange: throw EntryError(code: "InvalidArgument", message: "Parameter Time is not valid.")
        }
        guard let content = try? JSONDocument(parsing: detail), content.root.kind == .object else {
            throw .malformedDetail
        }
        var json = JSONWriter()
        json.object { json in
            json.member("version", "0")
            json.member("id", id)
            json.member("detail-type", detailType)
            json.member("source", source)
            json.member("account", account)
            json.member("time", moment.secondsText)
            json.member("region", region)
            json.array("resources", of: resources) { json, resource in json.string(resource) }
            var compact: [UInt8] = []
            content.root.appendCompact(to: &compact)
            json.key("detail")
            json.json(compact)
        }
        return json.bytes
    }
}
