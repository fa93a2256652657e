import ConfigDocument
import Diagnostics
import EventPatterns
import SlackMessages
import TextFormats

extension RulesFileLoader {
    mutating func server(_ node: DocumentNode?) -> ServerSettings {
        var settings = ServerSettings()
        guard let node else { return settings }
        if let listen = node["listen"], let address = listenAddress(listen) {
            (settings.host, settings.port) = (address.host, address.port)
        }
        settings.authorizations = (node["authorization"]?.elements ?? []).compactMap { authorization($0) }
        settings.accessKeys = accessKeys(node["access_keys"])
        settings.tls = tls(node["tls"])
        checkExposure(of: settings, node)
        return settings
    }

    private mutating func listenAddress(_ node: DocumentNode) -> ListenAddress? {
        guard let address = node.text.flatMap(ListenAddress.init(parsing:)) else { return nil }
        // What stands in brackets has the bytes of an address; whether it is one no regular expression says.
        let isGroups = address.host.utf8.contains(UInt8(ascii: ":"))
        if isGroups, IPAddress(parsing: Array(address.host.utf8)) == nil {
            report(.invalidValue, "'[\(address.host)]' is no IPv6 address", at: node.range)
        }
        return address
    }

    private mutating func authorization(_ node: DocumentNode) -> ServerSettings.SenderCredential? {
        if let key = node["api_key"] {
            guard let header = key["key"], let name = header.text else { return nil }
            checkHeader(name, at: header.range)
            return secret(key["value"]).map { .apiKey(header: name, value: $0) }
        }
        if let basic = node["basic"] {
            guard let username = secret(basic["username"]), let password = secret(basic["password"]) else { return nil }
            checkUserName(username, at: basic["username"])
            return .basic(username: username, password: password)
        }
        return secret(node["bearer"]?["token"]).map { .bearer(token: $0) }
    }

    private mutating func accessKeys(_ node: DocumentNode?) -> [ServerSettings.AccessKey] {
        var keys: [ServerSettings.AccessKey] = []
        for entry in node?.elements ?? [] {
            guard let id = entry["access_key_id"], let text = id.text, let secret = secret(entry["secret_access_key"])
            else { continue }
            if keys.map(\.id).containsBytes(of: text) {
                report(.duplicateKey, "there are two access keys '\(text)'", help: "an id has one key", at: id.range)
            }
            keys.append(ServerSettings.AccessKey(id: text, secret: secret))
        }
        return keys
    }

    private func tls(_ node: DocumentNode?) -> ServerSettings.TLS? {
        guard let certificate = node?["certificate_file"]?.text, let key = node?["private_key_file"]?.text else {
            return nil
        }
        return ServerSettings.TLS(certificateFile: certificate, privateKeyFile: key)
    }

    /// An address that others can reach takes events from those who show who they are, and over https.
    private mutating func checkExposure(of settings: ServerSettings, _ node: DocumentNode) {
        guard !settings.listensOnLoopback, let listen = node["listen"] else { return }
        let isOpen = node["authorization"]?.elements.isEmpty != false
        if isOpen, node["access_keys"]?.elements.isEmpty != false {
            report(
                .missingKey,
                "anybody who reaches \(settings.host) could send events: a server there needs 'authorization' or 'access_keys'",
                help: "add authorization:, or listen on 127.0.0.1", at: listen.range)
        } else if !isOpen, node["tls"] == nil {
            // A signature alone gives nothing away: the secret that made it does not travel.
            report(
                .unencrypted, "what senders show to be let in travels unencrypted to \(settings.host)",
                help: "add tls:, or listen on 127.0.0.1 behind a proxy that has a certificate", at: listen.range)
        }
    }
}

// MARK: - What is kept

extension RulesFileLoader {
    mutating func store(_ node: DocumentNode?) -> StoreSettings {
        var settings = StoreSettings()
        if let path = node?["path"]?.text { settings.path = path }
        settings.retention = retention(node?["retention"])
        return settings
    }

