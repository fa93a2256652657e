import ConfigDocument
import Diagnostics
import EventPatterns
import SlackMessages
import TextFormats

extension RulesFileLoader {
    mutating func server(_ node: DocumentNode?) -> ServerSettings {
        var settings = ServerSettings()
        guard let node else { return settings }
        if let listen = node[.listen], let address = listenAddress(listen) {
            (settings.host, settings.port) = (address.host, address.port)
        }
        settings.authorizations = (node[.authorization]?.elements ?? []).compactMap { authorization($0) }
        settings.accessKeys = accessKeys(node[.accessKeys])
        settings.tls = tls(node[.tls])
        checkExposure(of: settings, node)
        return settings
    }

    private mutating func listenAddress(_ node: DocumentNode) -> ListenAddress? {
        guard let address = node.text.flatMap(ListenAddress.init(parsing:)) else { return nil }
        // The regular expression checks only the characters in the brackets; whether they are an address is checked
        // here.
        let isGroups = address.host.utf8.contains(UInt8(ascii: ":"))
        if isGroups, IPAddress(parsing: Array(address.host.utf8)) == nil {
            report(.invalidValue, "'[\(address.host)]' is no IPv6 address", at: node.range)
        }
        return address
    }

    private mutating func authorization(_ node: DocumentNode) -> ServerSettings.SenderCredential? {
        if let key = node[.apiKey] {
            guard let header = key[.key], let name = header.text else { return nil }
            checkHeader(name, at: header.range)
            return secret(key[.value]).map { .apiKey(header: name, value: $0) }
        }
        if let basic = node[.basic] {
            guard let username = secret(basic[.username]), let password = secret(basic[.password]) else { return nil }
            checkUserName(username, at: basic[.username])
            return .basic(username: username, password: password)
        }
        return secret(node[.bearer]?[.token]).map { .bearer(token: $0) }
    }

    private mutating func accessKeys(_ node: DocumentNode?) -> [ServerSettings.AccessKey] {
        var keys: [ServerSettings.AccessKey] = []
        for entry in node?.elements ?? [] {
            guard let id = entry[.accessKeyID], let text = id.text, let secret = secret(entry[.secretAccessKey])
            else { continue }
            if keys.map(\.id).containsBytes(of: text) {
                report(.duplicateKey, "there are two access keys '\(text)'", help: "an id has one key", at: id.range)
            }
            keys.append(ServerSettings.AccessKey(id: text, secret: secret))
        }
        return keys
    }

    private func tls(_ node: DocumentNode?) -> ServerSettings.TLS? {
        guard let certificate = node?[.certificateFile]?.text, let key = node?[.privateKeyFile]?.text else {
            return nil
        }
        return ServerSettings.TLS(certificateFile: certificate, privateKeyFile: key)
    }

    /// A server that other machines can reach needs credentials or access keys, and TLS where credentials travel.
    private mutating func checkExposure(of settings: ServerSettings, _ node: DocumentNode) {
        guard !settings.listensOnLoopback, let listen = node[.listen] else { return }
        let isOpen = node[.authorization]?.elements.isEmpty != false
        if isOpen, node[.accessKeys]?.elements.isEmpty != false {
            report(
                .missingKey,
                "anybody who reaches \(settings.host) could send events: a server there needs 'authorization' or 'access_keys'",
                help: "add authorization:, or listen on 127.0.0.1", at: listen.range)
        } else if !isOpen, node[.tls] == nil {
            // With signatures alone no secret travels.
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
        if let path = node?[.path]?.text { settings.path = path }
        settings.retention = retention(node?[.retention])
        return settings
    }

    private mutating func retention(_ node: DocumentNode?) -> Retention {
        var retention = Retention()
        func days(_ key: RulesFileKey) -> Int? { integer(node?[key], in: Retention.daysRange) }
        retention.outboxDays = days(.outboxDays) ?? retention.outboxDays
        retention.ledgerDays = days(.ledgerDays) ?? retention.ledgerDays
        retention.dedupeDays = days(.dedupeDays) ?? retention.dedupeDays
        checkOutlives(retention.outboxDays, retention.ledgerDays, .ledgerDays, "the ledger outlives the outbox", node)
        checkOutlives(
            retention.outboxDays, retention.dedupeDays, .dedupeDays,
            "what is still in the outbox must be known again when it is replayed", node)
        return retention
    }

    private mutating func checkOutlives(
        _ outboxDays: Int, _ days: Int, _ key: RulesFileKey, _ reason: String, _ node: DocumentNode?
    ) {
        guard days < outboxDays, let place = node?[key] ?? node?[.outboxDays] else { return }
        report(
            .outOfRange,
            "'\(key.rawValue)' is \(days), less than '\(RulesFileKey.outboxDays.rawValue)', which is \(outboxDays)",
            help: reason,
            at: place.range)
    }

    func stormControl(_ node: DocumentNode?) -> StormControl? {
        if node?[.state]?.text.flatMap(StormControlState.init(rawValue:)) == .disabled { return nil }
        var control = StormControl()
        if let uses = integer(node?[.roleUses], in: StormControl.roleUsesRange) { control.roleUses = uses }
        if let seconds = integer(node?[.withinSeconds], in: StormControl.windowSecondsRange) {
            control.window = .seconds(seconds)
        }
        return control
    }

    /// Nil for a number out of range, which has been reported, so that no further problem follows from it.
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
        if let seconds = integer(node?[.announcedWithinSeconds], in: DrillSettings.announcedWithinSecondsRange) {
            settings.announcedWithin = .seconds(seconds)
        }
        guard let heartbeat = node?[.heartbeat] else { return settings }
        checkReference(heartbeat[.rule], to: .rules, kind: "rule")
        checkReference(heartbeat[.apiDestination], to: .apiDestinations, kind: "API destination")
        guard let rule = heartbeat[.rule]?.text, let destination = heartbeat[.apiDestination]?.text else {
            return settings
        }
        let minutes =
            integer(heartbeat[.everyMinutes], in: DrillSettings.heartbeatMinutesRange)
            ?? DrillSettings.heartbeatMinutesUnlessGiven
        settings.heartbeat = DrillSettings.Heartbeat(
            rule: rule, ruleRange: heartbeat[.rule]?.range ?? 0..<0, apiDestination: destination,
            every: .seconds(minutes * 60))
        let drilled = rules.first { $0.name.hasBytes(of: rule) }
        checkDrillDestination(
            destinations.first { $0.name.hasBytes(of: destination) }, drilled, rules, connections, heartbeat)
        return settings
    }

    /// Reports heartbeat drills that would be sent where alerts are sent: people would learn to ignore both.
    private mutating func checkDrillDestination(
        _ destination: APIDestination?, _ rule: Rule?, _ rules: [Rule], _ connections: [Connection],
        _ heartbeat: DocumentNode
    ) {
        guard let destination, let place = heartbeat[.apiDestination]?.range else { return }
        let targets = rules.flatMap(\.targets).filter { $0.apiDestination.hasBytes(of: destination.name) }
        if targets.contains(where: { !$0.isOnlyOtherwise }) {
            return report(
                .drillAmongAlerts,
                "drills would go where alerts go: a rule's target sends to '\(destination.name)' too",
                help: "add an API destination for drills alone", at: place)
        }
        // A target that the rule has for drills has its own body, with its own channel.
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
