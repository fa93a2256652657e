extension String {
    /// The text with every character that could move the cursor, colour the screen or reorder a line spelt `\u001B`.
    ///
    /// Session names and error messages in a log are chosen by the caller, perhaps to hide the call.
    var printable: String {
        guard unicodeScalars.contains(where: { !$0.isPrintable }) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isPrintable {
                text.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
        }
    }
}

extension Unicode.Scalar {
    /// Control (C0, DEL, C1), format (which holds the bidirectional controls) and line separators are not.
    fileprivate var isPrintable: Bool {
        guard value >= 0x7F else { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
