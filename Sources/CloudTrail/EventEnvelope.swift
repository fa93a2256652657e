public import JSONText

/// Puts CloudTrail records into the envelope in which EventBridge delivers them.
///
///     {"version":"0","id":"<eventID>","detail-type":"AWS API Call via CloudTrail","source":"aws.sts",
///      "account":"<recipientAccountId>","time":"<eventTime>","region":"<awsRegion>","resources":[],"detail":<record>}
///
/// Written without white space; the record goes in byte for byte. Sources: EventBridge User Guide, "AWS service events
/// delivered via AWS CloudTrail" and "Events" (the order of the keys is the service's own).
public enum EventEnvelope {
    /// What an element of a log turned out to be.
    public enum Kind: Hashable, Sendable {
        /// A CloudTrail record, now the `detail` of an event.
        case record
        /// An object that is an event as it stands.
        case event
    }

    /// A member of the envelope besides `detail`, in the order of the text.
    public enum HeadMember: String, CaseIterable, Sendable {
        case version, id
        case detailType = "detail-type"
        case source, account, time, region, resources
    }

    /// How long an envelope is beside its record, about: to make room once.
    public static let usualBytes = 320

    /// Appends the event that an element of a log stands for.
    ///
    /// An element is a CloudTrail record when it has a field that only records have and none of an event's `detail` and
    /// `detail-type`. Every other object is an event as it stands.
    ///
    /// - Parameters:
    ///   - element: an object with balanced brackets, as a ``LogReader`` hands it out. Other mistakes in it come out
    ///     as they went in.
    ///   - output: the event is appended; what stands there before is kept.
    @discardableResult
    public static func append(_ element: Span<UInt8>, to output: inout [UInt8]) -> Kind {
        var outline = JSONOutline()
        outline.read(element)
        return append(element, outline, to: &output)
    }

    /// The same, where the element has been read already.
    ///
    /// - Parameter outline: that of the element.
    @discardableResult
    public static func append(_ element: Span<UInt8>, _ outline: JSONOutline, to output: inout [UInt8]) -> Kind {
        output.reserveCapacity(output.count + element.count + usualBytes)
        let kind = appendHead(of: element, outline, to: &output)
        output.append(element)
        if kind == .record { output.append("}") }
        return kind
    }

    /// Appends all of an event's text that stands before the record; nothing when the element is an event as it stands.
    ///
    /// The record and a closing bracket behind it make it whole.
    ///
    /// - Parameters:
    ///   - outline: that of the element.
    ///   - members: which members the head is to have besides `detail`, in their order; few cost less.
    public static func appendHead(
        of element: Span<UInt8>, _ outline: JSONOutline, with members: [HeadMember] = HeadMember.allCases,
        to output: inout [UInt8]
    ) -> Kind {
        guard let fields = RecordFields(of: element, outline), isRecord(fields, in: element) else { return .event }
        output.append("{")
        for member in members { append(member, fields, in: element, to: &output) }
        output.append("\"detail\":")
        return .record
    }

    private static func append(
        _ member: HeadMember, _ fields: RecordFields, in record: Span<UInt8>, to output: inout [UInt8]
    ) {
        switch member {
        case .version: return output.append("\"version\":\"0\",")
        case .id:
            output.append("\"id\":\"")
            if let id = fields.content(.eventID, in: record) { output.append(record.extracting(id)) }
        case .detailType:
            output.append("\"detail-type\":\"")
            output.append(detailType(fields, in: record))
        case .source:
            output.append("\"source\":\"aws.")
            appendService(fields, in: record, to: &output)
        case .account:
            output.append("\"account\":\"")
            appendAccount(fields, in: record, to: &output)
        case .time:
            output.append("\"time\":\"")
            appendTime(fields, in: record, to: &output)
        case .region:
            output.append("\"region\":\"")
            if let region = fields.content(.awsRegion, in: record) { output.append(record.extracting(region)) }
        case .resources: return output.append("\"resources\":[],")
        }
        output.append("\",")
    }

