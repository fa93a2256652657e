import TextFormats

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

    /// Nil for anything but an HTTP date in the form that is to be sent (``HTTPDate/moment(inFormToSend:)``). It is signed in the other form.
    init?(httpDate text: String) {
        guard let moment = HTTPDate.moment(inFormToSend: text) else { return nil }
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
