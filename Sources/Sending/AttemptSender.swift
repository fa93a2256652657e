import Outbox
import Rules
import SlackMessages

/// Makes one attempt at one delivery: request, answer, verdict. It knows nothing of retries.
struct AttemptSender: Sendable {
    let secrets: any SecretSource
    let transport: any HTTPTransport
    let tokens: TokenSource
    let clock: any WallClock

    func attempt(_ delivery: Delivery, by rules: RulesFile, carriesMetadata: Bool) async -> AttemptResult {
        do throws(RequestError) {
            let name = delivery.content.apiDestination
            guard let destination = rules.apiDestination(name) else { throw .missingDestination(name) }
            guard let connection = rules.connection(destination.connection) else {
                throw .missingConnection(destination.connection)
            }
            var builder = RequestBuilder(secrets: secrets, destination: destination, connection: connection)
            builder.carriesMetadata = carriesMetadata
            var result = try await attempt(delivery, builder)
            result.toldUses = delivery.storm?.foldedUses
            return result
        } catch {
            return AttemptResult(verdict: Verdict(.ours, reason: "\(error)"))
        }
    }

    private func attempt(
        _ delivery: Delivery, _ builder: RequestBuilder
    ) async throws(RequestError) -> AttemptResult {
        var builder = builder
        let authorization = builder.connection.authorization
        do throws(TokenFailure) {
            if case .oauth(let oauth) = authorization { builder.token = try await tokens.header(for: oauth) }
        } catch {
            return AttemptResult(verdict: error.verdict)
        }
        var result = try await send(delivery, builder)
        if case .oauth(let oauth) = authorization, result.verdict.status == 401 || result.verdict.status == 407 {
            do throws(TokenFailure) {
                builder.token = try await tokens.header(for: oauth, insteadOf: builder.token)
            } catch {
                return AttemptResult(verdict: error.verdict, excerpt: result.excerpt)
            }
            result = try await send(delivery, builder)
        }
        return result
    }

    private func send(_ delivery: Delivery, _ builder: RequestBuilder) async throws(RequestError) -> AttemptResult {
        let built = try builder.request(for: delivery)
        var result = await answer(to: built)
        if built.isUpdate, result.verdict.outcome != .delivered, result.verdict.slackError?.concernsUpdate == true {
            // The message is gone, or too old to be changed: what there is to tell is posted anew.
            var builder = builder
            builder.updatesMessages = false
            result = await answer(to: try builder.request(for: delivery))
        }
        return result
    }

    private func answer(to built: RequestBuilder.Built) async -> AttemptResult {
        let answer: DestinationResponse
        do throws(TransportFailure) {
            answer = try await transport.send(built.request)
        } catch {
            return AttemptResult(verdict: ResponseClassifier.verdict(on: error))
        }
        var verdict = ResponseClassifier(built.convention, now: clock.now).verdict(on: answer)
        verdict.reason = built.mask.masked(verdict.reason)
        return AttemptResult(verdict: verdict, excerpt: built.mask.excerpt(of: answer.body))
    }
}
