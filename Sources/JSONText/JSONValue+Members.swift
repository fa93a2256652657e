extension JSONValue {
    /// A member to set, or to add at the end.
    public struct NewMember: Sendable {
        /// The member's name, escapes undone.
        public let name: String
        /// JSON text.
        public let value: [UInt8]

        /// - Parameters:
        ///   - name: ``name``.
        ///   - value: ``value``.
        public init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// The object with members set, as compact JSON text; other members keep their text and their order.
    ///
    /// Of duplicate keys the last is set, since that is the one that counts. A value that is no object is returned as
    /// it is.
    public func compact(setting members: [NewMember]) -> [UInt8] {
        var output: [UInt8] = []
        guard kind == .object else {
            appendCompact(to: &output)
            return output
        }
        var names: [[UInt8]] = []
        var values: [[UInt8]] = []
        for member in self.members {
            names.append(member.key.utf8 ?? [])
            var text: [UInt8] = []
            member.value.appendCompact(to: &text)
            values.append(text)
        }
        for member in members {
            if let index = names.lastIndex(where: { $0.elementsEqual(member.name.utf8) }) {
                values[index] = member.value
            } else {
                names.append(Array(member.name.utf8))
                values.append(member.value)
            }
        }
        output.append(UInt8(ascii: "{"))
        for (index, name) in names.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            JSONString.appendQuoted(name, to: &output)
            output.append(UInt8(ascii: ":"))
            output += values[index]
        }
        output.append(UInt8(ascii: "}"))
        return output
    }
}
