/// Round numbers for an axis of counts that begins at 0: whole steps of 1, 2 or 5 times a power of ten.
struct AxisTicks: Hashable {
    let step: Int
    /// From 0 to the first one that is not below the largest count.
    let values: [Int]

    var top: Int { values.last ?? 1 }

    /// - Parameter most: How many steps there may be, at least 1.
    init(upTo largest: Int, most: Int = 5) {
        var (power, step) = (1, 1)
        search: while true {
            for factor in [1, 2, 5] {
                let (product, overflow) = power.multipliedReportingOverflow(by: factor)
                step = overflow ? .max : product
                if overflow || largest <= step || largest / step + (largest % step == 0 ? 0 : 1) <= max(1, most) {
                    break search
                }
            }
            power *= 10
        }
        self.step = step
        let count = max(1, largest / step + (largest % step == 0 ? 0 : 1))
        values = (0...count).map { place in
            let (product, overflow) = place.multipliedReportingOverflow(by: step)
            return overflow ? .max : product
        }
    }
}
