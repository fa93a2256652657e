internal import ArgumentParser

/// `--config relay.yaml`, for the commands that need rules.
struct ConfigOption: ParsableArguments {
    /// The rules file's name where none is given.
    static let defaultPath = "relay.yaml"

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The rules file, YAML or JSON.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var path = Self.defaultPath

    /// A path as the rules file means it: from where the rules file lies.
    func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = self.path.lastIndex(of: "/") else { return path }
        return self.path[...slash] + path
    }
}
