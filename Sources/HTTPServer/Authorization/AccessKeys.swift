import Rules

/// The access keys with which requests may be signed, by their ids.
struct AccessKeys: Sendable {
    private let secrets: [[UInt8]: [UInt8]]

    var isEmpty: Bool { secrets.isEmpty }

    init(_ keys: [ServerSettings.AccessKey], secrets source: some SecretSource) throws(AuthorizationError) {
        var secrets: [[UInt8]: [UInt8]] = [:]
        for key in keys {
            let secret = try key.secret.secret(from: source, for: "access key")
            guard secrets.updateValue(Array(secret.utf8), forKey: Array(key.id.utf8)) == nil else {
                throw .repeatedAccessKey(id: key.id)
            }
        }
        self.secrets = secrets
    }

    func secret(of id: some StringProtocol) -> [UInt8]? { secrets[Array(id.utf8)] }
}
