import CloudTrail
import ConfigDocument
import EventPatterns

extension RuleLint {
    /// The most frequent reason why a rule silently never matches: one form of a role's ARN where the event has
    /// another.
    ///
    /// A role has two. `arn:aws:iam::111122223333:role/path/Name` is the role's own, with its path; it stands where a
    /// role is asked for or issues a session. `arn:aws:sts::111122223333:assumed-role/Name/session` is that of a
    /// session: no path, and the session's name at the end.
    ///
    /// Source: IAM User Guide, "IAM identifiers" and "Logging IAM and AWS STS API calls with CloudTrail".
    static let roleARNs = RuleLint(summary: "A role ARN where the assumed-role form is needed, and the reverse") {
        subject in
        subject.outline.fields.flatMap { field in
            field.tests.compactMap { test in
                guard let text = test.text else { return nil }
                if rolePaths.contains(field.path) { return roleFinding(test, text, field.path) }
                if sessionPaths.contains(field.path) { return sessionFinding(test, text, field.path) }
                return nil
            }
        }
    }

    /// Fields with the role's own ARN.
    private static let rolePaths = [
        "detail.requestParameters.roleArn", "detail.userIdentity.sessionContext.sessionIssuer.arn",
        "detail.resources.ARN",
    ]
    /// Fields with the ARN of a session of the role.
    private static let sessionPaths = ["detail.userIdentity.arn", "detail.responseElements.assumedRoleUser.arn"]

    private static func finding(
        _ code: Problem.Code, _ test: PatternOutline.Test, _ message: String, write: String
    ) -> Finding {
        Finding(
            code: code, message: "\(message): it never matches", help: "write \(write)", place: .pattern(test.range))
    }
}

// MARK: - Where the role's own ARN stands

extension RuleLint {
    private static func roleFinding(_ test: PatternOutline.Test, _ text: String, _ path: String) -> Finding? {
        if text.contains("assumed-role/") {
            return finding(
                .roleForm, test, "\(path) is the role's own ARN, not a session's",
                write:
                    "\"arn:aws:iam::\(account(in: text)):role/\(roleName(afterAssumed: text))\", or move it to userIdentity.arn"
            )
        }
        if let star = literalStar(test, text) { return star }
        if let name = text.range(of: "role/AWSReservedSSO_").map({ String(text[$0.lowerBound...].dropFirst(5)) }) {
            return finding(
                .missingPath, test, "a permission set's role has the path /aws-reserved/sso.amazonaws.com/<region>/",
                write: wildcard(
                    "arn:aws:iam::\(account(in: text)):role/aws-reserved/sso.amazonaws.com/*\(withHash(name))"))
        }
        return ssoFinding(test, text) ?? malformed(test, text, path)
    }

