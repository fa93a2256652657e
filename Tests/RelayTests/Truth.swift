import Foundation

/// `fixtures/truth.json`: what a correct reader finds in the archives beside it, worked out by hand.
struct Truth: Decodable {
    struct Archive: Decodable {
        let filesRead: Int
        let filesSkipped: [String: Int]
        let records: Int
        /// Events that were delivered twice.
        let duplicates: [String]
        /// Event ids by rule.
        let matches: [String: [String]]
        let uses: [Use]
    }

    /// Somebody took up a role, or tried to. Copies of the same use share a `sharedEventID`.
    struct Use: Decodable {
        let eventID, eventName, time, account, region, from, who, role, roleAccount, outcome: String
        let sharedEventID: String?
    }

    struct Damaged: Decodable {
        struct File: Decodable {
            let file, how: String
            let matched, malformed: Int
            let fails: Bool
        }

        let files: [File]
        let matches: [String: [String]]
    }

    let archive: Archive
    let damaged: Damaged

    static var fixtures: Truth {
        get throws {
            try JSONDecoder().decode(
                Truth.self, from: Data(contentsOf: Project.fixtures.appending(path: "truth.json")))
        }
    }
}

extension Truth.Archive {
    /// The uses that some rule tells of, each once: of copies and repetitions the first.
    var matchedUses: [Truth.Use] {
        let matched = Set(matches.values.joined())
        var seen: Set<String> = []
        return uses.filter { matched.contains($0.eventID) && seen.insert($0.sharedEventID ?? $0.eventID).inserted }
    }
}
