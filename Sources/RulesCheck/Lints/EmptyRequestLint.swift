import ConfigDocument
import EventPatterns
import JSONText
import TextFormats

extension RuleLint {
    /// Tests of fields that an event of this name, outcome or caller never has.
    static let emptyRequests = RuleLint(summary: "A test of a field that is never there in such an event") { subject in
        subject.outline.alternatives.flatMap { requestOfSignIn($0) + requestOfRefusal($0) + userNameOfRole($0) }
    }

    private static func requestOfSignIn(_ alternative: PatternOutline.Alternative) -> [Finding] {
        guard let names = alternative["detail.eventName"], !names.tests.isEmpty,
            names.tests.allSatisfy({ test in
                test.form == .exact && test.text.flatMap(KnownEvent.named)?.hasNoRequest == true
            }),
            let field = presentField(under: "detail.requestParameters", in: alternative)
        else { return [] }
        let list = names.tests.compactMap(\.text).joined(separator: " and ")
        let help =
            list.contains("GetRoleCredentials")
            ? "its role and account stand in serviceEventDetails.role_name and account_id"
            : "the role stands in userIdentity.arn, as assumed-role/NAME/SESSION"
        return [
            Finding(
                code: .neverMatches, message: "\(list) has no requestParameters: the rule never matches", help: help,
                place: .pattern(field.keyRange))
        ]
    }

    private static func requestOfRefusal(_ alternative: PatternOutline.Alternative) -> [Finding] {
        guard let codes = alternative["detail.errorCode"], !codes.tests.isEmpty,
            codes.tests.allSatisfy({ $0.form == .exact && $0.text?.hasBytes(of: "AccessDenied") == true }),
            let names = alternative["detail.eventName"],
            names.tests.allSatisfy({ $0.text.map { $0.hasPrefix("AssumeRole") } ?? false }),
            let field = presentField(under: "detail.requestParameters", in: alternative)
        else { return [] }
        return [
            Finding(
                code: .neverMatches,
                message: "a refused AssumeRole is recorded without requestParameters: the rule never matches",
                help: "the role stands in errorMessage only: [{ wildcard: \"*:role/NAME\" }]",
                place: .pattern(field.keyRange))
        ]
    }

    private static func userNameOfRole(_ alternative: PatternOutline.Alternative) -> [Finding] {
        guard let types = alternative["detail.userIdentity.type"], !types.tests.isEmpty,
            types.tests.allSatisfy({ $0.form == .exact && $0.text?.hasBytes(of: "AssumedRole") == true }),
            let field = presentField(under: "detail.userIdentity.userName", in: alternative)
        else { return [] }
        return [
            Finding(
                code: .neverMatches, message: "an AssumedRole has no userIdentity.userName: the rule never matches",
                help: "the role's name is sessionContext.sessionIssuer.userName, the person's the end of principalId",
                place: .pattern(field.keyRange))
        ]
    }

    /// A field at or below a path that must be present for the alternative to match.
    private static func presentField(
        under path: String, in alternative: PatternOutline.Alternative
    ) -> PatternOutline.Field? {
        alternative.fields.first { field in
            field.path.utf8.starts(with: path.utf8)
                && !field.tests.contains { $0.form == .exists(false) || $0.value.kind == .null }
        }
    }
}
