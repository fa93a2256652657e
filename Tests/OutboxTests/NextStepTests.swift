import Outbox
import RelayTesting
import Rules
import SeededGenerators
import Testing
import TextFormats

/// What follows from an outcome.
struct NextStepTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)

    static func delivery(
        attempts: Int = 0, startedAt: Timestamp = now, plain: Bool = false, retries: Int = 185
    ) -> Delivery {
        var policy = RetryPolicy()
        policy.maximumRetryAttempts = retries
        return Delivery(
            id: DeliveryID(7),
            content: NewDelivery(
                rule: "r", target: "t", apiDestination: "slack", orderKey: "k", request: DeliveryRequest(body: []),
                retryPolicy: policy),
            eventID: nil, event: [], origin: .live, receivedAt: startedAt, startedAt: startedAt, state: .sending,
            dueAt: startedAt, attempts: attempts, sendsPlainText: plain)
    }

    static func next(_ outcome: AttemptOutcome, _ delivery: Delivery = delivery(), now: Timestamp = now) -> NextStep {
        var random = SeededRandom(seed: 1)
        return NextStep(after: outcome, on: delivery, now: now, random: &random)
    }

    @Test func deliveredIsDelivered() {
        #expect(
            Self.next(AttemptOutcome(.delivered, reason: "ok", messageTimestamp: "1.2"))
                == .delivered(messageTimestamp: "1.2")
        )
    }

    @Test(arguments: [AttemptOutcome.Kind.throttled, .failed, .timedOut, .unreachable])
    func whatPassesIsTriedAgain(outcome: AttemptOutcome.Kind) {
        guard case .later(let dueAt, false) = Self.next(AttemptOutcome(outcome, reason: "")) else {
            return #expect(Bool(false))
        }
        #expect(dueAt > Self.now)
    }

    @Test(arguments: [
        (AttemptOutcome.Kind.throttled, DeadLetter.Fault.destination, DeadLetter.ErrorCode.throttling),
        (.failed, .destination, .errorFromTarget), (.timedOut, .relay, .timeout),
        (.unreachable, .relay, .connectionFailure),
    ])
    func whenAttemptsAreUsedUpItIsGivenUp(
        outcome: AttemptOutcome.Kind, fault: DeadLetter.Fault, code: DeadLetter.ErrorCode
    ) {
        let letter = DeadLetter(
            fault: fault, errorCode: code, errorMessage: "why", exhaustedRetryCondition: .maximumRetryAttempts,
            retryAttempts: 3)
        #expect(
            Self.next(AttemptOutcome(outcome, reason: "why"), Self.delivery(attempts: 3, retries: 3)) == .dead(letter))
    }

    @Test func whenTimeIsUsedUpItIsGivenUp() {
        let next = Self.next(
            AttemptOutcome(.timedOut, reason: "why"), Self.delivery(attempts: 9), now: Self.now + .seconds(86_400))
        guard case .dead(let letter) = next else { return #expect(Bool(false)) }
        #expect(letter.exhaustedRetryCondition == .maximumEventAge)
        #expect(letter.retryAttempts == 9)
    }

    @Test func aNegativeRetryAfterEndsIt() {
        let next = Self.next(AttemptOutcome(.failed, reason: "HTTP 503", retryAfter: .never))
        #expect(next == .dead(DeadLetter(fault: .destination, errorCode: .errorFromTarget, errorMessage: "HTTP 503")))
    }

    @Test func mistakesInTheConfigurationWait() {
        #expect(
            Self.next(AttemptOutcome(.misconfigured, reason: "is_archived", concernsChannel: true))
                == .waiting(DeadLetter(fault: .destination, errorCode: .noResource, errorMessage: "is_archived")))
        #expect(
            Self.next(AttemptOutcome(.misconfigured, reason: "token_revoked"))
                == .waiting(DeadLetter(fault: .destination, errorCode: .noPermissions, errorMessage: "token_revoked")))
        #expect(
            Self.next(AttemptOutcome(.ours, reason: "no secret"))
                == .waiting(DeadLetter(fault: .relay, errorCode: .invalidParameter, errorMessage: "no secret")))
    }

    @Test func blocksAreLeftOutOnceAndAtOnce() {
        let outcome = AttemptOutcome(.unrenderable, reason: "invalid_blocks")
        #expect(Self.next(outcome) == .later(dueAt: Self.now, asPlainText: true))
        #expect(
            Self.next(outcome, Self.delivery(attempts: 1, plain: true))
                == .dead(
                    DeadLetter(
                        fault: .destination, errorCode: .invalidParameter, errorMessage: "invalid_blocks",
                        retryAttempts: 1)))
        // A plain text that meets an outage stays plain.
        guard
            case .later(_, true) = Self.next(
                AttemptOutcome(.failed, reason: ""), Self.delivery(attempts: 1, plain: true))
        else { return #expect(Bool(false)) }
    }

    @Test func aHeadThatIsTooLongIsFinal() {
        #expect(
            Self.next(AttemptOutcome(.oversized, reason: "too long"))
                == .dead(DeadLetter(fault: .relay, errorCode: .invalidParameter, errorMessage: "too long")))
    }

    @Test func aRefusalIsFinal() {
        #expect(
            Self.next(AttemptOutcome(.refused, status: 400, reason: "HTTP 400"))
                == .dead(DeadLetter(fault: .destination, errorCode: .sdkClientError, errorMessage: "HTTP 400")))
    }
}
