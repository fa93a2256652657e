/// Headers that a rules file cannot set.
///
/// Source: EventBridge User Guide, "API destinations", "Headers included in requests to API destinations".
public enum ReservedHeaders {
    /// Why EventBridge does not send a header as configured; nil for one that it does send.
    public static func reason(against name: String) -> String? {
        let lower = name.lowercased()
        if fixed.contains(lower) { return "EventBridge sets the header '\(name)' itself" }
        return removed.contains(lower) ? "EventBridge removes the header '\(name)' from requests" : nil
    }

    /// In lower case; header names are compared without regard to case.
    private static let fixed: Set<String> = ["user-agent", "range"]

    private static let removed: Set<String> = [
        "a-im", "accept-charset", "accept-datetime", "accept-encoding", "cache-control", "connection",
        "content-encoding", "content-length", "content-md5", "date", "expect", "forwarded", "from", "host",
        "http2-settings", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
        "max-forwards", "origin", "pragma", "proxy-authorization", "referer", "te", "trailer", "transfer-encoding",
        "upgrade", "via", "warning",
    ]
}
