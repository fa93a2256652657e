import InputTemplates
import JSONText
import Testing

struct TemplateFixtureTests {
    @Test(arguments: try TemplateFixture.all())
    func doesWhatTheFixtureSays(_ fixture: TemplateFixture) throws {
        switch fixture.outcome {
        case .body(let body): #expect(try fixture.render() == body)
        case .refused(let words):
            let errors = #expect(throws: TemplateErrors.self) { try fixture.transformer() }
            #expect(errors?.description.contains(words) == true, "\(errors?.description ?? "accepted")")
        case .undelivered(let words):
            let error = #expect(throws: RenderError.self) { try fixture.render() }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "rendered")")
        }
    }

    @Test func thereAreFixturesOfEveryOutcome() throws {
        let fixtures = try TemplateFixture.all()
        #expect(fixtures.count >= 30)
        #expect(fixtures.contains { if case .refused = $0.outcome { true } else { false } })
        #expect(fixtures.contains { if case .undelivered = $0.outcome { true } else { false } })
    }
}
