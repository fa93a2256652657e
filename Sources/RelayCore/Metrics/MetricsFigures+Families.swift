extension MetricsFigures {
    /// All measures, in the order in which a page shows them. Families that have nothing to tell yet are left out.
    public var families: [MetricFamily] {
        let counted = store.map { CountedFamilies($0.counts, known: rules).families } ?? []
        return (counted + GaugeFamilies(figures: self).families).filter { !$0.samples.isEmpty }
    }

    /// The page that `GET /metrics` answers with.
    public func page(_ format: MetricsFormat) -> [UInt8] { MetricsText(families, in: format).bytes }
}
