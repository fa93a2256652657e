internal import JSONText
internal import Rules

/// Whether every secret that a rules file refers to can be looked up. No secret is shown or kept.
struct SecretLookup {
    /// One reference and what looking it up gave.
    struct Result {
        let reference: SecretReference
        /// Nil for one that was found.
        let error: SecretError?
    }

    /// One for each reference, in their order.
    let results: [Result]

    /// Whether every reference was found.
    var isComplete: Bool { results.allSatisfy { $0.error == nil } }

    /// Looks each reference up.
    init(_ references: [SecretReference], in source: some SecretSource) {
        results = references.map { reference in
            do throws(SecretError) {
                _ = try source.secret(reference)
                return Result(reference: reference, error: nil)
            } catch {
                return Result(reference: reference, error: error)
            }
        }
    }

    /// A line for each that was not found, and one for all.
    func lines(in style: TextStyle) -> [String] {
        let missing = results.compactMap(\.error).map { "\(style(.red, "error:")) \("\($0)".printable)" }
        let found = results.count - missing.count
        return missing + ["\(results.count) secret\(results.count == 1 ? "" : "s"): \(found) found"]
    }

    /// Writes a member of a JSON object with every reference, and whether it was found.
    func write(_ name: String, to json: inout JSONWriter) {
        json.array(name, of: results) { json, result in
            json.object { json in
                json.member("reference", "\(result.reference)")
                json.member("found", result.error == nil)
                json.member("reason", result.error.map { "\($0)" })
            }
        }
    }
}
