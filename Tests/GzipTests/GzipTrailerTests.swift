import CZlib
import SeededGenerators
import Testing

@testable import Gzip

struct GzipTrailerTests {
    /// The checksum of a text that arrives in two pieces.
    private static func checksum(_ text: ArraySlice<UInt8>, cutAt cut: Int) -> UInt32 {
        var trailer = GzipTrailer()
        unsafe text.withUnsafeBufferPointer { text in
            unsafe trailer.add(content: UnsafeBufferPointer(rebasing: text[..<cut]))
            unsafe trailer.add(content: UnsafeBufferPointer(rebasing: text[cut...]))
        }
        return trailer.checksum
    }

    private static func zlibChecksum(_ text: ArraySlice<UInt8>) -> UInt32 {
        unsafe text.withUnsafeBufferPointer { unsafe UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
    }

    @Test func knowsTheTestValueOfCRC32() {
        #expect(Self.checksum(ArraySlice("123456789".utf8), cutAt: 4) == 0xCBF4_3926)
        #expect(Self.checksum([], cutAt: 0) == 0)
    }

    /// Every length up to many rounds of the vector code, at every alignment, whole and in two pieces.
    @Test func agreesWithZlibAtAllLengths() {
        var random = SeededRandom(seed: 7)
        let text = (0..<1_024).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in 0...700 {
            let part = text[(count % 17)...].prefix(count)
            let expected = Self.zlibChecksum(part)
            #expect(Self.checksum(part, cutAt: 0) == expected, "\(count) bytes")
            #expect(Self.checksum(part, cutAt: count / 3) == expected, "\(count) bytes in two pieces")
        }
        let long = ArraySlice((0..<300_001).map { _ in UInt8.random(in: 0...255, using: &random) })
        #expect(Self.checksum(long, cutAt: 100_003) == Self.zlibChecksum(long))
    }

    @Test func theLastBytesAreTheTrailerHoweverTheyArrive() {
        let data = [9, 9, 9] + [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0] as [UInt8]
        for pieceBytes in 1...data.count {
            var trailer = GzipTrailer()
            let text = Array("123456789".utf8)
            unsafe text.withUnsafeBufferPointer { unsafe trailer.add(content: $0) }
            for start in stride(from: 0, to: data.count, by: pieceBytes) {
                trailer.add(data: data.span.extracting(start..<min(start + pieceBytes, data.count)))
            }
            #expect(trailer.error(endingAt: 100) == nil)
            trailer.add(data: [0, 0, 0, 0].span)
            #expect(trailer.error(endingAt: 100) == GzipError(.wrongChecksum, at: 92))
        }
    }
}
