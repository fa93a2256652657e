internal import Archive

/// There is nothing to try a pattern on.
enum NoEventsError: Error, Hashable, CustomStringConvertible {
    case noneNamed
    case noneFound(in: [String], skippedFiles: Int)

    var description: String {
        switch self {
        case .noneNamed:
            return "no events: name files or folders, write an event as JSON, or pipe events in"
        case .noneFound(let arguments, let skippedFiles):
            let names = arguments.enumerated().map { index, argument in
                if argument == EventInput.standardInput { return "standard input" }
                return EventInput.isJSON(argument) ? EventInput.name(ofArgument: index) : argument.printable
            }
            let skipped =
                switch skippedFiles {
                case 0: ""
                case 1: ": the one file holds none (a digest, an Insight, or no log)"
                default: ": \(skippedFiles) files hold none (digests, Insights, or no logs)"
                }
            return "no events in \(names.joined(separator: ", "))\(skipped)"
        }
    }
}
