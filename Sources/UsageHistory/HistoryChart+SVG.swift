import TextFormats

extension HistoryChart {
    /// The picture as an SVG document.
    ///
    /// Source: SVG 1.1 (2011); WAI-ARIA Graphics for `role`, `title` and `desc`.
    public var svg: String {
        var document = SVGDocument(width: Layout.width, height: layout.height)
        document.line(
            """
            <title id="title">\(SVGText.escaped(title))</title>
            <desc id="desc">\(SVGText.escaped(summary))</desc>
            """)
        definePatterns(in: &document)
        document.rect(x: 0, y: 0, width: Double(Layout.width), height: Double(layout.height), fill: "#ffffff")
        document.text(title, x: Layout.left, y: 36, size: 22, weight: 600, color: "#111111")
        document.text(subtitle, x: Layout.left, y: 60, size: 13, color: "#555555")
        drawVerticalAxis(in: &document)
        drawBars(in: &document)
        drawHorizontalAxis(in: &document)
        drawLegend(in: &document)
        return document.end()
    }

    /// Where things go, in the user units of the picture.
    struct Layout {
        static let width = 1_000
        static let left = 56.0
        static let right = 708.0
        static let top = 104.0
        static let bottom = 424.0
        static let legend = 740.0
        static let legendRowHeight = 38.0
        /// As many characters as there is room for in most fonts.
        static let legendNameCharactersLimit = 28
        static let legendAccountCharactersLimit = 16

        let height: Int
        /// From one bar's middle to the next one's.
        let band: Double
        let barWidth: Double
        let top: Int

        func x(_ index: Int) -> Double { Layout.left + band * (Double(index) + 0.5) }

        func y(_ count: Int) -> Double { Layout.bottom - (Layout.bottom - Layout.top) * Double(count) / Double(top) }
    }

    var layout: Layout {
        let band = (Layout.right - Layout.left) / Double(max(1, history.starts.count))
        let legendEnd = Layout.top + Layout.legendRowHeight * Double(series.count) + 64
        return Layout(
            height: Int(max(Layout.bottom + 72, legendEnd)), band: band, barWidth: min(48, band * 0.76), top: ticks.top)
    }

    private func definePatterns(in document: inout SVGDocument) {
        document.line("<defs>")
        for (place, color) in (series.map(\.color) + ["#444444"]).enumerated() {
            document.line(
                """
                <pattern id="denied\(place)" width="5" height="5" patternUnits="userSpaceOnUse" \
                patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>\
                <rect width="2" height="5" fill="\(color)"/></pattern>
                """)
        }
        document.line("</defs>")
    }

    private func drawVerticalAxis(in document: inout SVGDocument) {
        document.text(
            "Uses per \(history.period.rawValue)", x: Layout.left, y: Layout.top - 16, size: 12, color: "#555555")
        for value in ticks.values {
            let y = layout.y(value)
            document.path(
                "M\(SVGDocument.number(Layout.left)) \(SVGDocument.number(y))H\(SVGDocument.number(Layout.right))",
                stroke: value == 0 ? "#333333" : "#dddddd")
            document.text(
                "\(value)", x: Layout.left - 8, y: y + 4, size: 12, color: "#333333", anchor: "end")
        }
    }

    // MARK: Bars

    private func drawBars(in document: inout SVGDocument) {
        for index in history.starts.indices where history.totals[index].all > 0 {
            let total = history.totals[index]
            document.line("<g><title>\(SVGText.escaped(description(ofPeriod: index)))</title>")
            var base = 0
            for series in series {
                drawSegment(at: index, from: base, count: series.allowed[index], fill: series.color, in: &document)
                base += series.allowed[index]
            }
            for (place, series) in series.enumerated() {
                drawSegment(
                    at: index, from: base, count: series.denied[index], fill: "url(#denied\(place))",
                    outline: series.color, in: &document)
                base += series.denied[index]
            }
            if layout.band >= 18 {
                document.text(
                    "\(total.all)", x: layout.x(index), y: layout.y(total.all) - 5, size: 11, color: "#333333",
                    anchor: "middle")
            }
            document.line("</g>")
        }
    }

