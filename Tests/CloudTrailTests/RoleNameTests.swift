import CloudTrail
import Testing

struct RoleNameTests {
    private static let reserved = "role/aws-reserved/sso.amazonaws.com"

    @Test(arguments: [
        [
            "arn:aws:iam::111122223333:role/BreakGlassAdmin",
            "arn:aws:iam::111122223333:role/emergency/BreakGlassAdmin",
            "arn:aws:sts::111122223333:assumed-role/BreakGlassAdmin/alice",
            "arn:aws:sts::111122223333:assumed-role/BreakGlassAdmin/a/b:c",
        ],
        [
            "arn:aws:iam::111122223333:\(reserved)/eu-west-1/AWSReservedSSO_Break_Glass_1f2e3d4c5b6a7988",
            "arn:aws:iam::111122223333:\(reserved)/AWSReservedSSO_Break_Glass_0000000000000000",
            "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Break_Glass_1f2e3d4c5b6a7988/bob@example.com",
        ],
    ])
    func joinsTheARNsOfOneRole(arns: [String]) throws {
        let names = try arns.map { try #require(RoleName(try ARN(parsing: $0))) }
        #expect(Set(names).count == 1)
        #expect(Set(names.map(\.shortName)).count == 1)
    }

    @Test func keepsOthersApart() throws {
        let arns = [
            "arn:aws:iam::111122223333:role/BreakGlass", "arn:aws:iam::444455556666:role/BreakGlass",
            "arn:aws:iam::111122223333:role/breakglass", "arn:aws:iam::111122223333:role/BreakGlass/Reviewer",
            "arn:aws:iam::111122223333:\(Self.reserved)/AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988",
            "arn:aws:iam::111122223333:role/root", "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:federated-user/BreakGlass", "arn:aws:iam::111122223333:role/caf\u{E9}",
            "arn:aws:iam::111122223333:role/cafe\u{301}",
        ]
        let names = try arns.map { try #require(RoleName(try ARN(parsing: $0))) }
        #expect(Set(names).count == arns.count)
    }

    @Test(arguments: [
        "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:role", "arn:aws:iam::111122223333:role/",
        "arn:aws:iam:::role/BreakGlassAdmin", "arn:aws:s3:::role/BreakGlassAdmin", "arn:aws:iam::111122223333:rootkit",
        "arn:aws:iam::111122223333:saml-provider/role", "arn:aws:sts::111122223333:assumed-role/",
        "arn:aws:sts::111122223333:federated-user/", "arn:aws:iam::111122223333:role/\u{200B}",
    ])
    func isNilForWhatIsNoRole(text: String) throws {
        #expect(RoleName(try ARN(parsing: text)) == nil)
    }

    @Test(arguments: [
        ("AWSReservedSSO_BreakGlass_1f2e3d4c5b6a7988", "BreakGlass"),
        ("AWSReservedSSO_Ops_Read_Write_0123456789abcdef", "Ops_Read_Write"),
        ("AWSReservedSSO___0123456789abcdef", "_"),
        ("AWSReservedSSO_0123456789abcdef", nil), ("AWSReservedSSO__0123456789abcdef", nil),
        ("AWSReservedSSO_BreakGlass_0123456789abcde", nil), ("AWSReservedSSO_BreakGlass_0123456789abcdefa", nil),
        ("AWSReservedSSO_BreakGlass_0123456789ABCDEF", nil), ("AWSReservedSSO_BreakGlass_0123456789abcdeg", nil),
        ("AWSReservedSSO_BreakGlass", nil), ("AWSReservedSSO", nil), ("", nil),
        ("XAWSReservedSSO_BreakGlass_0123456789abcdef", nil), ("awsreservedsso_BreakGlass_0123456789abcdef", nil),
    ])
    func splitsPermissionSets(roleName: String, permissionSet: String?) {
        #expect(PermissionSetRole(roleName: roleName)?.permissionSet == permissionSet)
        #expect(RoleName(account: "1", name: roleName).shortName == permissionSet ?? roleName)
        #expect(RoleName(account: "1", name: roleName).kind == (permissionSet == nil ? .role : .permissionSet))
    }
}
