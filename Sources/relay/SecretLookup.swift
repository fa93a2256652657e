internal import Outbox
internal import Rules

/// Whether every secret that a rules file refers to can be looked up. None is shown, nor kept.
struct SecretLookup {
    struct Verdict {
        let reference: SecretReference
        /// Nil for one that was found.
        let error: SecretError?
    }

    let verdicts: [Verdict]

    var isComplete: Bool { verdicts.allSatisfy { $0.error == nil } }

    init(_ references: [SecretReference], in source: some SecretSource) {
        verdicts = references.map { reference in
            do throws(SecretError) {
                _ = try source.secret(reference)
                return Verdict(reference: reference, error: nil)
            } catch {
                return Verdict(reference: reference, error: error)
            }
        }
    }

    /// A line for each that was not found, and one for all.
    func lines(in style: TextStyle) -> [String] {
        let missing = verdicts.compactMap(\.error).map { "\(style(.red, "error:")) \("\($0)".printable)" }
        let found = verdicts.count - missing.count
        return missing + ["\(verdicts.count) secret\(verdicts.count == 1 ? "" : "s"): \(found) found"]
    }

    var json: [JSONMembers] {
        verdicts.map { verdict in
            var members = JSONMembers()
            members.add("reference", "\(verdict.reference)")
            members.add("found", verdict.error == nil)
            members.add("reason", verdict.error.map { "\($0)" })
            return members
        }
    }
}
