import CloudTrail

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

    /// Fields below those that have a form of their own; what requests and answers hold is each service's affair.
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
