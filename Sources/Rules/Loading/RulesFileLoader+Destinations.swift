import ConfigDocument
import Diagnostics
import TextFormats

extension RulesFileLoader {
    mutating func connection(_ entry: DocumentEntry) -> Connection? {
        let node = entry.value
        guard let parameters = node["auth_parameters"], let word = node["authorization_type"]?.text,
            let authorization = authorization(word, parameters)
        else { return nil }
        return Connection(
            name: entry.name, description: node["description"]?.text, authorization: authorization,
            invocationParameters: httpParameters(parameters["invocation_http_parameters"]), nameRange: entry.keyRange)
    }

    private mutating func authorization(_ word: String, _ parameters: DocumentNode) -> Connection.Authorization? {
        switch word {
        case "API_KEY":
            guard let name = parameters["api_key"]?["key"]?.text, let value = secret(parameters["api_key"]?["value"])
            else { return nil }
            return .apiKey(name: name, value: value)
        case "BASIC":
            guard let username = secret(parameters["basic"]?["username"]),
                let password = secret(parameters["basic"]?["password"])
            else { return nil }
            checkUserName(username, at: parameters["basic"]?["username"])
            return .basic(username: username, password: password)
        case "OAUTH_CLIENT_CREDENTIALS":
            guard let oauth = parameters["oauth"], let client = oauth["client_parameters"],
                let endpoint = oauth["authorization_endpoint"]?.text.flatMap({ try? Endpoint(parsing: $0) }),
                let method = oauth["http_method"]?.text.flatMap(OAuthClientCredentials.Method.init(rawValue:)),
                let id = secret(client["client_id"]), let secret = secret(client["client_secret"])
            else { return nil }
            return .oauth(
                OAuthClientCredentials(
                    endpoint: endpoint, method: method, clientID: id, clientSecret: secret,
                    parameters: httpParameters(oauth["oauth_http_parameters"])))
        default: return nil
        }
    }

    /// What follows the first colon of `Authorization: Basic` is the password (RFC 7617, section 2).
    mutating func checkUserName(_ name: SecretText, at node: DocumentNode?) {
        guard let node, name.literalText.utf8.contains(UInt8(ascii: ":")) else { return }
        report(.invalidValue, "a user name cannot hold ':', where the password would begin", at: node.range)
    }

    mutating func apiDestinations(in root: DocumentNode) -> [APIDestination] {
        var destinations: [APIDestination] = []
        for entry in entries(of: root["api_destinations"]) {
            let node = entry.value
            checkReference(node["connection"], to: "connections", kind: "connection")
            checkReference(node["otherwise"], to: "api_destinations", kind: "API destination")
            if node["otherwise"] == nil, let after = node["otherwise_after_seconds"] {
                report(.missingKey, "'otherwise_after_seconds' needs 'otherwise': who is told?", at: after.range)
            }
            guard let connection = node["connection"]?.text,
                let endpoint = node["invocation_endpoint"]?.text.flatMap({ try? Endpoint(parsing: $0) }),
                let method = node["http_method"]?.text.flatMap(APIDestination.Method.init(rawValue:))
            else { continue }
            destinations.append(
                APIDestination(
                    name: entry.name, description: node["description"]?.text, connection: connection,
                    endpoint: endpoint, method: method,
                    invocationRateLimitPerSecond: node["invocation_rate_limit_per_second"]?.integer
                        ?? APIDestination.rateLimitRange.upperBound,
                    otherwise: node["otherwise"]?.text,
                    otherwiseAfterSeconds: node["otherwise_after_seconds"]?.integer,
                    // Slack, "Rate limits": one message a second into a channel. A host that is not known may be Slack's.
                    messagesPerSecondPerChannel: node["messages_per_second_per_channel"]?.integer
                        ?? (endpoint.isSlack == false ? nil : 1),
                    // Escaping that a Slack message needs does little harm elsewhere; a missing one lets a session
                    // name ring a whole channel. So a host that is not known counts as Slack's.
                    escapesMrkdwn: node["escape_mrkdwn"]?.bool ?? endpoint.isSlack ?? true,
                    nameRange: entry.keyRange))
        }
        return destinations
    }

    /// Reports API destinations whose `otherwise` leads back to themselves: nobody would ever be told.
    mutating func checkRoutes(in root: DocumentNode) {
        let entries = entries(of: root["api_destinations"])
        for entry in entries {
            var route = [entry.name]
            var next = entry.value["otherwise"]?.text
            while let name = next, route.count <= entries.count {
                guard !name.hasBytes(of: entry.name) else {
                    let way = (route + [name]).joined(separator: " -> ")
                    report(
                        .routeLoop, "'otherwise' leads back to where it began: \(way)",
                        help: "end the chain with an API destination that has no 'otherwise'",
                        at: entry.value["otherwise"]?.range ?? entry.keyRange)
                    break
                }
                route.append(name)
                next = entries.first { $0.name.hasBytes(of: name) }?.value["otherwise"]?.text
            }
        }
    }
}
