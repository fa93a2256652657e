import RelayCore

/// When a request was signed, as `X-Amz-Date` has it: `20260302T091407Z`.
struct SigningTime: Hashable, Sendable {
    let text: String
    let moment: Timestamp

    /// `YYYYMMDD`.
    var date: String { String(decoding: text.utf8.prefix(8), as: UTF8.self) }

    /// Nil for anything but ISO 8601's basic format in UTC, to the second.
    init?(parsing text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T") else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let extended = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<16))"
        guard let moment = Timestamp(parsing: extended) else { return nil }
        self.moment = moment
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// Nil for anything but an HTTP date in the form that is to be sent: `Mon, 02 Mar 2026 09:14:07 GMT` (RFC 9110,
    /// section 5.6.7), or with `-0000` for the zone, as botocore writes it. It is signed in the other form.
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[5].hasBytes(of: "GMT") || words[5].hasBytes(of: "-0000"),
            let month = months.firstIndex(where: { $0.hasBytes(of: words[2]) })
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        guard let moment = Timestamp(parsing: "\(words[3])-\(number)-\(words[1])T\(words[4])Z") else { return nil }
        self.init(moment)
    }

    /// To the second.
    init(_ moment: Timestamp) {
        text = String(
            decoding: moment.secondsText.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") },
            as: UTF8.self)
        self.moment = moment
    }
}
