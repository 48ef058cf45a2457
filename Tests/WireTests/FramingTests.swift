import NIOCore
import Testing
import Wire

@Suite struct FramingTests {
    /// Everything the framer makes of `bytes` that arrive in pieces of the sizes that `size` gives.
    private func items(_ bytes: [UInt8], limit: Int, size: () -> Int) -> [LineFramer.Item] {
        var framer = LineFramer(limit: limit)
        var items: [LineFramer.Item] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(max(1, size()), rest.count)
            framer.append(ByteBuffer(bytes: rest.prefix(count)))
            rest = rest.dropFirst(count)
            while let item = framer.next() { items.append(item) }
        }
        if let line = framer.rest() { items.append(.line(line)) }
        return items
    }

    private func line(_ text: String) -> LineFramer.Item { .line(Array(text.utf8)) }

    @Test func endingsAndBlankLines() {
        let expected = [line("one"), line(""), line("two"), line(""), line("three\r four"), line("rest")]
        let bytes = Array("one\n\ntwo\r\n\r\nthree\r four\nrest".utf8)
        for size in 1...bytes.count { #expect(items(bytes, limit: 100, size: { size }) == expected, "pieces of \(size)") }
    }

    @Test func theLimitIsExact() {
        for ending in ["\n", "\r\n"] {
            for size in 1...12 {
                #expect(items(Array("12345678\(ending)x\n".utf8), limit: 8, size: { size }) == [line("12345678"), line("x")])
                #expect(items(Array("123456789\(ending)x\n".utf8), limit: 8, size: { size }) == [.tooLong, line("x")])
            }
        }
        #expect(items(Array("123456789\rx".utf8), limit: 8, size: { 1 }) == [.tooLong])
    }

    @Test func aLongLineIsReportedOnceAndAsSoonAsItIsKnown() {
        var framer = LineFramer(limit: 8)
        framer.append(ByteBuffer(string: "1234567890"))
        #expect(framer.next() == .tooLong)
        for _ in 0..<100 {
            framer.append(ByteBuffer(string: "more of the same"))
            #expect(framer.next() == nil)
        }
        framer.append(ByteBuffer(string: "the end\nnext\n"))
        #expect(framer.next() == line("next"))
        #expect(framer.next() == nil)
        #expect(framer.rest() == nil)
    }

    @Test(arguments: 0..<200) func randomPiecesMakeNoDifference(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        let alphabet = Array("ab\r\n\n".utf8) + [0xFF, 0x00]
        let bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
        let limit = Int.random(in: 1...12, using: &random)
        let whole = items(bytes, limit: limit, size: { bytes.count })
        #expect(items(bytes, limit: limit, size: { 1 }) == whole)
        #expect(items(bytes, limit: limit, size: { Int.random(in: 1...40, using: &random) }) == whole)

        // The same by the plainest means.
        var expected: [LineFramer.Item] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            let content = !isLast && line.last == 0x0D ? line.dropLast() : line
            let isOver = isLast && line.last == 0x0D ? line.count > limit + 1 : content.count > limit
            if isOver { expected.append(.tooLong) } else if !isLast || !line.isEmpty { expected.append(.line(Array(content))) }
        }
        #expect(whole == expected)
    }
}
