import ConfigDocument
import Diagnostics
import InputTemplates
import TextFormats

extension RulesFileLoader {
    mutating func connection(_ entry: DocumentEntry) -> Connection? {
        let node = entry.value
        guard let parameters = node[.authParameters],
            let type = node[.authorizationType]?.text.flatMap(AuthorizationType.init(rawValue:)),
            let authorization = authorization(type, parameters)
        else { return nil }
        return Connection(
            name: entry.name, description: node[.description]?.text, authorization: authorization,
            invocationParameters: httpParameters(parameters[.invocationHTTPParameters]), nameRange: entry.keyRange)
    }

    private mutating func authorization(
        _ type: AuthorizationType, _ parameters: DocumentNode
    ) -> Connection.Authorization? {
        switch type {
        case .apiKey:
            guard let name = parameters[.apiKey]?[.key]?.text, let value = secret(parameters[.apiKey]?[.value])
            else { return nil }
            return .apiKey(name: name, value: value)
        case .basic:
            guard let username = secret(parameters[.basic]?[.username]),
                let password = secret(parameters[.basic]?[.password])
            else { return nil }
            checkUserName(username, at: parameters[.basic]?[.username])
            return .basic(username: username, password: password)
        case .oauth:
            guard let oauth = parameters[.oauth], let client = oauth[.clientParameters],
                let endpoint = oauth[.authorizationEndpoint]?.text.flatMap({ try? Endpoint(parsing: $0) }),
                let method = oauth[.httpMethod]?.text.flatMap(OAuthClientCredentials.Method.init(rawValue:)),
                let id = secret(client[.clientID]), let secret = secret(client[.clientSecret])
            else { return nil }
            return .oauth(
                OAuthClientCredentials(
                    endpoint: endpoint, method: method, clientID: id, clientSecret: secret,
                    parameters: httpParameters(oauth[.oauthHTTPParameters])))
        }
    }

    /// A user name with a colon would be cut: in `Authorization: Basic` the password begins after the first colon (RFC
    /// 7617, section 2).
    mutating func checkUserName(_ name: SecretText, at node: DocumentNode?) {
        guard let node, name.literalText.utf8.contains(UInt8(ascii: ":")) else { return }
        report(.invalidValue, "a user name cannot hold ':', where the password would begin", at: node.range)
    }

    mutating func apiDestinations(in root: DocumentNode) -> [APIDestination] {
        var destinations: [APIDestination] = []
        for entry in entries(of: root[.apiDestinations]) {
            let node = entry.value
            checkReference(node[.connection], to: .connections, kind: "connection")
            checkReference(node[.otherwise], to: .apiDestinations, kind: "API destination")
            if node[.otherwise] == nil, let after = node[.otherwiseAfterSeconds] {
                report(.missingKey, "'otherwise_after_seconds' needs 'otherwise': who is told?", at: after.range)
            }
            guard let connection = node[.connection]?.text,
                let endpoint = node[.invocationEndpoint]?.text.flatMap({ try? Endpoint(parsing: $0) }),
                let method = node[.httpMethod]?.text.flatMap(APIDestination.Method.init(rawValue:))
            else { continue }
            destinations.append(
                APIDestination(
                    name: entry.name, description: node[.description]?.text, connection: connection,
                    endpoint: endpoint, method: method,
                    invocationRateLimitPerSecond: node[.invocationRateLimitPerSecond]?.integer
                        ?? APIDestination.rateLimitRange.upperBound,
                    otherwise: node[.otherwise]?.text,
                    otherwiseAfterSeconds: node[.otherwiseAfterSeconds]?.integer,
                    // Slack, "Rate limits": one message a second into a channel. A host that is not known may be Slack's.
                    messagesPerSecondPerChannel: node[.messagesPerSecondPerChannel]?.integer
                        ?? (endpoint.isSlack == false ? nil : 1),
                    // Slack's escaping does little harm elsewhere; without it, a session name could notify a whole
                    // channel. So an unknown host is treated as Slack's.
                    escapesMrkdwn: node[.escapeMrkdwn]?.bool ?? endpoint.isSlack ?? true,
                    nameRange: entry.keyRange))
        }
        return destinations
    }

