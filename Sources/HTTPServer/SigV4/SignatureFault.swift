/// Why a request's signature is not accepted, in AWS's words. Repeats neither signatures nor anything that might be a
/// secret sent by mistake.
enum SignatureFault: Error, Hashable, Sendable {
    /// There is none.
    case missing
    /// A part of it is missing, or has not got its form.
    case incomplete(String)
    /// The access key is none of relay's.
    case unknownKey
    /// It is not that of this request, or of another time.
    case invalid(String)

    /// - Source: what AWS's own services answer.
    static let mismatch = SignatureFault.invalid(
        """
        The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
        and signing method. Consult the service documentation for details.
        """)
}
