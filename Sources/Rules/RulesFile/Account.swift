/// An AWS account and its name for people.
public struct Account: Hashable, Sendable {
    /// 12 digits.
    public let id: String
    /// The name that messages show; one line of at most 64 characters.
    public let name: String
    /// Such as `production`; shown in messages so that one account is not mistaken for another.
    public let environment: String?
    /// What a reader of an alert should know about the account; at most 512 characters.
    public let note: String?
}
