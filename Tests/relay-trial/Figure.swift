/// Numbers as a report shows them.
enum Figure {
    /// Two digits after the point below 10, one below 100, none above.
    static func text(_ value: Double) -> String {
        let digits = value < 10 ? 2 : value < 100 ? 1 : 0
        let scale = [1.0, 10, 100][digits]
        let rounded = (value * scale).rounded()
        guard digits > 0 else { return String(Int(rounded)) }
        let fraction = String(Int(rounded) % Int(scale))
        return "\(Int(rounded) / Int(scale)).\(String(repeating: "0", count: digits - fraction.utf8.count))\(fraction)"
    }
}
