extension RulesFile {
    /// Every secret that the file refers to, each once, in the order of its parts.
    public var secretReferences: [SecretReference] {
        var texts: [SecretText] = []
        for connection in connections {
            texts += connection.authorization.texts + connection.invocationParameters.texts
        }
        texts += apiDestinations.map(\.endpoint.text)
        texts += server.authorizations.flatMap(\.texts) + server.accessKeys.map(\.secret)
        var seen: Set<SecretReference> = []
        return texts.flatMap(\.references).filter { seen.insert($0).inserted }
    }
}

extension Connection.Authorization {
    fileprivate var texts: [SecretText] {
        switch self {
        case .apiKey(_, let value): [value]
        case .basic(let username, let password): [username, password]
        case .oauth(let oauth):
            [oauth.endpoint.text, oauth.clientID, oauth.clientSecret] + oauth.parameters.texts
        }
    }
}

extension HTTPParameters {
    fileprivate var texts: [SecretText] { (body + header + queryString).map(\.value) }
}

extension ServerSettings.SenderCredential {
    fileprivate var texts: [SecretText] {
        switch self {
        case .apiKey(_, let value): [value]
        case .basic(let username, let password): [username, password]
        case .bearer(let token): [token]
        }
    }
}
