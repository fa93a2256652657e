internal import ArgumentParser
import Rules

/// Which store to look into: the one that the rules file names, or `--store relay.db`.
struct StoreOption: ParsableArguments {
    @OptionGroup var config: ConfigOption

    @Option(
        help: ArgumentHelp("The store itself, where there is no rules file at hand to name it.", valueName: "file"),
        completion: .file())
    var store: String?

    func path(on console: Console) throws -> String {
        if let store { return store }
        return config.resolved(try config.loadRules(on: console).store.path)
    }
}
