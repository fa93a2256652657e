import ConfigDocument
import Diagnostics
import EventPatterns
import JSONText
import TextFormats

extension RuleLint {
    /// Values that the field never has in any CloudTrail event, by the table in ``ValueForm``.
    static let values = RuleLint(summary: "A value that no CloudTrail event has") { subject in
        guard subject.outline.isAboutCloudTrail else { return [] }
        return subject.outline.fields.flatMap { field in
            field.tests.compactMap { test in
                ValueForm.of(path: field.path).lazy.compactMap { finding(test, $0.form, field.path) }.first
            }
        }
    }

    private static func finding(_ test: PatternOutline.Test, _ form: ValueForm.Form, _ path: String) -> Finding? {
        switch form {
        case .text(let form, let accepts, let repair): return textual(test, path, form, accepts, repair)
        case .words(let words): return word(test, path, words, isComplete: true)
        case .names(let names): return word(test, path, names, isComplete: false)
        case .textualBoolean(let yes, let no):
            if let value = test.value.bool { return never(test, path, "is text", write: quoted(value ? yes : no)) }
            return word(test, path, [yes, yes.uppercased(), no, no.uppercased()], isComplete: true)
        case .boolean:
            guard test.form == .exact, let text = test.text else { return nil }
            return never(
                test, path, "is true or false, not text", write: text.lowercased() == "true" ? "true" : "false")
        case .absentRatherThanNull:
            guard test.value.kind == .null else { return nil }
            return never(test, path, "is left out where there is none, and never null", write: "{\"exists\": false}")
        }
    }

    private static func textual(
        _ test: PatternOutline.Test, _ path: String, _ form: String, _ accepts: (String) -> Bool,
        _ repair: (String) -> String?
    ) -> Finding? {
        if let number = test.value.number {
            return never(test, path, "is text (\(form)), and a number is never equal to text", write: quoted(number))
        }
        guard test.form == .exact, let text = test.text, !accepts(text) else { return nil }
        let repaired = repair(text).map { $0.hasPrefix("{") ? $0 : quoted($0) }
        return never(test, path, "is \(form), never \(quoted(text))", write: repaired)
    }

    private static func word(
        _ test: PatternOutline.Test, _ path: String, _ words: [String], isComplete: Bool
    ) -> Finding? {
        guard test.form == .exact, let text = test.text, !words.containsBytes(of: text)
        else { return nil }
        let sameButCase = words.first { $0.lowercased().utf8.elementsEqual(text.lowercased().utf8) }
        guard let near = sameButCase ?? (isComplete ? Spelling.nearest(to: text, among: words) : nil) else {
            guard isComplete else { return nil }
            return Finding(
                code: .neverMatches, message: "\(path) is never \(quoted(text)): it never matches",
                help: "there are \(words.joined(separator: ", "))", place: .pattern(test.range))
        }
        return never(test, path, "is never \(quoted(text))", write: quoted(near))
    }

    private static func never(_ test: PatternOutline.Test, _ path: String, _ reason: String, write: String?) -> Finding
    {
        Finding(
            code: .neverMatches, message: "\(path) \(reason): it never matches",
            help: write.map { "write \($0)" } ?? "see the event in CloudTrail's event history",
            place: .pattern(test.range))
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}

/// The form that the values of some fields have in every CloudTrail event.
struct ValueForm: Sendable {
    enum Form: Sendable {
        /// Text of a form that no other value has.
        case text(form: String, accepts: @Sendable (String) -> Bool, repair: @Sendable (String) -> String?)
        /// One of these words.
        case words([String])
        /// One of these words, or another that relay does not know.
        case names([String])
        /// `true` and `false` as text.
        case textualBoolean(yes: String, no: String)
        case boolean
        /// The field is left out when it has no value; it is never null.
        case absentRatherThanNull
    }

    let paths: [String]
    let form: Form

    static func of(path: String) -> [ValueForm] {
        all.filter { $0.paths.containsBytes(of: path) }
    }