    /// `AWSReservedSSO_<permission set>_<16 hexadecimal digits>`; before it a Region, except in us-east-1.
    private static func ssoFinding(_ test: PatternOutline.Test, _ text: String) -> Finding? {
        guard let start = text.range(of: "AWSReservedSSO_")?.lowerBound else { return nil }
        let name = String(text[start...])
        if test.form == .exact || test.form == .suffix || test.form == .equalsIgnoreCase, !hasHash(name) {
            return finding(
                .missingPath, test, "the name of a permission set's role ends in '_' and 16 hexadecimal digits",
                write: wildcard("*/\(withHash(name))"))
        }
        if test.form != .suffix, text.contains("sso.amazonaws.com/AWSReservedSSO_") {
            return Finding(
                code: .missingPath,
                message: "the Region of Identity Center stands before the role's name, unless it is us-east-1: "
                    + "elsewhere this never matches",
                help:
                    "write \(wildcard("arn:aws:iam::\(account(in: text)):role/aws-reserved/sso.amazonaws.com/*\(withHash(name))"))",
                place: .pattern(test.range))
        }
        return nil
    }

    /// An exact value that begins like an ARN and is not the ARN of a role.
    private static func malformed(_ test: PatternOutline.Test, _ text: String, _ path: String) -> Finding? {
        guard test.form == .exact, text.hasPrefix("arn:"), !path.hasSuffix("resources.ARN") else { return nil }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        let isRole =
            parts.count == 6 && parts[1].hasPrefix("aws") && parts[2] == "iam" && parts[3].isEmpty
            && parts[4].utf8.count == 12 && Int(parts[4]) != nil && parts[5].hasPrefix("role/")
        guard !isRole else { return nil }
        return finding(
            .roleARN, test, "\(path) is the ARN of a role, such as arn:aws:iam::111122223333:role/BreakGlass",
            write: "\"arn:aws:iam::\(account(in: text)):role/NAME\"")
    }
}

// MARK: - Where a session's ARN stands

extension RuleLint {
    private static func sessionFinding(_ test: PatternOutline.Test, _ text: String, _ path: String) -> Finding? {
        if let role = text.range(of: ":role/") ?? (text.hasPrefix("role/") ? text.range(of: "role/") : nil) {
            let name = text[role.upperBound...].split(separator: "/").last.map(String.init) ?? "NAME"
            return finding(
                .assumedRoleForm, test, "\(path) is a session's ARN, not the role's own",
                write:
                    "\(wildcard("arn:aws:sts::\(account(in: text)):assumed-role/\(name)/*")), or move it to sessionIssuer.arn"
            )
        }
        if let star = literalStar(test, text) { return star }
        guard let assumed = text.range(of: "assumed-role/") else { return nil }
        let rest = text[assumed.upperBound...].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if rest.count > 2, let name = rest.dropLast().last, rest.first == "aws-reserved" || rest.count > 3 {
            let role = rest.first { $0.hasPrefix("AWSReservedSSO_") } ?? name
            return finding(
                .assumedRoleForm, test, "a session's ARN leaves out the role's path",
                write: wildcard("arn:aws:sts::\(account(in: text)):assumed-role/\(role)/*"))
        }
        if rest.count == 1, test.form == .exact || test.form == .suffix || isClosedWildcard(test, rest[0]) {
            return finding(
                .assumedRoleForm, test, "a session's ARN ends in the session's name",
                write: wildcard("arn:aws:sts::\(account(in: text)):assumed-role/\(rest[0])/*"))
        }
        return nil
    }

    /// A wildcard whose last part has no star, so that nothing may follow the role's name.
    private static func isClosedWildcard(_ test: PatternOutline.Test, _ name: String) -> Bool {
        test.form == .wildcard && !name.hasSuffix("*")
    }
}

// MARK: - For both

extension RuleLint {
    /// A `*` outside of `wildcard`, where it is a plain character.
    private static func literalStar(_ test: PatternOutline.Test, _ text: String) -> Finding? {
        guard test.form != .wildcard, text.utf8.contains(UInt8(ascii: "*")) else { return nil }
        return finding(.roleARN, test, "'*' stands for itself here, and no ARN has one", write: wildcard(text))
    }

    private static func wildcard(_ text: String) -> String { "{\"wildcard\": \"\(text)\"}" }

    private static func account(in text: String) -> String {
        let digits = text.split { !$0.isNumber }.first { $0.utf8.count == 12 }
        return digits.map(String.init) ?? "*"
    }

    private static func roleName(afterAssumed text: String) -> String {
        guard let assumed = text.range(of: "assumed-role/") else { return "NAME" }
        return text[assumed.upperBound...].split(separator: "/").first.map(String.init) ?? "NAME"
    }

    private static func hasHash(_ name: String) -> Bool {
        guard let last = name.split(separator: "_", omittingEmptySubsequences: false).last else { return false }
        return last.utf8.count == 16 && last.allSatisfy(\.isHexDigit)
    }

    /// The name with a star for its 16 digits.
    private static func withHash(_ name: String) -> String {
        let base = String(name.prefix { $0 != "*" && $0 != "/" })
        if hasHash(base), let underscore = base.lastIndex(of: "_") { return "\(base[...underscore])*" }
        return base.hasSuffix("_") ? "\(base)*" : "\(base)_*"
    }
}

extension String {
    /// The first occurrence of a piece of ASCII.
    fileprivate func range(of piece: String) -> Range<String.Index>? {
        let wanted = Array(piece.utf8)
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
            start = utf8.index(after: start)
        }
        return nil
    }

    fileprivate func contains(_ piece: String) -> Bool { range(of: piece) != nil }
}
