import CloudTrail
import ConfigDocument
import Diagnostics
import EventPatterns
import TextFormats

extension RuleLint {
    /// Names of fields that no event has, and tests of values where events have objects.
    static let fieldNames = RuleLint(summary: "A field that no CloudTrail event has") { subject in
        subject.outline.fields.compactMap { field in
            unknownName(field, isRecord: subject.outline.isAboutCloudTrail) ?? existenceOfObject(field)
        }
    }

    private static func unknownName(_ field: PatternOutline.Field, isRecord: Bool) -> Finding? {
        let names = field.path.split(separator: ".").map(String.init)
        var parent = ""
        for name in names {
            // Fields of events that are not CloudTrail's are unknown here, except for the envelope.
            let known: [String]? =
                parent.isEmpty
                ? CloudTrailFields.envelope
                : !isRecord ? nil : parent == "detail" ? CloudTrailFields.record : CloudTrailFields.inner[parent]
            if let known, !known.containsBytes(of: name) {
                let place = parent.isEmpty ? "no event" : "no CloudTrail event"
                let path = parent.isEmpty ? name : "\(parent).\(name)"
                let near = Spelling.nearest(to: name, among: known)
                return Finding(
                    code: .neverMatches, message: "\(place) has a field \(path): the rule never matches",
                    help: near.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))",
                    place: .pattern(field.keyRange))
            }
            parent = parent.isEmpty ? name : "\(parent).\(name)"
        }
        return nil
    }

    private static func existenceOfObject(_ field: PatternOutline.Field) -> Finding? {
        guard CloudTrailFields.objects.contains(field.path),
            let test = field.tests.first(where: { if case .exists = $0.form { true } else { false } })
        else { return nil }
        let verdict = test.form == .exists(true) ? "never holds" : "always holds"
        return Finding(
            code: .neverMatches, message: "\(field.path) is an object, and 'exists' sees values only: this \(verdict)",
            help: "ask for a field inside it, such as \(field.path).\(example(of: field.path))",
            place: .pattern(test.range))
    }

    private static func example(of path: String) -> String {
        CloudTrailFields.inner[path]?.first ?? (path == "detail" ? "eventName" : "roleArn")
    }
}

/// The fields that events and CloudTrail records have.
///
/// Source: CloudTrail User Guide, "CloudTrail record contents", version 1.11, and "CloudTrail userIdentity element";
/// EventBridge User Guide, "Events in Amazon EventBridge".
enum CloudTrailFields {
    static let envelope = [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name",
    ]

    /// Fields below `detail`.
    static let record = [
        "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
        "userAgent", "errorCode", "errorMessage", "requestParameters", "responseElements", "additionalEventData",
        "requestID", "eventID", "eventType", "apiVersion", "managementEvent", "readOnly", "resources",
        "recipientAccountId", "serviceEventDetails", "sharedEventID", "vpcEndpointId", "vpcEndpointAccountId",
        "eventCategory", "addendum", "sessionCredentialFromConsole", "edgeDeviceDetails", "tlsDetails",
        "eventContext", "insightDetails",
    ]

    /// Fields below those whose members are documented; what requests and responses contain depends on the service.
    static let inner: [String: [String]] = [
        "detail.userIdentity": [
            "type", "principalId", "arn", "accountId", "accessKeyId", "userName", "sessionContext", "invokedBy",
            "identityProvider", "credentialId", "onBehalfOf", "inScopeOf", "invokedByDelegate", "identityProviderType",
        ],
        "detail.userIdentity.sessionContext": [
            "sessionIssuer", "attributes", "webIdFederationData", "sourceIdentity", "ec2RoleDelivery", "assumedRoot",
        ],
        "detail.userIdentity.sessionContext.sessionIssuer": ["type", "principalId", "arn", "accountId", "userName"],
        "detail.userIdentity.sessionContext.attributes": ["creationDate", "mfaAuthenticated"],
        "detail.userIdentity.onBehalfOf": ["userId", "identityStoreArn"],
        "detail.resources": ["ARN", "accountId", "type", "ARNPrefix"],
        "detail.tlsDetails": ["tlsVersion", "cipherSuite", "clientProvidedHostHeader", "keyExchange"],
    ]

    /// Fields that hold an object, which tests of a value never see.
    static let objects: Set<String> = [
        "detail", "detail.userIdentity", "detail.userIdentity.sessionContext",
        "detail.userIdentity.sessionContext.sessionIssuer", "detail.userIdentity.sessionContext.attributes",
        "detail.userIdentity.onBehalfOf", "detail.requestParameters", "detail.responseElements",
        "detail.additionalEventData", "detail.serviceEventDetails", "detail.tlsDetails",
    ]
}
