import ChildProcesses
import Foundation
import NIOSSL
import Outbox
import ScratchFolders
import Sending
import StandInSlack
import Testing

/// Against a real server on this machine.
@Suite(.timeLimit(.minutes(10)))
struct HTTPClientTransportTests {
    static func request(
        _ slack: StandInSlack, path: String = "/api/chat.postMessage", body: String = #"{"channel":"C1","text":"hi"}"#
    )
        -> OutgoingRequest
    {
        OutgoingRequest(
            method: "POST", address: slack.address + path,
            headers: [
                .init(name: "Authorization", value: "Bearer xoxb-test-0123456789"),
                .init(name: "Content-Type", value: "application/json; charset=utf-8"),
            ], body: Array(body.utf8))
    }

    /// Runs with a stand-in that behaves so, and a transport that has little patience.
    static func withSlack<Value: Sendable>(
        _ behaviour: SlackBehaviour = .judge, timeout: Duration = .seconds(20),
        _ body: (StandInSlack, HTTPClientTransport) async throws -> Value
    ) async throws -> Value {
        let slack = StandInSlack()
        slack.behave(behaviour)
        try await slack.start()
        let transport = HTTPClientTransport(timeout: timeout)
        do {
            let value = try await body(slack, transport)
            await transport.shutDown()
            await slack.stop()
            return value
        } catch {
            await transport.shutDown()
            await slack.stop()
            throw error
        }
    }

    static func failure(_ behaviour: SlackBehaviour, timeout: Duration = .seconds(20)) async throws -> TransportFailure?
    {
        try await withSlack(behaviour, timeout: timeout) { slack, transport in
            do throws(TransportFailure) {
                _ = try await transport.send(request(slack))
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func bringsTheAnswer() async throws {
        try await Self.withSlack { slack, transport in
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.status == 200)
            #expect(answer.isWhole)
            #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix(#"{"ok":true"#))
            #expect(slack.messages.map(\.text) == ["hi"])
        }
    }

    @Test func bringsRetryAfter() async throws {
        try await Self.withSlack(.throttle(seconds: 17)) { slack, transport in
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.status == 429)
            #expect(answer.retryAfter == "17")
        }
    }

    @Test func aRedirectIsAnAnswer() async throws {
        try await Self.withSlack { slack, transport in
            slack.behave(next: [.redirect(to: slack.address + "/api/chat.postMessage")])
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.status == 302)
            #expect(slack.requests.count == 1)
        }
    }

    @Test func aLongAnswerIsCut() async throws {
        try await Self.withSlack(.flood(bytes: DestinationResponse.bodyBytesLimit + 100_000)) { slack, transport in
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.status == 200)
            #expect(answer.body.count == DestinationResponse.bodyBytesLimit)
            #expect(!answer.isWhole)
        }
        try await Self.withSlack(.flood(bytes: DestinationResponse.bodyBytesLimit)) { slack, transport in
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.isWhole)
        }
    }

    @Test func anAnswerThatBreaksOffIsNotWhole() async throws {
        try await Self.withSlack(.breakOff) { slack, transport in
            let answer = try await transport.send(Self.request(slack))
            #expect(answer.status == 200)
            #expect(!answer.isWhole)
        }
    }

    @Test func patienceEnds() async throws {
        let failure = try await Self.failure(.slow(.seconds(60)), timeout: .milliseconds(300))
        #expect(failure == .timedOut(seconds: 1))
    }

    @Test func aConnectionThatClosesEarlyIsSaid() async throws {
        guard case .brokenOff? = try await Self.failure(.closeEarly) else { return #expect(Bool(false)) }
    }

    @Test func garbageIsSaid() async throws {
        guard case .brokenOff(let reason)? = try await Self.failure(.garbage) else { return #expect(Bool(false)) }
        #expect(reason.contains("not HTTP"))
    }

    @Test func nobodyThereIsSaidAtOnce() async throws {
        let slack = StandInSlack()
        try await slack.start()
        let request = Self.request(slack)
        await slack.stop()
        let transport = HTTPClientTransport(timeout: .seconds(60))
        await #expect(throws: TransportFailure.unreachable(reason: "no connection: refused, or the name is not known"))
        {
            _ = try await transport.send(request)
        }
        await transport.shutDown()
    }

    @Test func oneConnectionServesManyRequests() async throws {
        try await Self.withSlack { slack, transport in
            for _ in 0..<5 { _ = try await transport.send(Self.request(slack)) }
            #expect(slack.messages.count == 5)
            #expect(Set(slack.messages.map(\.connection)).count == 1)
        }
    }

    @Test func aTaskThatIsCancelledSaysSo() async throws {
        try await Self.withSlack(.slow(.seconds(60)), timeout: .seconds(60)) { slack, transport in
            let request = Self.request(slack)
            let task = Task { () -> TransportFailure? in
                do throws(TransportFailure) { _ = try await transport.send(request) } catch { return error }
                return nil
            }
            await slack.untilRequested(1)
            task.cancel()
            #expect(await task.value == .cancelled)
        }
    }

    @Test func aHeaderCannotBecomeTwo() async throws {
        try await Self.withSlack { slack, transport in
            var request = Self.request(slack)
            request.headers.append(.init(name: "X-Test", value: "a\r\nX-Evil: b"))
            await #expect(throws: TransportFailure.self) { _ = try await transport.send(request) }
            #expect(slack.requests.isEmpty)
        }
    }

    // MARK: TLS

    /// A certificate for `localhost` and 127.0.0.1, signed by itself.
    static func certificate(in folder: ScratchFolder) async throws -> StandInSlack.Certificate {
        let run = try await ProgramRun(
            URL(filePath: "/usr/bin/env"),
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", folder.path("key.pem"), "-out", folder.path("certificate.pem"),
            ])
        try #require(run.status == 0, "openssl is needed to make a certificate")
        return .init(certificateFile: folder.path("certificate.pem"), privateKeyFile: folder.path("key.pem"))
    }

    @Test func anUntrustedCertificateIsRefusedAndATrustedOneTaken() async throws {
        let folder = try ScratchFolder(inMemory: true)
        let certificate = try await Self.certificate(in: folder)
        let slack = StandInSlack(certificate: certificate)
        try await slack.start()
        let distrusting = HTTPClientTransport()
        let trusting = HTTPClientTransport(trustRoots: .file(certificate.certificateFile))
        do throws(TransportFailure) {
            _ = try await distrusting.send(Self.request(slack))
            #expect(Bool(false), "it was trusted")
        } catch {
            guard case .unreachable(let reason) = error else { return #expect(Bool(false), "\(error)") }
            #expect(reason.hasPrefix("TLS"))
        }
        #expect(slack.requests.isEmpty)
        #expect(try await trusting.send(Self.request(slack)).status == 200)
        // Trusted, but for another name.
        var other = Self.request(slack)
        other.address = "https://[::1]:\(slack.port)/api/chat.postMessage"
        await #expect(throws: TransportFailure.self) { _ = try await trusting.send(other) }
        await distrusting.shutDown()
        await trusting.shutDown()
        await slack.stop()
    }
}
