import CloudTrail
import JSONText
import Testing

@testable import Archive

struct FileFaultsTests {
    private static func fault(_ index: Int, _ reason: RecordFault.Reason = .notAnObject) -> RecordFault {
        RecordFault(reason: reason, index: index, offset: index)
    }

    enum Step {
        case records, fault, digest, end, cutShort
    }

    struct Case: Sendable {
        var steps: [Step]
        var failure: FailedFile.Reason?
        /// The indices of the faults that are malformed records.
        var malformed: [Int]
        var verdict: FileFaults.Verdict
    }

    @Test(arguments: [
        Case(steps: [.records, .end], malformed: [], verdict: .read),
        Case(steps: [.end], malformed: [], verdict: .read),
        Case(steps: [.fault, .records, .fault, .end], malformed: [0, 2], verdict: .read),
        Case(steps: [.fault, .fault, .end], malformed: [], verdict: .failed(.notALog(fault(0)))),
        Case(
            steps: [.records, .end, .cutShort], malformed: [],
            verdict: .failed(.truncated(fault(2, .json(.unexpectedEnd(inside: .object)))))),
        // What ends too soon before the text has ended is a record's own fault.
        Case(steps: [.records, .cutShort, .end], malformed: [1], verdict: .read),
        Case(steps: [.digest, .end], malformed: [], verdict: .skipped(.digest)),
        Case(
            steps: [.fault, .end], failure: .interrupted, malformed: [0], verdict: .failed(.interrupted)),
    ])
    func decidesWhoseAFaultIs(_ item: Case) {
        var faults = FileFaults()
        var malformed: [RecordFault] = []
        for (index, step) in item.steps.enumerated() {
            switch step {
            case .records: malformed += faults.noteRecords()
            case .fault: malformed += faults.note(Self.fault(index))
            case .cutShort: malformed += faults.note(Self.fault(index, .json(.unexpectedEnd(inside: .object))))
            case .digest: faults.note(SkippedText.digest)
            case .end: faults.noteEnd()
            }
        }
        let (rest, verdict) = faults.finish(failure: item.failure)
        #expect((malformed + rest).map(\.index) == item.malformed)
        #expect(verdict == item.verdict)
    }

    @Test func faultsBeyondTheLimitAreMalformedRecords() {
        var faults = FileFaults()
        var malformed = 0
        for index in 0..<FileFaults.heldLimit + 5 { malformed += faults.note(Self.fault(index)).count }
        #expect(malformed == FileFaults.heldLimit)
        let (rest, verdict) = faults.finish(failure: nil)
        #expect(rest.isEmpty)
        #expect(verdict == .failed(.notALog(Self.fault(0))))
    }
}
