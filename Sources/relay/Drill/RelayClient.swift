internal import Alerts
internal import AsyncHTTPClient
internal import Foundation
internal import HTTPServer
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Outbox
internal import Rules
internal import SystemPackage
internal import TextFormats

/// Asks a running `relay serve`.
struct RelayClient {
    /// How long to wait between two questions how far a drill has come.
    static let pollInterval: Duration = .milliseconds(50)
    private static let timeout: TimeAmount = .seconds(30)
    private static let answerBytesLimit = 1 << 20

    /// The relay that is asked.
    let address: RelayAddress
    private let client: HTTPClient
    /// The header that authorises requests; nil where the server asks for none.
    private let authorization: (name: String, value: String)?

    /// - Throws: ``SecretError`` where the secret to be shown cannot be looked up.
    init(_ address: RelayAddress, server: ServerSettings, secrets: some SecretSource) throws(SecretError) {
        self.address = address
        authorization = try server.authorizations.first.map { first throws(SecretError) in
            try Self.header(first, secrets)
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = address.certificateFile { tls.additionalTrustRoots = [.file(file)] }
        if !address.checksHostName { tls.certificateVerification = .noHostnameVerification }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: Self.timeout, read: Self.timeout))
        // A connection that is refused is an answer; to try again would keep the user waiting for half a minute.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections. Call it once, before the last reference goes.
    func shutDown() async {
        // It can only fail by being called twice.
        try? await client.shutdown()
    }

    /// Sends a drill's event in.
    ///
    /// - Returns: Whether relay accepted it.
    func post(_ event: [UInt8], drill: String) async throws(RelayClientError) -> IngestOutcome {
        let answer = try await ask("/events", method: "POST", body: event, headers: [("X-Relay-Drill", drill)])
        let status = answer["results"]?.elements.first?["status"]?.string
        guard let outcome = status.flatMap(IngestOutcome.init(rawValue:)) else {
            throw RelayClientError(.notRelay, url: address.url)
        }
        return outcome
    }

    /// How far a drill has come; nil while its event is not accepted.
    func drill(_ id: String) async throws(RelayClientError) -> DrillRecord? {
        do throws(RelayClientError) {
            let answer = try await ask("/drills/\(id)", method: "GET")
            guard let record = DrillRecord(answer) else { throw RelayClientError(.notRelay, url: address.url) }
            return record
        } catch {
            if case .refused(status: 404, _) = error.reason { return nil }
            throw error
        }
    }

    private func ask(
        _ path: String, method: String, body: [UInt8] = [], headers: [(String, String)] = []
    ) async throws(RelayClientError) -> JSONValue {
        let status: Int
        let bytes: [UInt8]
        do {
            var request = HTTPClientRequest(url: address.url + path)
            request.method = .init(rawValue: method)
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            if let authorization { request.headers.add(name: authorization.name, value: authorization.value) }
            if !body.isEmpty {
                request.headers.add(name: "Content-Type", value: "application/json")
                request.body = .bytes(body)
            }
            let response = try await client.execute(request, timeout: Self.timeout)
            let buffer = try await response.body.collect(upTo: Self.answerBytesLimit)
            (status, bytes) = (Int(response.status.code), Array(buffer.readableBytesView))
        } catch {
            throw RelayClientError(.unreachable(Self.message(for: error)), url: address.url)
        }
        let answer = (try? JSONDocument(parsing: bytes))?.root
        // For an event that is invalid or that no rule matches, the answer has a result beside its error status.
        guard (200..<300).contains(status) || answer?["results"] != nil else {
            throw RelayClientError(.refused(status: status, answer?["error"]?.string ?? ""), url: address.url)
        }
        guard let answer else { throw RelayClientError(.notRelay, url: address.url) }
        return answer
    }

    /// What to show of an error. The descriptions that libraries have name types.
    private static func message(for error: any Error) -> String {
        switch error {
        case is NIOConnectionError: return "nothing listens there, or the name is not known"
        case let error as IOError: return "\(Errno(rawValue: error.errnoCode))"
        case is NIOSSLExtraError: return "the certificate is not for this host"
        case let error as NIOSSLError: return "TLS: \(error)"
        case let error as HTTPClientError: return error.shortDescription
        default: return "the request failed (\(type(of: error)))"
        }
    }

    private static func header(
        _ authorization: ServerSettings.SenderCredential, _ secrets: some SecretSource
    ) throws(SecretError) -> (name: String, value: String) {
        switch authorization {
        case .apiKey(let header, let value): return (header, try value.resolved(by: secrets))
        case .basic(let username, let password):
            let pair = "\(try username.resolved(by: secrets)):\(try password.resolved(by: secrets))"
            return ("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())")
        case .bearer(let token): return ("Authorization", "Bearer \(try token.resolved(by: secrets))")
        }
    }
}

/// Why a running relay gave no answer that can be used.
struct RelayClientError: Error, Hashable, CustomStringConvertible {
    /// What went wrong.
    enum Reason: Hashable {
        /// No connection, or one that broke; with a sentence to show.
        case unreachable(String)
        /// With relay's own message, which may be empty.
        case refused(status: Int, String)
        /// An answer of a form that relay does not give.
        case notRelay
    }

    let reason: Reason
    /// The relay that was asked.
    let url: String

    init(_ reason: Reason, url: String) { (self.reason, self.url) = (reason, url) }

    var description: String {
        switch reason {
        case .unreachable(let words): "\(url): \(words.printable); is 'relay serve' running?"
        case .refused(401, _): "\(url): relay wants an authorization that it does not get; is its rules file this one?"
        case .refused(let status, let words):
            "\(url): refused with HTTP \(status)\(words.isEmpty ? "" : ": \(words.printable)")"
        case .notRelay: "\(url): what answers there is not relay"
        }
    }
}

extension DrillRecord {
    /// Reads what `GET /drills/ID` answers.
    fileprivate init?(_ json: JSONValue) {
        func time(_ name: String, in object: JSONValue) -> Timestamp? {
            object[name]?.string.flatMap { Timestamp(parsing: $0) }
        }
        guard let id = json["id"]?.string, let rule = json["rule"]?.string,
            let received = time("received_at", in: json), let accepted = time("accepted_at", in: json)
        else { return nil }
        let hops = (json["hops"]?.elements ?? []).compactMap { hop -> Hop? in
            guard let delivery = hop["delivery"].flatMap({ $0.string ?? $0.number }),
                let name = hop["api_destination"]?.string,
                let state = hop["state"]?.string.flatMap(DeliveryState.init(rawValue:))
            else { return nil }
            return Hop(
                delivery: DeliveryID(delivery), apiDestination: name, state: state,
                firstSentAt: time("first_sent_at", in: hop), settledAt: time("settled_at", in: hop),
                reason: hop["reason"]?.string ?? "")
        }
        self.init(id: id, rule: rule, receivedAt: received, acceptedAt: accepted, hops: hops)
    }
}
