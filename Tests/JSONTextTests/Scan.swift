import JSONText

/// All tokens of a text, or the error, when it arrives in chunks of a given size.
enum Scan {
    static func tokens(of text: [UInt8], chunkSize: Int) -> Result<[JSONToken], JSONError> {
        var tokens: [JSONToken] = []
        do throws(JSONError) {
            var scanner = JSONScanner()
            var start = 0
            while start < text.count {
                let chunk = Array(text[start..<min(start + chunkSize, text.count)])
                while let token = try scanner.next(in: chunk.span) { tokens.append(token) }
                start += chunkSize
            }
            if let token = try scanner.finish() { tokens.append(token) }
        } catch {
            return .failure(error)
        }
        return .success(tokens)
    }
}
