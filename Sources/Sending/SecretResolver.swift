import Rules

/// Fills secrets in for one request, and remembers them so that they can be masked in what comes of it.
struct SecretResolver {
    let source: any SecretSource
    private(set) var mask = SecretMask()

    init(_ source: any SecretSource) { self.source = source }

    mutating func text(_ text: SecretText) throws(RequestError) -> String {
        var output = ""
        for part in text.parts {
            switch part {
            case .literal(let literal): output += literal
            case .reference(let reference): output += try secret(reference)
            }
        }
        return output
    }

    /// Text that goes into a header: no line end may begin another one.
    mutating func headerText(_ text: SecretText) throws(RequestError) -> String {
        for case .reference(let reference) in text.parts {
            guard try secret(reference).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw .secret(SecretError(.invalid, of: reference))
            }
        }
        return try self.text(text)
    }

    private mutating func secret(_ reference: SecretReference) throws(RequestError) -> String {
        do throws(SecretError) {
            let secret = try source.secret(reference)
            mask.add([secret])
            return secret
        } catch {
            throw .secret(error)
        }
    }

    /// Masks what was made of a secret, too.
    mutating func conceal(_ text: String) { mask.add([text]) }
}
