internal import Glibc
internal import HTTPServer

/// How many file descriptors relay may have, and what for: so that no number of senders and no slow destination leaves the
/// store without one. A process without a free descriptor cannot go on.
struct DescriptorBudget: Hashable {
    /// What relay asks for, if the hard limit allows it: enough for every bound of its own.
    static let wanted = 8_192
    /// With fewer relay does not start.
    static let least = 128
    /// For the store, the log, the rules file, name look-ups, and connections to destinations, idle ones included.
    static let reserved = 384

    /// The soft limit of the process.
    let limit: Int

    /// Connections of senders that may be open.
    var connections: Int {
        min(ServerLimits.connections, limit - min(Self.reserved, limit / 2) - ServerLimits.closingConnections)
    }

    /// Deliveries that may be on their way at a time, each over a connection of its own.
    var deliveriesInFlight: Int { min(128, limit / 8) }

    /// Raises the soft limit of this process as far as is wanted and allowed.
    ///
    /// - Throws: ``DescriptorError`` where the hard limit is below ``least``.
    static func raising() throws(DescriptorError) -> DescriptorBudget {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return DescriptorBudget(limit: least) }
        let wanted = min(rlim_t(Self.wanted), limit.rlim_max)
        if limit.rlim_cur < wanted {
            var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        let budget = DescriptorBudget(limit: Int(clamping: min(limit.rlim_cur, rlim_t(Int32.max))))
        guard budget.limit >= least else { throw DescriptorError(limit: budget.limit) }
        return budget
    }
}

/// The system gives relay too few file descriptors.
struct DescriptorError: Error, Hashable, CustomStringConvertible {
    let limit: Int

    var description: String {
        """
        relay may have \(limit) open files, and needs \(DescriptorBudget.least): raise the limit (ulimit -n; \
        LimitNOFILE in a systemd unit)
        """
    }
}