    private mutating func retention(_ node: DocumentNode?) -> Retention {
        var retention = Retention()
        func days(_ name: String) -> Int? { integer(node?[name], in: Retention.daysRange) }
        retention.outboxDays = days("outbox_days") ?? retention.outboxDays
        retention.ledgerDays = days("ledger_days") ?? retention.ledgerDays
        retention.dedupeDays = days("dedupe_days") ?? retention.dedupeDays
        checkOutlives(retention.outboxDays, retention.ledgerDays, "ledger_days", "the ledger outlives the outbox", node)
        checkOutlives(
            retention.outboxDays, retention.dedupeDays, "dedupe_days",
            "what is still in the outbox must be known again when it is replayed", node)
        return retention
    }

    private mutating func checkOutlives(
        _ outboxDays: Int, _ days: Int, _ name: String, _ reason: String, _ node: DocumentNode?
    ) {
        guard days < outboxDays, let place = node?[name] ?? node?["outbox_days"] else { return }
        report(
            .outOfRange, "'\(name)' is \(days), less than 'outbox_days', which is \(outboxDays)", help: reason,
            at: place.range)
    }

    func stormControl(_ node: DocumentNode?) -> StormControl? {
        if node?["state"]?.text?.hasBytes(of: "DISABLED") == true { return nil }
        var control = StormControl()
        if let uses = integer(node?["role_uses"], in: StormControl.roleUsesRange) { control.roleUses = uses }
        if let seconds = integer(node?["within_seconds"], in: StormControl.windowSecondsRange) {
            control.window = .seconds(seconds)
        }
        return control
    }

    /// Nil for a number out of range, which has been reported: nothing may follow from it.
    private func integer(_ node: DocumentNode?, in range: ClosedRange<Int>) -> Int? {
        node?.integer.flatMap { range.contains($0) ? $0 : nil }
    }
}

// MARK: - Drills

extension RulesFileLoader {
    mutating func drill(
        _ node: DocumentNode?, _ rules: [Rule], _ destinations: [APIDestination], _ connections: [Connection]
    ) -> DrillSettings {
        var settings = DrillSettings()
        if let seconds = integer(node?["announced_within_seconds"], in: DrillSettings.announcedWithinSecondsRange) {
            settings.announcedWithin = .seconds(seconds)
        }
        guard let heartbeat = node?["heartbeat"] else { return settings }
        checkReference(heartbeat["rule"], to: "rules", kind: "rule")
        checkReference(heartbeat["api_destination"], to: "api_destinations", kind: "API destination")
        guard let rule = heartbeat["rule"]?.text, let destination = heartbeat["api_destination"]?.text else {
            return settings
        }
        let minutes =
            integer(heartbeat["every_minutes"], in: DrillSettings.heartbeatMinutesRange)
            ?? DrillSettings.heartbeatMinutesUnlessGiven
        settings.heartbeat = DrillSettings.Heartbeat(
            rule: rule, ruleRange: heartbeat["rule"]?.range ?? 0..<0, apiDestination: destination,
            every: .seconds(minutes * 60))
        let drilled = rules.first { $0.name.hasBytes(of: rule) }
        checkDrillDestination(
            destinations.first { $0.name.hasBytes(of: destination) }, drilled, rules, connections, heartbeat)
        return settings
    }

    /// Drills among alerts teach people to look away.
    private mutating func checkDrillDestination(
        _ destination: APIDestination?, _ rule: Rule?, _ rules: [Rule], _ connections: [Connection],
        _ heartbeat: DocumentNode
    ) {
        guard let destination, let place = heartbeat["api_destination"]?.range else { return }
        let targets = rules.flatMap(\.targets).filter { $0.apiDestination.hasBytes(of: destination.name) }
        if targets.contains(where: { !$0.isOnlyOtherwise }) {
            return report(
                .drillAmongAlerts,
                "drills would go where alerts go: a rule's target sends to '\(destination.name)' too",
                help: "add an API destination for drills alone", at: place)
        }
        // A target of the rule's own for drills has a body of its own, with a channel of its own.
        guard rule?.targets.contains(where: { $0.apiDestination.hasBytes(of: destination.name) }) != true else {
            return
        }
        let connection = connections.first { $0.name.hasBytes(of: destination.connection) }
        let namesChannel = connection?.invocationParameters.body.map(\.key).containsBytes(of: "channel") == true
        guard destination.endpoint.slackEndpoint == .postMessage, !namesChannel else { return }
        report(
            .drillAmongAlerts, "drills would go where alerts go: their body names the channel of the rule's target",
            help:
                "add a target to the rule for '\(destination.name)', with only_as_otherwise: true and another channel",
            at: place)
    }
}
