extension EventPattern {
    /// Whether an event matches: whether it satisfies one of the ``alternatives``.
    public func matches(_ event: FlatEvent) -> Bool {
        alternatives.contains { alternative in
            var evaluation = AlternativeEvaluation(alternative.fields, of: event)
            return evaluation.firstSolution() != nil
        }
    }
}
