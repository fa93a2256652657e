import SeededGenerators
import Testing

@testable import JSONText

struct JSONBlockTests {
    /// The blocks of a text, worked out a byte at a time from RFC 8259's definition of a string.
    static func model(_ text: [UInt8]) -> [JSONBlock] {
        var blocks = Array(repeating: JSONBlock(), count: JSONBlock.count(forBytes: text.count))
        var inString = false
        var escaped = false
        for (index, byte) in text.enumerated() {
            let bit = UInt64(1) << UInt64(index % 64)
            if byte == UInt8(ascii: "\\") { blocks[index / 64].backslash |= bit }
            if escaped {
                escaped = false
                if byte == UInt8(ascii: "u") || byte == UInt8(ascii: "/") { blocks[index / 64].respelt |= bit }
                if byte == UInt8(ascii: "\"") { continue }
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                blocks[index / 64].quote |= bit
                inString.toggle()
                if inString, index > 0, isWord(text[index - 1]) { blocks[index / 64].misplaced |= bit }
            case UInt8(ascii: "{"), UInt8(ascii: "["): if !inString { blocks[index / 64].open |= bit }
            case UInt8(ascii: "}"), UInt8(ascii: "]"): if !inString { blocks[index / 64].close |= bit }
            default: break
            }
        }
        for index in blocks.indices {
            blocks[index].opens = UInt32(blocks[index].open.nonzeroBitCount)
            blocks[index].closes = UInt32(blocks[index].close.nonzeroBitCount)
        }
        return blocks
    }

    /// A byte of ASCII above the colon that may not stand before a string.
    static func isWord(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: ":") && byte < 0x80 && byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[")
    }

    static func blocks(of text: [UInt8], pieces: [Int], kernel: JSONBlockKernel) -> [JSONBlock] {
        var result: [JSONBlock] = []
        var carry = JSONBlockCarry()
        var start = 0
        for piece in pieces {
            var blocks = Array(repeating: JSONBlock(), count: JSONBlock.count(forBytes: piece))
            var span = blocks.mutableSpan
            let part = Array(text[start..<start + piece])
            JSONBlock.fill(&span, from: part.span, carry: &carry, kernel: kernel)
            result += blocks
            start += piece
        }
        return result
    }

    static func randomText(seed: UInt64, count: Int) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("\\\\\\\"\"{}[]u/a, :\u{7F}".utf8) + [0x5B ^ 0x20, 0xFF, 0xA2]
        return (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func allKernelsAgreeWithTheModel(seed: UInt64) {
        let text = Self.randomText(seed: seed, count: Int(seed) * 13)
        let expected = Self.model(text)
        for kernel in JSONBlockKernel.allCases where kernel.isAvailable {
            #expect(Self.blocks(of: text, pieces: [text.count], kernel: kernel) == expected, "\(kernel)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func stateCarriesOverPiecesOfWholeBlocks(seed: UInt64) {
        let text = Self.randomText(seed: seed, count: 64 * 6)
        for kernel in JSONBlockKernel.allCases where kernel.isAvailable {
            #expect(Self.blocks(of: text, pieces: [64, 128, 192], kernel: kernel) == Self.model(text), "\(kernel)")
        }
    }

    @Test(arguments: 1..<64)
    func aPartialBlockHandsOnItsState(width: Int) {
        let text = Self.randomText(seed: UInt64(width), count: 200)
        let expected = Self.model(text)
        for kernel in JSONBlockKernel.allCases where kernel.isAvailable {
            let parts = Self.blocks(of: text, pieces: [width, 200 - width], kernel: kernel)
            // Quotes found in pieces, laid side by side again, are the quotes of the whole.
            for mask in [\JSONBlock.quote, \.misplaced] {
                var found: [Int] = []
                for (index, block) in parts.enumerated() {
                    let base = index == 0 ? 0 : width + (index - 1) * 64
                    for bit in 0..<64 where block[keyPath: mask] >> UInt64(bit) & 1 == 1 { found.append(base + bit) }
                }
                let wanted = (0..<200).filter { expected[$0 / 64][keyPath: mask] >> UInt64($0 % 64) & 1 == 1 }
                #expect(found == wanted, "\(kernel)")
            }
        }
    }
}
