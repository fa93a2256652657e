extension DeadLetter {
    /// What a verdict that ends a delivery, or holds it back, goes on record as.
    ///
    /// EventBridge does not say which code an API destination's answers have; these are the nearest of its names.
    public init(
        _ verdict: Verdict, exhausted: ExhaustedRetryCondition? = nil, retryAttempts: Int
    ) {
        let (fault, code): (Fault, ErrorCode) =
            switch verdict.outcome {
            case .throttled: (.destination, .throttling)
            case .failed, .delivered: (.destination, .errorFromTarget)
            case .timedOut: (.relay, .timeout)
            case .unreachable: (.relay, .connectionFailure)
            case .misconfigured where verdict.concernsChannel: (.destination, .noResource)
            case .misconfigured: (.destination, .noPermissions)
            case .refused: (.destination, .sdkClientError)
            case .unrenderable: (.destination, .invalidParameter)
            case .ours: (.relay, .invalidParameter)
            case .interrupted: (.relay, .internalError)
            }
        self.init(
            fault: fault, errorCode: code, errorMessage: verdict.reason, exhaustedRetryCondition: exhausted,
            retryAttempts: retryAttempts)
    }
}
