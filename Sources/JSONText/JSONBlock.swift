internal import CByteMasks

/// What stands where in 64 bytes of JSON text: bit n of a mask speaks of byte n.
///
/// The layout is that of the C kernels' `cbm_block`, which fill it.
@frozen public struct JSONBlock: Hashable, Sendable {
    /// Quotation marks that open or close a string.
    public var quote: UInt64 = 0
    /// `{` and `[` outside strings.
    public var open: UInt64 = 0
    /// `}` and `]` outside strings.
    public var close: UInt64 = 0
    /// Backslashes, wherever they stand.
    public var backslash: UInt64 = 0
    /// The `u` and `/` of `\u` and `\/`: escapes that spell characters which could stand unescaped.
    public var respelt: UInt64 = 0
    /// Quotation marks that open a string right behind a letter or a closing bracket, where well-formed text has none.
    public var misplaced: UInt64 = 0
    /// How many brackets ``open`` and ``close`` hold.
    public var opens: UInt32 = 0
    /// How many brackets ``close`` holds.
    public var closes: UInt32 = 0

    /// A block of text in which nothing stands.
    @inlinable public init() {}

    /// Bytes in a block.
    @inlinable public static var width: Int { 64 }

    /// How many blocks cover a text; the last may be partial.
    @inlinable public static func count(forBytes bytes: Int) -> Int { (bytes + width - 1) / width }
}

/// What one piece of a text hands to the next while its blocks are made.
struct JSONBlockCarry: Sendable {
    fileprivate var carry = cbm_carry(in_string: 0, escaped: 0, after_word: 0)

    /// Whether the next byte stands inside a string.
    var isInString: Bool { carry.in_string != 0 }
}

/// The code that makes blocks; all kernels give the same answer.
enum JSONBlockKernel: CaseIterable, Sendable {
    /// The fastest that this processor has.
    case best
    case portable, baseline, wide, widest

    fileprivate var code: cbm_kernel {
        switch self {
        case .best: CBM_BEST
        case .portable: CBM_PORTABLE
        case .baseline: CBM_BASELINE
        case .wide: CBM_WIDE
        case .widest: CBM_WIDEST
        }
    }

    var isAvailable: Bool { cbm_has(code) != 0 }
}

extension JSONBlock {
    /// Makes the blocks of a text, the last one possibly partial.
    ///
    /// - Precondition: `blocks` has room for ``count(forBytes:)`` of them.
    static func fill(
        _ blocks: inout MutableSpan<JSONBlock>, from text: Span<UInt8>, carry: inout JSONBlockCarry,
        kernel: JSONBlockKernel = .best
    ) {
        precondition(blocks.count >= count(forBytes: text.count))
        // The kernels read `text.count` bytes and write one block for each 64 of them, which the line above ensures.
        unsafe text.withUnsafeBufferPointer { bytes in
            unsafe blocks.withUnsafeMutableBufferPointer { output in
                unsafe output.withMemoryRebound(to: cbm_block.self) { rebound in
                    unsafe cbm_scan(bytes.baseAddress, bytes.count, &carry.carry, rebound.baseAddress, kernel.code)
                }
            }
        }
    }
}

/// A literal reduced to two of its bytes, for a first quick look; laid out as the C kernels' `cbm_pair`.
struct BytePair: Hashable, Sendable {
    var first: UInt8
    var second: UInt8
    /// How far the second byte stands behind the first.
    var distance: UInt16
}

extension BytePair {
    /// The first index at or after `start` where some pair stands.
    static func firstIndex(
        of pairs: [BytePair], in text: Span<UInt8>, from start: Int, kernel: JSONBlockKernel = .best
    ) -> Int? {
        guard start < text.count else { return nil }
        // The kernels read only the `text.count` bytes and `pairs.count` pairs that are there. A BytePair is laid out as
        // a `cbm_pair`; copying them for each call cost more than the search on short texts.
        let found = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe pairs.withUnsafeBufferPointer { pairs in
                unsafe pairs.withMemoryRebound(to: cbm_pair.self) { codes in
                    unsafe cbm_find_pair(
                        bytes.baseAddress, start, bytes.count, codes.baseAddress, codes.count, kernel.code)
                }
            }
        }
        return found < text.count ? found : nil
    }
}
