import Gzip
import SeededGenerators
import Testing

struct InflaterTests {
    let content: [UInt8]

    init() throws { content = try GzipFixture.bytes("content.json") }

    @Test(arguments: GzipFixture.names)
    func inflatesChunksOfAnySize(name: String) throws {
        let data = try GzipFixture.bytes(name)
        for inputChunkBytes in [1, 2, 3, 7, 64, 1 << 20] {
            for outputChunkBytes in [1, 2, 5, 63, 64, content.count - 1, content.count, content.count + 1, 1 << 16] {
                let inflation = Inflation(
                    data, inputChunkBytes: inputChunkBytes, outputChunkBytes: outputChunkBytes)
                #expect(inflation.error == nil)
                #expect(inflation.content == content, "chunks of \(inputChunkBytes) and \(outputChunkBytes)")
            }
        }
    }

    @Test func inflatesNothingToNothing() {
        #expect(Inflation([]) == Inflation([], inputChunkBytes: 1))
        #expect(Inflation([]).error == nil)
    }

    /// Truncated data is always reported, and content before the cut is handed out; a cut between members is not an
    /// error.
    @Test(arguments: ["one-member.gz", "stored.gz", "optional-fields.gz"])
    func reportsACutAtEveryByte(name: String) throws {
        let data = try GzipFixture.bytes(name)
        for count in 1..<data.count {
            let inflation = Inflation(Array(data[..<count]))
            #expect(inflation.error == GzipError(.truncated, at: count))
            #expect(content.starts(with: inflation.content))
        }
        // The trailer is eight bytes; all content stands before it.
        #expect(Inflation(Array(data.dropLast(8))).content == content)
    }

    @Test func reportsWrongTrailers() throws {
        let data = try GzipFixture.bytes("one-member.gz")
        var checksum = data
        checksum[data.count - 8] ^= 1
        var length = data
        length[data.count - 1] ^= 1
        for chunkBytes in [1, 3, 1 << 20] {
            let first = Inflation(checksum, inputChunkBytes: chunkBytes)
            #expect(first.error == GzipError(.wrongChecksum, at: data.count - 8))
            #expect(first.content == content)
            let second = Inflation(length, inputChunkBytes: chunkBytes)
            #expect(second.error == GzipError(.wrongLength, at: data.count - 4))
            #expect(second.content == content)
        }
    }

    @Test(arguments: ["one-member.gz", "zero-padded.gz"])
    func reportsGarbageAfterTheEnd(name: String) throws {
        let data = try GzipFixture.bytes(name)
        for garbage in [Array("garbage".utf8), [0x1F, 0x20, 0x20], [0xFF]] {
            let inflation = Inflation(data + garbage)
            #expect(inflation.error == GzipError(.trailingGarbage(garbage[0]), at: data.count))
            #expect(inflation.content == content)
        }
    }

    @Test func reportsDamage() throws {
        // A reserved block type (RFC 1951, 3.2.3) in the first byte after the ten of the header.
        let header = try GzipFixture.bytes("one-member.gz").prefix(10)
        #expect(Inflation(header + [0x07]).error == GzipError(.damaged(detail: "invalid block type"), at: 11))
        #expect(Inflation([0x1F, 0x8C, 0x08]).error?.reason == .badHeader(detail: "incorrect header check"))
        #expect(Inflation([0x1F, 0x8B, 0x07, 0x00]).error?.reason == .badHeader(detail: "unknown compression method"))
        #expect(Inflation([0x1F, 0x8B, 0x08, 0xE0]).error?.reason == .badHeader(detail: "unknown header flags set"))
        var optional = try GzipFixture.bytes("optional-fields.gz")
        optional[5] ^= 1
        #expect(Inflation(optional).error?.reason == .badHeader(detail: "header crc mismatch"))
    }

    @Test(arguments: GzipFixture.names)
    func staysWithinTheLimit(name: String) throws {
        let data = try GzipFixture.bytes(name)
        for limit in [0, 1, 299, 300, 301, content.count - 1] {
            for outputChunkBytes in [1, 64, limit + 1, 1 << 16] {
                let inflation = Inflation(data, outputChunkBytes: outputChunkBytes, limit: limit)
                #expect(inflation.error?.reason == .contentTooLong(limit: limit))
                #expect(inflation.content == Array(content[..<limit]))
            }
        }
        #expect(Inflation(data, limit: content.count).error == nil)
        #expect(Inflation(data, limit: content.count).content == content)
    }

    /// Whatever happens to the bytes: no crash, an error or the right content, the same for every way to cut it.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func survivesCorruption(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for name in GzipFixture.names.dropLast() {
            let data = try GzipFixture.bytes(name)
            for _ in 0..<200 {
                var damaged = data
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = .random(in: 0...255, using: &random)
                }
                let whole = Inflation(damaged)
                let cut = Inflation(
                    damaged, inputChunkBytes: .random(in: 1...9, using: &random),
                    outputChunkBytes: .random(in: 1...99, using: &random))
                #expect(whole == cut)
            }
        }
    }

    @Test func canBeUsedAgainAfterSuccessAndFailure() throws {
        let data = try GzipFixture.bytes("two-members.gz")
        var inflater = try Inflater(contentBytesLimit: 0)
        #expect(Inflation(Array(data.dropLast()), reusing: &inflater).error?.reason == .truncated)
        #expect(Inflation(data, reusing: &inflater).content == content)
        #expect(Inflation(content, reusing: &inflater).content == content)
        #expect(Inflation(data, reusing: &inflater, limit: 10).error?.reason == .contentTooLong(limit: 10))
        let last = Inflation(data, reusing: &inflater)
        #expect(last.error == nil)
        #expect(last.content == content)
    }

    @Test func repeatsItsError() throws {
        var inflater = try Inflater(contentBytesLimit: 100)
        var buffer = [UInt8](repeating: 0, count: 8)
        let data: [UInt8] = [0x1F, 0x20]
        for _ in 0..<2 {
            #expect(throws: GzipError(.badHeader(detail: "incorrect header check"), at: 2)) {
                var output = buffer.mutableSpan
                _ = try inflater.inflate(data.span, into: &output)
            }
        }
        #expect(throws: GzipError.self) { try inflater.finish() }
    }

    @Test func errorsReadWell() {
        #expect(GzipError(.truncated, at: 12).description == "the gzip data is cut short at byte 12")
        #expect(
            GzipError(.contentTooLong(limit: 5), at: 3).description
                == "the gzip data inflates to more than 5 bytes at byte 3")
    }
}