    static let all: [ValueForm] = [
        .init(
            paths: [
                "account", "detail.recipientAccountId", "detail.userIdentity.accountId", "detail.resources.accountId",
                "detail.userIdentity.sessionContext.sessionIssuer.accountId", "detail.serviceEventDetails.account_id",
            ],
            form: .text(form: "12 digits, as text", accepts: isAccount, repair: { _ in nil })),
        .init(
            paths: ["region", "detail.awsRegion"],
            form: .text(
                form: "a Region such as us-east-1", accepts: isRegion,
                repair: { text in
                    let lower = text.lowercased()
                    if isRegion(lower) { return lower }
                    return isRegion(String(lower.dropLast())) ? String(lower.dropLast()) : nil
                })),
        .init(
            paths: ["source"],
            form: .text(form: "aws. and a service, such as aws.sts", accepts: isSource, repair: repairedSource)),
        .init(
            paths: ["detail.eventSource"],
            form: .text(form: "a service and .amazonaws.com", accepts: isEventSource, repair: repairedEventSource)),
        .init(
            paths: ["detail.eventName"],
            form: .text(
                form: "a name without a service, such as AssumeRole", accepts: isEventName, repair: repairedEventName)),
        .init(paths: ["detail.eventName"], form: .names(KnownEvent.all.map(\.name))),
        .init(
            paths: ["detail.eventType"],
            form: .words([
                "AwsApiCall", "AwsServiceEvent", "AwsConsoleAction", "AwsConsoleSignIn", "AwsConsoleSignin",
                "AwsVpceEvents", "AwsVpceEvent", "AwsCloudTrailInsight",
            ])),
        .init(
            paths: ["detail.userIdentity.type"],
            form: .words([
                "Root", "IAMUser", "AssumedRole", "Role", "FederatedUser", "Directory", "AWSAccount", "AWSService",
                "IdentityCenterUser", "SAMLUser", "WebIdentityUser", "Unknown",
            ])),
        .init(paths: ["detail.eventCategory"], form: .words(["Management", "Data", "NetworkActivity", "Insight"])),
        .init(
            paths: ["detail.responseElements.ConsoleLogin", "detail.responseElements.SwitchRole"],
            form: .words(["Success", "Failure"])),
        .init(
            paths: [
                "detail.userIdentity.sessionContext.attributes.mfaAuthenticated", "detail.sessionCredentialFromConsole",
            ], form: .textualBoolean(yes: "true", no: "false")),
        .init(paths: ["detail.additionalEventData.MFAUsed"], form: .textualBoolean(yes: "Yes", no: "No")),
        .init(paths: ["detail.readOnly", "detail.managementEvent"], form: .boolean),
        .init(paths: ["detail.errorCode", "detail.errorMessage", "detail.sharedEventID"], form: .absentRatherThanNull),
        .init(
            paths: ["detail.sourceIPAddress"],
            form: .text(
                form: "one address; a range is {\"cidr\": \"10.0.0.0/8\"}",
                accepts: { !$0.utf8.contains(UInt8(ascii: "/")) },
                repair: { "{\"cidr\": \"\($0)\"}" })),
    ]

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Two to four letters, one to three words, a number: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`.
    private static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (3...5).contains(parts.count), let number = parts.last, (2...4).contains(parts[0].utf8.count) else {
            return false
        }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIILowercase) }
            && (1...2).contains(number.utf8.count) && number.utf8.allSatisfy(\.isASCIIDigit)
    }

    private static func isSource(_ text: String) -> Bool {
        guard text.hasPrefix("aws.") else { return false }
        return isService(text.dropFirst(4)) && !text.hasSuffix(".amazonaws.com")
    }

    private static func repairedSource(_ text: String) -> String? {
        var service = text.lowercased()
        if service.hasSuffix(".amazonaws.com") { service = String(service.dropLast(14)) }
        if service.hasPrefix("aws.") || service.hasPrefix("aws:") { service = String(service.dropFirst(4)) }
        return isService(service[...]) ? "aws.\(service)" : nil
    }

    private static func isEventSource(_ text: String) -> Bool {
        text.hasSuffix(".amazonaws.com") && isService(text.dropLast(14))
            && !text.dropLast(14).split(separator: ".").contains { isRegion(String($0)) }
    }

    private static func repairedEventSource(_ text: String) -> String? {
        guard let source = repairedSource(text) else { return nil }
        let labels = source.dropFirst(4).split(separator: ".").filter { !isRegion(String($0)) }
        return "\(labels.joined(separator: ".")).amazonaws.com"
    }

    private static func isEventName(_ text: String) -> Bool {
        !text.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "*") }
    }

    private static func repairedEventName(_ text: String) -> String? {
        if text.utf8.contains(UInt8(ascii: "*")) { return "{\"wildcard\": \"\(text)\"}" }
        return text.split(separator: ":").last.map(String.init)
    }

    private static func isService(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0.isASCIILowercase || $0.isASCIIDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }

}
