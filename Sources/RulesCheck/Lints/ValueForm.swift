import Diagnostics
import TextFormats

/// What the values of one field look like in every CloudTrail event.
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
        /// Left out when there is nothing to say, never null.
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
