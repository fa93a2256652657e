import JSONText

/// The members of a record that a role use is made from, found in one pass over the record.
struct RecordMembers {
    enum Name: Int, CaseIterable {
        case eventID, eventName, resources, awsRegion, eventTime, userAgent, errorCode, eventSource, userIdentity
        case errorMessage, sharedEventID, sourceIPAddress, responseElements, requestParameters, recipientAccountId
        case additionalEventData, serviceEventDetails, sessionCredentialFromConsole
    }

    private let members: JSONKnownMembers

    init(of record: JSONValue) {
        members = JSONKnownMembers(of: record) { key in Self.name(key)?.rawValue }
    }

    subscript(name: Name) -> JSONValue? { members[name.rawValue] }

    /// Only names of a key's own length are compared with it.
    private static func name(_ key: Span<UInt8>) -> Name? {
        switch key.count {
        case 7: key.elementsEqual("eventID") ? .eventID : nil
        case 9:
            if key.elementsEqual("eventName") {
                .eventName
            } else if key.elementsEqual("eventTime") {
                .eventTime
            } else if key.elementsEqual("awsRegion") {
                .awsRegion
            } else if key.elementsEqual("userAgent") {
                .userAgent
            } else if key.elementsEqual("resources") {
                .resources
            } else {
                key.elementsEqual("errorCode") ? .errorCode : nil
            }
        case 11: key.elementsEqual("eventSource") ? .eventSource : nil
        case 12:
            if key.elementsEqual("userIdentity") {
                .userIdentity
            } else {
                key.elementsEqual("errorMessage") ? .errorMessage : nil
            }
        case 13: key.elementsEqual("sharedEventID") ? .sharedEventID : nil
        case 15: key.elementsEqual("sourceIPAddress") ? .sourceIPAddress : nil
        case 16: key.elementsEqual("responseElements") ? .responseElements : nil
        case 17: key.elementsEqual("requestParameters") ? .requestParameters : nil
        case 18: key.elementsEqual("recipientAccountId") ? .recipientAccountId : nil
        case 19:
            if key.elementsEqual("additionalEventData") {
                .additionalEventData
            } else {
                key.elementsEqual("serviceEventDetails") ? .serviceEventDetails : nil
            }
        case 28: key.elementsEqual("sessionCredentialFromConsole") ? .sessionCredentialFromConsole : nil
        default: nil
        }
    }
}