    private static func isRecord(_ fields: RecordFields, in record: Span<UInt8>) -> Bool {
        guard fields[.detail] == nil, fields[.detailType] == nil else { return false }
        // The notices of S3 and other services look alike, and name their source `aws:s3`.
        if let source = fields.content(.eventSource, in: record), record.extracting(source).starts(with: "aws:") {
            return false
        }
        return fields[.eventVersion] != nil || fields[.eventID] != nil || fields[.eventSource] != nil
            || fields[.eventName] != nil || fields[.eventTime] != nil || fields[.userIdentity] != nil
            || fields[.insightDetails] != nil
    }

    /// `detail-type` by the record's `eventType`, and where that is missing, as before version 1.02, that of a call.
    ///
    /// AWS's own example rules say `AWS Console Sign In via CloudTrail`, its guide `Signin`; records spell the type
    /// `AwsConsoleSignIn` and `AwsConsoleSignin`, `AwsVpceEvent` and `AwsVpceEvents`.
    private static func detailType(_ fields: RecordFields, in record: Span<UInt8>) -> StaticString {
        if fields.isInsight { return "AWS Insight via CloudTrail" }
        guard let content = fields.content(.eventType, in: record) else { return "AWS API Call via CloudTrail" }
        let type = record.extracting(content)
        for (name, detailType) in detailTypes where type.elementsEqual(name) { return detailType }
        return "AWS API Call via CloudTrail"
    }

    private static let detailTypes: [(StaticString, StaticString)] = [
        ("AwsApiCall", "AWS API Call via CloudTrail"),
        ("AwsServiceEvent", "AWS Service Event via CloudTrail"),
        ("AwsConsoleSignIn", "AWS Console Sign In via CloudTrail"),
        ("AwsConsoleSignin", "AWS Console Sign In via CloudTrail"),
        ("AwsConsoleAction", "AWS Console Action via CloudTrail"),
        ("AwsVpceEvent", "AWS Network Activity Event via CloudTrail"),
        ("AwsVpceEvents", "AWS Network Activity Event via CloudTrail"),
    ]

    /// `sts` of `sts.amazonaws.com`; CloudTrail's own where the record names none, as Insights do.
    private static func appendService(_ fields: RecordFields, in record: Span<UInt8>, to output: inout [UInt8]) {
        guard let content = fields.content(.eventSource, in: record) else { return output.append("cloudtrail") }
        let source = record.extracting(content)
        let domain: StaticString = ".amazonaws.com"
        let service = source.count - domain.utf8CodeUnitCount
        guard service > 0, source.extracting(service...).elementsEqual(domain) else { return output.append(source) }
        output.append(source.extracting(..<service))
    }

    /// The account that received the record, or where old records do not say, that of the caller.
    private static func appendAccount(_ fields: RecordFields, in record: Span<UInt8>, to output: inout [UInt8]) {
        if let account = fields.content(.recipientAccountId, in: record) {
            return output.append(record.extracting(account))
        }
        guard let identity = fields[.userIdentity] else { return }
        let text = record.extracting(identity)
        var outline = JSONOutline()
        outline.read(text)
        for member in outline.members {
            guard text.extracting(member.key).elementsEqual("accountId"), text[member.value.lowerBound] == 0x22 else {
                continue
            }
            return output.append(text.extracting(member.value.lowerBound + 1..<member.value.upperBound - 1))
        }
    }

    /// The time of the record, in the envelope's form: without fractions of a second.
    private static func appendTime(_ fields: RecordFields, in record: Span<UInt8>, to output: inout [UInt8]) {
        guard let content = fields.content(.eventTime, in: record) else { return }
        let time = record.extracting(content)
        let seconds = "YYYY-MM-DDTHH:MM:SS".utf8.count
        guard time.count > seconds + 1, time[seconds] == UInt8(ascii: "."), time[time.count - 1] == UInt8(ascii: "Z")
        else { return output.append(time) }
        output.append(time.extracting(..<seconds))
        output.append("Z")
    }
}

extension Span<UInt8> {
    fileprivate func starts(with text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && extracting(..<text.utf8CodeUnitCount).elementsEqual(text)
    }
}

extension [UInt8] {
    mutating func append(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }
}
