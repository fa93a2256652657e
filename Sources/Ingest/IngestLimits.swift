/// What ingesting one body may cost, whatever brought it. How long a body may be as it is sent is for the transport.
package enum IngestLimits {
    /// The most bytes that a gzipped body may inflate to. Deflate reaches 1,032 to 1: 8 MiB could become 8 GiB.
    package static let contentBytes = 64 << 20
    /// The most events that a body may hold; each has an ``EventResult`` of its own.
    package static let events = 10_000
    /// How many bytes of a body are judged before other tasks have a turn.
    package static let pieceBytes = 64 << 10
}