    /// Reports API destinations whose chain of `otherwise` leads back to themselves, so that it would never end.
    mutating func checkRoutes(in root: DocumentNode) {
        let entries = entries(of: root[.apiDestinations])
        for entry in entries {
            var route = [entry.name]
            var next = entry.value[.otherwise]?.text
            while let name = next, route.count <= entries.count {
                guard !name.hasBytes(of: entry.name) else {
                    let way = (route + [name]).joined(separator: " -> ")
                    report(
                        .routeLoop, "'otherwise' leads back to where it began: \(way)",
                        help: "end the chain with an API destination that has no 'otherwise'",
                        at: entry.value[.otherwise]?.range ?? entry.keyRange)
                    break
                }
                route.append(name)
                next = entries.first { $0.name.hasBytes(of: name) }?.value[.otherwise]?.text
            }
        }
    }
}

/// What targets and connections add to requests.
extension RulesFileLoader {
    mutating func httpTarget(_ node: DocumentNode?) -> HTTPTarget {
        for value in node?[.pathParameterValues]?.elements ?? [] { checkDynamic(value) }
        return HTTPTarget(
            pathParameterValues: node?[.pathParameterValues]?.elements.compactMap(\.text) ?? [],
            headerParameters: parameters(node?[.headerParameters], areHeaders: true),
            queryStringParameters: parameters(node?[.queryStringParameters], areHeaders: false))
    }

    private mutating func parameters(_ node: DocumentNode?, areHeaders: Bool) -> [HTTPTarget.Parameter] {
        var parameters: [HTTPTarget.Parameter] = []
        for entry in entries(of: node) {
            checkDynamic(entry.value)
            if areHeaders { checkHeader(entry.name, at: entry.keyRange) }
            if let value = entry.value.text { parameters.append(HTTPTarget.Parameter(name: entry.name, value: value)) }
        }
        return parameters
    }

    /// A parameter's whole value may be a JSON path, which is looked up in the event.
    ///
    /// Source: EventBridge User Guide, "Dynamic path parameters".
    private mutating func checkDynamic(_ node: DocumentNode) {
        guard let scalar = node.scalar, scalar.kind == .string, scalar.text.utf8.starts(with: "$.".utf8) else { return }
        do throws(JSONPathError) {
            _ = try JSONPath(parsing: scalar.text)
        } catch {
            let place = document.string(of: scalar, at: node.range).place(of: error.offset..<error.offset + 1)
            let help = error.suggestion.map { "did you mean \($0)?" } ?? "a value that begins with '$.' is a JSON path"
            report(.invalidPath, "\(error.reason)", help: help, at: place)
        }
    }

    mutating func httpParameters(_ node: DocumentNode?) -> HTTPParameters {
        HTTPParameters(
            body: secretParameters(node?[.body]), header: secretParameters(node?[.header], areHeaders: true),
            queryString: secretParameters(node?[.queryString]))
    }

    private mutating func secretParameters(
        _ node: DocumentNode?, areHeaders: Bool = false
    ) -> [HTTPParameters.Parameter] {
        guard let node else { return [] }
        var parameters: [HTTPParameters.Parameter] = []
        let nodes = if case .sequence(let elements) = node.content { elements } else { [node] }
        for parameter in nodes {
            guard let key = parameter[.key], let name = key.text else { continue }
            if areHeaders { checkHeader(name, at: key.range) }
            if let value = secret(parameter[.value]) {
                parameters.append(HTTPParameters.Parameter(key: name, value: value))
            }
        }
        return parameters
    }

    mutating func checkHeader(_ name: String, at range: Range<Int>) {
        guard let reason = ReservedHeaders.reason(against: name) else { return }
        report(.beyondEventBridge, reason, help: "leave it out", at: range)
    }

    func secret(_ node: DocumentNode?) -> SecretText? {
        node?.text.flatMap { try? SecretText(parsing: $0) }
    }
}
