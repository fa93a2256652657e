import CloudTrail
import Testing

struct RecordIDTests {
    @Test(arguments: [
        ("3613992e-52a6-4edb-a5f6-ecd1ce740f28", true), ("00000000-0000-0000-0000-000000000000", true),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", true), ("3613992E-52a6-4edb-a5f6-ecd1ce740f28", false),
        ("3613992e-52a6-4edb-a5f6-ecd1ce740f2", false), ("3613992e-52a6-4edb-a5f6-ecd1ce740f280", false),
        ("3613992e-52a6-4edb-a5f6-ecd1ce740f2g", false), ("3613992e052a6-4edb-a5f6-ecd1ce740f28", false),
        ("-613992e-52a6-4edb-a5f6-ecd1ce740f28", false), ("", false), ("id", false),
    ])
    func anIDIsANumberIfItIsAUUID(text: String, isNumber: Bool) {
        let id = RecordID(text)
        if case .uuid = id { #expect(isNumber) } else { #expect(id == .text(text) && !isNumber) }
    }

    /// Different UUIDs are different numbers: every digit counts.
    @Test func everyDigitOfAnIDCounts() {
        let text = "3613992e-52a6-4edb-a5f6-ecd1ce740f28"
        var ids: Set<RecordID> = [RecordID(text)]
        var count = 1
        for offset in 0..<text.utf8.count where Array(text.utf8)[offset] != UInt8(ascii: "-") {
            var bytes = Array(text.utf8)
            bytes[offset] = bytes[offset] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            ids.insert(RecordID(String(decoding: bytes, as: UTF8.self)))
            count += 1
        }
        #expect(ids.count == count)
    }
}
