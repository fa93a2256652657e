import JSONText
import Testing

@testable import CloudTrail

/// Who a record's `userIdentity` says has called.
struct UserIdentityTests {
    static func identity(_ json: String) throws -> UserIdentity { UserIdentity(try JSONDocument(parsing: json).root) }

    @Test(arguments: [
        (#"{"type":"Root"}"#, UserIdentity.Kind.root), (#"{"type":"IAMUser"}"#, .iamUser),
        (#"{"type":"AssumedRole"}"#, .assumedRole), (#"{"type":"FederatedUser"}"#, .federatedUser),
        (#"{"type":"AWSAccount"}"#, .awsAccount), (#"{"type":"AWSService"}"#, .awsService),
        (#"{"type":"IdentityCenterUser"}"#, .identityCenterUser), (#"{"type":"SAMLUser"}"#, .samlUser),
        (#"{"type":"WebIdentityUser"}"#, .webIdentityUser), (#"{"type":"Directory"}"#, .other),
        (#"{"type":"iamuser"}"#, .other), ("{}", .other), ("null", .other), ("[]", .other), (#"{"type":7}"#, .other),
        // Without a type the ARN says it.
        (#"{"arn":"arn:aws:iam::111122223333:root"}"#, .root),
        (#"{"arn":"arn:aws:iam::111122223333:user/team/alice"}"#, .iamUser),
        (#"{"arn":"arn:aws:iam::111122223333:role/Admin"}"#, .assumedRole),
        (#"{"arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice"}"#, .assumedRole),
        (
            #"{"arn":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_1f2e3d4c5b6a7988/alice"}"#,
            .assumedRole
        ),
        (#"{"arn":"arn:aws:sts::111122223333:federated-user/alice"}"#, .federatedUser),
        (#"{"arn":"arn:aws:iam::111122223333:group/x"}"#, .other), (#"{"arn":"none"}"#, .other),
        // A type that is known outranks the ARN.
        (#"{"type":"AWSService","arn":"arn:aws:iam::111122223333:root"}"#, .awsService),
    ])
    func knowsTheKind(json: String, kind: UserIdentity.Kind) throws {
        #expect(try Self.identity(json).kind == kind)
    }

    @Test(arguments: [
        (#"{"arn":"arn:aws:sts::1:assumed-role/Admin/alice"}"#, "alice"),
        (#"{"arn":"arn:aws:sts::1:assumed-role/Admin/alice@example.com"}"#, "alice@example.com"),
        // What a foreign tool writes may hold slashes.
        (#"{"arn":"arn:aws:sts::1:assumed-role/Admin/a/b"}"#, "a/b"),
        (#"{"arn":"arn:aws:sts::1:assumed-role/Admin"}"#, nil),
        (#"{"arn":"arn:aws:sts::1:assumed-role/Admin/"}"#, nil),
        (#"{"arn":"arn:aws:sts::1:federated-user/bob"}"#, "bob"),
        (#"{"arn":"arn:aws:iam::1:user/team/carol"}"#, "carol"), (#"{"arn":"arn:aws:s3:::bucket/user/x"}"#, nil),
        (#"{"principalId":"AROAEXAMPLE:dave"}"#, "dave"), (#"{"principalId":"AROAEXAMPLE"}"#, nil),
        (#"{"principalId":"AROAEXAMPLE: "}"#, nil),
        (#"{"arn":"arn:aws:sts::1:assumed-role/A/x","principalId":"A:y"}"#, "x"),
        ("{}", nil),
    ])
    func namesTheSession(json: String, name: String?) throws {
        #expect(try Self.identity(json).sessionName == name)
    }

    @Test(arguments: [
        (
            #"{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::1:role/p/Admin"}}}"#,
            "1/Admin"
        ),
        (#"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/Admin/alice"}"#, "1/Admin"),
        (
            #"{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"Role","accountId":"1","userName":"Admin"}}}"#,
            "1/Admin"
        ),
        (#"{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"accountId":"1","userName":"Admin"}}}"#, nil),
        (#"{"type":"IAMUser","arn":"arn:aws:sts::1:assumed-role/Admin/alice"}"#, nil),
        (#"{"type":"AssumedRole","arn":"arn:aws:iam::1:root"}"#, nil), (#"{"type":"AssumedRole"}"#, nil),
    ])
    func namesTheRoleOfTheSession(json: String, role: String?) throws {
        #expect(try Self.identity(json).role?.description == role)
    }

    /// The name typed into a sign-in that failed may be a password.
    @Test(arguments: [
        (#"{"userName":"alice"}"#, "alice"), (#"{"userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#, nil), ("{}", nil),
        (#"{"userName":""}"#, nil), (#"{"userName":["alice"]}"#, nil),
    ])
    func hidesWhatIsHidden(json: String, name: String?) throws {
        #expect(try Self.identity(json).userName == name)
    }
}

struct DenialMessageTests {
    @Test(arguments: [
        (
            "User: arn:aws:iam::1:user/m is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/A "
                + "because no identity-based policy allows it", "arn:aws:iam::1:role/A"
        ),
        ("on resource: arn:aws:iam::1:role/A", "arn:aws:iam::1:role/A"), ("on resource:arn:x", "arn:x"),
        (#"on resource: "arn:x" with"#, "arn:x"), ("on resource: 'arn:x'", "arn:x"),
        ("on resource:\n\tarn:x\n", "arn:x"),
        // Cut off by CloudTrail, or nothing there.
        ("on resource:", nil), ("on resource: ", nil), ("on resource", nil), ("", nil), ("On Resource: arn:x", nil),
        // The first of two.
        ("on resource: one on resource: two", "one"),
    ])
    func findsTheResource(message: String, resource: String?) {
        #expect(DenialMessage.resource(in: message) == resource)
    }
}
