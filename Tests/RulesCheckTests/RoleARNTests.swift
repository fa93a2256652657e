import RulesCheck
import Testing

struct RoleARNTests {
    @Test(arguments: [
        ("arn:aws:iam::111122223333:role/Admin", "/", "Admin"),
        ("arn:aws:iam::111122223333:role/ops/emergency/Admin", "/ops/emergency/", "Admin"),
        ("arn:aws-us-gov:iam::111122223333:role/a.b-c_d+e=f,g@h", "/", "a.b-c_d+e=f,g@h"),
    ])
    func readsRoles(text: String, path: String, name: String) throws {
        let role = try #require(RoleARN(parsing: text))
        #expect(role.account == "111122223333")
        #expect(role.path == path)
        #expect(role.name == name)
        #expect("\(role)" == text)
    }

    @Test(arguments: [
        "", "Admin", "arn:aws:iam:us-east-1:111122223333:role/A", "arn:aws:iam::11112222333:role/A",
        "arn:aws:iam::111122223333:user/A", "arn:aws:iam::111122223333:role/", "arn:aws:iam::111122223333:role//A",
        "arn:aws:iam::111122223333:role", "arn:aws:sts::111122223333:assumed-role/A/b",
        "arn:aws:iam::111122223333:role/A\"",
        "arn:aws:iam::111122223333:role/a\"b/A", "arn:azure:iam::111122223333:role/A",
        "arn:aws:iam::111122223333:role/\(String(repeating: "x", count: 65))",
    ])
    func refuses(text: String) {
        #expect(RoleARN(parsing: text) == nil)
    }
}
