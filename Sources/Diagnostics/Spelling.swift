/// Finds the known word that a misspelt one most likely stands for.
public enum Spelling {
    /// Words longer than this are not compared: the cost grows with the product of the lengths.
    public static let wordLengthLimit = 64

    /// The candidate nearest to `word`, if one is near enough to be worth suggesting.
    ///
    /// Near enough is one edit (a character added, dropped, changed, or swapped with its neighbour) for each three
    /// characters of the word, at least one, but never a change of the whole word; case alone never counts as an edit.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        guard !word.isEmpty, word.utf8.count <= wordLengthLimit else { return nil }
        let wanted = Array(word.lowercased().unicodeScalars)
        let limit = min(max(1, wanted.count / 3), wanted.count - 1)
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= wordLengthLimit {
            let found = distance(wanted, Array(candidate.lowercased().unicodeScalars))
            if found <= limit, found < best?.distance ?? Int.max { best = (candidate, found) }
        }
        return best?.word
    }

    /// Optimal string alignment distance: Levenshtein's, with swapped neighbours as one edit.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let change = last[column] + (left[row] == right[column] ? 0 : 1)
                var cheapest = min(change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cheapest = min(cheapest, beforeLast[column - 1] + 1)
                }
                current.append(cheapest)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
