import JSONText

extension RoleUse {
    /// What a role was taken up with: a browser, a program, or a service.
    public enum Channel: String, Hashable, Sendable, CaseIterable {
        /// The AWS console, or another page in a browser.
        case console
        /// `aws`, the command line.
        case commandLine
        /// A program, by one of the SDKs or without.
        case sdk
        /// An AWS service by itself.
        case service
        /// The record does not tell: behind Identity Center it may be either.
        case unknown
    }
}

extension RoleUseFacts {
    var channel: RoleUse.Channel {
        if kind == .switchRole || kind == .consoleLogin { return .console }
        if members[.sessionCredentialFromConsole]?.truth == true { return .console }
        if identity.kind == .awsService { return .service }
        guard let agent = members[.userAgent]?.shownText else { return .unknown }
        if Self.consoleAgents.contains(where: { agent.startsWithBytes(of: $0) }) { return .console }
        if agent.startsWithBytes(of: "aws-cli/") { return .commandLine }
        if agent.startsWithBytes(of: "AWS Internal") { return isConsoleRoleSwitch ? .console : .unknown }
        return agent.endsWithBytes(of: ".amazonaws.com") ? .service : .sdk
    }

    /// Browsers, and what the console's own pages write in place of the browser's name.
    private static let consoleAgents = ["Mozilla/", "signin.amazonaws.com", "console.amazonaws.com", "[S3Console"]

    /// When somebody switches role in the console, AWS calls AssumeRole in their name from inside.
    private var isConsoleRoleSwitch: Bool { kind == .assumeRole }
}
