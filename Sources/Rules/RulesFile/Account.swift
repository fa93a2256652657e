/// An AWS account with the name that people know it by.
public struct Account: Hashable, Sendable {
    /// 12 digits.
    public let id: String
    public let name: String
    /// Such as `production`; what stands in a message so that nobody mistakes it.
    public let environment: String?
    public let note: String?
}