    private func drawSegment(
        at index: Int, from base: Int, count: Int, fill: String, outline: String? = nil, in document: inout SVGDocument
    ) {
        guard count > 0 else { return }
        // What is hatched is drawn with its outline inside, so that it is no wider than the rest.
        let inset = outline == nil ? 0 : 0.5
        let (upper, lower) = (layout.y(base + count), layout.y(base))
        document.rect(
            x: layout.x(index) - layout.barWidth / 2 + inset, y: upper + inset, width: layout.barWidth - 2 * inset,
            height: max(0.5, lower - upper - 1 - 2 * inset), fill: fill, stroke: outline)
    }

    private func description(ofPeriod index: Int) -> String {
        let parts = series.filter { $0.allowed[index] + $0.denied[index] > 0 }.map { series in
            let (allowed, denied) = (series.allowed[index], series.denied[index])
            return "\(series.fullName): \(allowed + denied)\(denied > 0 ? " (\(denied) denied)" : "")"
        }
        return "\(name(ofPeriod: index)): \(Self.uses(history.totals[index])). \(parts.joined(separator: "; "))"
    }

    // MARK: Time

    private func drawHorizontalAxis(in document: inout SVGDocument) {
        var year: Int?
        var end = -Double.infinity
        for index in history.starts.indices {
            let day = history.begin(ofPeriod: index)
            let x = layout.x(index)
            // A label has so much room; where bars are closer, some go without.
            guard x - end >= 46 else { continue }
            end = x
            document.path(
                "M\(SVGDocument.number(x)) \(SVGDocument.number(Layout.bottom))v5", stroke: "#333333")
            let label = history.period == .month ? day.monthName : "\(day.dayOfMonth) \(day.monthName)"
            document.text(label, x: x, y: Layout.bottom + 20, size: 12, color: "#333333", anchor: "middle")
            if day.year != year {
                year = day.year
                document.text(
                    String(day.year), x: x, y: Layout.bottom + 36, size: 12, weight: 600, color: "#333333",
                    anchor: "middle")
            }
        }
        let what =
            switch history.period {
            case .day: "Day (UTC)"
            case .week: "Week, by its first day (UTC)"
            case .month: "Month (UTC)"
            }
        document.text(
            what, x: (Layout.left + Layout.right) / 2, y: Layout.bottom + 58, size: 12, color: "#555555",
            anchor: "middle")
    }

    // MARK: Legend

    private func drawLegend(in document: inout SVGDocument) {
        var y = Layout.top + 4
        for series in series {
            document.line("<g><title>\(SVGText.escaped(series.fullName))</title>")
            document.rect(x: Layout.legend, y: y - 10, width: 14, height: 14, fill: series.color)
            document.text(
                SVGText.shortened(series.name, to: Layout.legendNameCharactersLimit), x: Layout.legend + 22, y: y + 1,
                size: 13, color: "#111111")
            let account = series.account.map { SVGText.shortened($0, to: Layout.legendAccountCharactersLimit) + " · " }
            document.text(
                (account ?? "") + Self.uses(series.total), x: Layout.legend + 22, y: y + 17, size: 12, color: "#555555")
            document.line("</g>")
            y += Layout.legendRowHeight
        }
        if history.total.all == 0 {
            document.text(
                "Nobody used a role in this time.", x: (Layout.left + Layout.right) / 2,
                y: (Layout.top + Layout.bottom) / 2, size: 16, color: "#555555", anchor: "middle")
            return
        }
        guard history.total.denied > 0 else { return }
        y += 10
        document.rect(
            x: Layout.legend + 0.5, y: y - 9.5, width: 13, height: 13, fill: "url(#denied\(series.count))",
            stroke: "#444444")
        document.text("hatched: denied", x: Layout.legend + 22, y: y + 1, size: 13, color: "#111111")
    }
}
