internal import JSONText
internal import PatternExplanations

/// The answer of `relay test-pattern` for programs: one JSON object on one line, which begins as AWS's answer does.
///
/// Matches are written as they are found, so that memory does not grow with their number. The command's help describes
/// the form.
struct PatternResultJSON: PatternResultReport {
    private let console: Console
    private var json = JSONWriter(spacing: .blanks)
    private var misses: NearMisses<EventLabel>
    private var hasBegun = false

    /// - Parameter missesLimit: How many kinds of misses are listed.
    init(missesLimit: Int, console: Console) {
        self.console = console
        misses = NearMisses(limit: missesLimit)
    }

    mutating func add(_ result: PatternResult, number: Int) throws {
        guard result.matches else {
            if let explanation = result.explanation { misses.add(explanation, of: result.label) }
            return
        }
        // The verdict comes first, and one match decides it.
        if !hasBegun { begin(matches: true) }
        json.object { json in
            json.members(of: result.label)
            if let explanation = result.explanation { json.member("explanation", explanation) }
        }
        try console.write(json.takeBytes())
    }

    mutating func finish(_ counts: PatternResultCounts) throws {
        if !hasBegun { begin(matches: false) }
        json.endArray()
        json.array("misses", of: misses.nearest) { json, miss in
            json.object { json in
                json.members(of: miss.label)
                json.member("count", miss.count)
                json.member("explanation", miss.explanation)
            }
        }
        json.member("events", counts.events)
        json.member("matched", counts.matched)
        json.member("malformed", counts.malformed)
        json.member("skippedFiles", counts.skippedFiles)
        json.member("failedFiles", counts.failedFiles)
        json.endObject()
        try console.line(json)
    }

    private mutating func begin(matches: Bool) {
        hasBegun = true
        json.beginObject()
        json.member("Result", matches)
        json.key("matches")
        json.beginArray()
    }
}

extension JSONWriter {
    /// An explanation, without blanks and with its members in the order of their names.
    fileprivate mutating func member(_ name: String, _ explanation: Explanation) {
        var json = JSONWriter()
        json.object { json in
            json.member("held", explanation.best.heldCount)
            json.strings("hints", explanation.hints)
            json.member("matches", explanation.matches)
            json.member("of", explanation.best.fields.count)
            json.array("tests", of: explanation.best.fields) { json, field in json.field(field) }
        }
        key(name)
        self.json(json.bytes)
    }

    private mutating func field(_ field: FieldExplanation) {
        object { json in
            json.array("found", of: field.found) { json, found in
                json.object { json in
                    json.member("isChosen", found.isChosen)
                    json.member("isPassing", found.isPassing)
                    json.member("place", found.place)
                    json.member("value", found.value)
                }
            }
            json.member("foundCount", field.foundCount)
            json.strings("hints", field.hints)
            json.member("outcome", field.outcome.rawValue)
            json.member("path", field.path)
            json.array("wanted", of: field.tests) { json, test in
                json.object { json in
                    json.member("isPassed", test.isPassed)
                    json.member("wanted", test.wanted)
                }
            }
        }
    }

    private mutating func strings(_ name: String, _ hints: [ExplanationHint]) {
        array(name, of: hints) { json, hint in json.string(hint.description) }
    }
}
