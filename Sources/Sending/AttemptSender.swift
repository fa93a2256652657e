import Outbox
import Rules
import SlackMessages

/// Makes one attempt at one delivery: request, answer, outcome. It knows nothing of retries.
struct AttemptSender: Sendable {
    let secrets: any SecretSource
    let transport: any HTTPTransport
    let tokens: TokenSource
    let clock: any WallClock

    func attempt(_ delivery: Delivery, by rules: RulesFile, carriesMetadata: Bool) async -> AttemptOutcome {
        do throws(RequestError) {
            let name = delivery.content.apiDestination
            guard let destination = rules.apiDestination(name) else { throw .missingDestination(name) }
            guard let connection = rules.connection(destination.connection) else {
                throw .missingConnection(destination.connection)
            }
            var builder = RequestBuilder(secrets: secrets, destination: destination, connection: connection)
            builder.carriesMetadata = carriesMetadata
            var outcome = try await attempt(delivery, builder)
            outcome.announcedUses = delivery.storm?.foldedUses
            return outcome
        } catch {
            return AttemptOutcome(error.outcomeKind, reason: "\(error)")
        }
    }

    private func attempt(
        _ delivery: Delivery, _ builder: RequestBuilder
    ) async throws(RequestError) -> AttemptOutcome {
        var builder = builder
        let authorization = builder.connection.authorization
        do throws(TokenFailure) {
            if case .oauth(let oauth) = authorization { builder.token = try await tokens.header(for: oauth) }
        } catch {
            return error.outcome
        }
        var outcome = try await send(delivery, builder)
        if case .oauth(let oauth) = authorization, outcome.status == 401 || outcome.status == 407 {
            do throws(TokenFailure) {
                builder.token = try await tokens.header(for: oauth, insteadOf: builder.token)
            } catch {
                var failure = error.outcome
                failure.excerpt = outcome.excerpt
                return failure
            }
            outcome = try await send(delivery, builder)
        }
        return outcome
    }

    private func send(_ delivery: Delivery, _ builder: RequestBuilder) async throws(RequestError) -> AttemptOutcome {
        let built = try builder.request(for: delivery)
        var outcome = await answer(to: built)
        if built.isUpdate, outcome.kind != .delivered, outcome.slackError?.concernsUpdate == true {
            // The message is gone, or too old to be changed: what there is to tell is posted anew.
            var builder = builder
            builder.updatesMessages = false
            outcome = await answer(to: try builder.request(for: delivery))
        }
        return outcome
    }

    private func answer(to built: RequestBuilder.Built) async -> AttemptOutcome {
        let answer: DestinationResponse
        do throws(TransportFailure) {
            answer = try await transport.send(built.request)
        } catch {
            return ResponseClassifier.outcome(of: error)
        }
        var outcome = ResponseClassifier(built.convention, now: clock.now, mask: built.mask).outcome(of: answer)
        outcome.reason = built.mask.masked(outcome.reason)
        outcome.excerpt = built.mask.excerpt(of: answer.body)
        return outcome
    }
}

extension RequestError {
    /// A head that is too long is the event's doing, and stays so; everything else is mended in the configuration.
    fileprivate var outcomeKind: AttemptOutcome.Kind { if case .headTooLong = self { .oversized } else { .ours } }
}
