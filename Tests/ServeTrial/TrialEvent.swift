/// Events for trials, of the size of real ones: one in so many is a use of the break-glass role.
package struct TrialEvent {
    /// Unique over all trials on one store.
    package let id: String
    package let json: [UInt8]

    /// - Parameters:
    ///   - run: tells the events of one run from those of the others.
    ///   - who: the person whose use it is; different people's messages need not wait for each other.
    package init(run: String, number: Int, isMatching: Bool, who: String) {
        id = "\(run)-\(number)"
        let name = isMatching ? "AssumeRole" : "DescribeInstances"
        let source = isMatching ? "sts" : "ec2"
        let request =
            isMatching
            ? #"{"roleArn":"arn:aws:iam::111122223333:role/BreakGlassAdmin","roleSessionName":"\#(who)","durationSeconds":3600}"#
            : #"{"instancesSet":{"items":[{"instanceId":"i-0f3c9d8a7b6e5d4c3"}]},"filterSet":{},"maxResults":1000}"#
        json = Array(
            """
            {"version":"0","id":"\(id)","detail-type":"AWS API Call via CloudTrail","source":"aws.\(source)",\
            "account":"111122223333","time":"2026-03-02T09:14:07Z","region":"eu-west-1","resources":[],"detail":{\
            "eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAI23HXD2O5EXAMPLE",\
            "arn":"arn:aws:iam::111122223333:user/\(who)","accountId":"111122223333",\
            "accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"\(who)","sessionContext":{"attributes":{\
            "creationDate":"2026-03-02T09:00:00Z","mfaAuthenticated":"true"}}},"eventTime":"2026-03-02T09:14:07Z",\
            "eventSource":"\(source).amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
            "sourceIPAddress":"198.51.100.42","userAgent":"aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1 \
            md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe",\
            "requestParameters":\(request),"responseElements":null,"requestID":"\(id)","eventID":"\(id)",\
            "readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333",\
            "eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",\
            "clientProvidedHostHeader":"\(source).eu-west-1.amazonaws.com"}}}
            """.utf8)
    }
}
