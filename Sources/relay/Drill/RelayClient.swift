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
internal import TextFormats

/// Asks a running `relay serve`.
struct RelayClient {
    static let pollInterval: Duration = .milliseconds(50)
    private static let timeout: TimeAmount = .seconds(30)
    private static let answerBytesLimit = 1 << 20

    let address: RelayAddress
    private let client: HTTPClient
    /// The header that lets requests in; nil where none is asked for.
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
        // Whoever is not there at once is not there: nobody waits half a minute to be told so.
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
    /// - Returns: what became of it.
    func post(_ event: [UInt8], drill: String) async throws(RelayClientError) -> EventFate {
        let answer = try await ask("/events", method: "POST", body: event, headers: [("X-Relay-Drill", drill)])
        guard let word = answer["results"]?.elements.first?["status"]?.string, let fate = EventFate(rawValue: word)
        else { throw RelayClientError(.notRelay, url: address.url) }
        return fate
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
            throw RelayClientError(.unreachable(Self.words(for: error)), url: address.url)
        }
        let answer = (try? JSONDocument(parsing: bytes))?.root
        // An event that no rule matches, or an invalid one, is told as a result of its own.
        guard (200..<300).contains(status) || answer?["results"] != nil else {
            throw RelayClientError(.refused(status: status, answer?["error"]?.string ?? ""), url: address.url)
        }
        guard let answer else { throw RelayClientError(.notRelay, url: address.url) }
        return answer
    }

    /// In relay's own words where there are some: those of the libraries name types.
    private static func words(for error: any Error) -> String {
        switch error {
        case is NIOConnectionError: return "nothing listens there, or the name is not known"
        case let error as IOError: return SystemError.text(for: error.errnoCode)
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

/// Why a running relay does not say what it is asked.
struct RelayClientError: Error, Hashable, CustomStringConvertible {
    enum Reason: Hashable {
        case unreachable(String)
        /// - Parameter words: relay's own, if it said any.
        case refused(status: Int, String)
        case notRelay
    }

    let reason: Reason
    let url: String

    init(_ reason: Reason, url: String) { (self.reason, self.url) = (reason, url) }

    var description: String {
        switch reason {
        case .unreachable(let words): "\(url): \(words.printable); is 'relay serve' running?"
        case .refused(401, _): "\(url): relay wants an authorization that it does not get; is its rules file this one?"
        case .refused(let status, let words):
            "\(url): refused with HTTP \(status)\(words.isEmpty ? "" : ": \(words.printable)")"
        case .notRelay: "\(url): the answer is none of relay's"
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
            guard let delivery = hop["delivery"]?.int, let name = hop["api_destination"]?.string,
                let state = hop["state"]?.string.flatMap(DeliveryState.init(rawValue:))
            else { return nil }
            return Hop(
                delivery: DeliveryID(Int64(delivery)), apiDestination: name, state: state,
                firstSentAt: time("first_sent_at", in: hop), settledAt: time("settled_at", in: hop),
                reason: hop["reason"]?.string ?? "")
        }
        self.init(id: id, rule: rule, receivedAt: received, acceptedAt: accepted, hops: hops)
    }
}
