/// Prints what was measured, one line a figure.
struct Report {
    func title(_ text: String) { print("\n\(text)") }

    func line(_ name: String, _ text: String) {
        let padding = String(repeating: " ", count: max(1, 34 - name.count))
        print("  \(name)\(padding)\(text)")
    }

    /// A rate in events a second: the middle of all passes, and the best.
    func rate(_ name: String, _ samples: Samples, goal: Int?, isChecked: Bool) {
        var text =
            "\(Self.thousands(samples.median)) (best \(Self.thousands(samples.worst)), ±\(samples.deviationPercent) %)"
        if let goal {
            text += "   goal \(Self.thousands(Double(goal)))  \(samples.worst >= Double(goal) ? "met" : "MISSED")"
        }
        if !isChecked { text += "   hits not known" }
        line(name, text)
    }

    /// A ratio that must not be more than a goal.
    func ratio(_ name: String, _ samples: Samples, atMost goal: Double, _ remark: String = "") {
        let verdict = samples.median <= goal ? "met" : "MISSED"
        line(
            name,
            "\(Self.two(samples.median)) (±\(samples.deviationPercent) %)   at most \(Self.two(goal))  \(verdict)  \(remark)"
        )
    }

    /// A figure that must be at least a goal.
    func figure(_ name: String, _ value: Double, _ unit: String, atLeast goal: Double) {
        line(name, "\(Self.two(value)) \(unit)   at least \(Self.two(goal))  \(value >= goal ? "met" : "MISSED")")
    }

    static func two(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = String(hundredths % 100)
        return "\(hundredths / 100).\(rest.count < 2 ? "0" : "")\(rest)"
    }

    static func thousands(_ value: Double) -> String {
        var digits = String(Int(value))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
