import Glibc
import NIOCore

/// Cuts a stream of bytes into lines, each at most `limit` bytes without its ending.
///
/// A longer line is reported once, as soon as it is known to be too long, and skipped to its end without being kept. An
/// ending is `\n` or `\r\n`. A stored byte is looked at once, whatever the sizes of the pieces in which it came.
package struct LineFramer {
    package enum Item: Equatable {
        case line([UInt8])
        case tooLong
    }

    private let limit: Int
    private var buffer = ByteBuffer()
    /// Readable bytes that are known to hold no newline.
    private var scanned = 0
    private var skipping = false

    package init(limit: Int) { self.limit = limit }

    /// Bytes that wait for the end of their line.
    var bytes: Int { buffer.readableBytes }

    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
            scanned = 0
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next whole line, or nil when more bytes are needed.
    package mutating func next() -> Item? {
        while true {
            guard let length = lengthToNewline() else {
                scanned = buffer.readableBytes
                if skipping || scanned == 0 {
                    // Also gives back the memory that a long line took.
                    drop()
                    return nil
                }
                // The byte past the limit may yet be the first half of `\r\n`.
                let isOver = scanned > limit + 1 || (scanned == limit + 1 && lastByte(before: scanned) != UInt8(ascii: "\r"))
                guard isOver else { return nil }
                skipping = true
                drop()
                return .tooLong
            }
            scanned = 0
            if skipping {
                skipping = false
                buffer.moveReaderIndex(forwardBy: length + 1)
                continue
            }
            let content = lastByte(before: length) == UInt8(ascii: "\r") ? length - 1 : length
            guard content <= limit else {
                buffer.moveReaderIndex(forwardBy: length + 1)
                return .tooLong
            }
            return .line(take(content, and: length + 1 - content))
        }
    }

    /// What stands behind the last newline, when the stream has ended.
    package mutating func rest() -> [UInt8]? {
        defer { drop() }
        guard !skipping, buffer.readableBytes > 0 else { return nil }
        return take(buffer.readableBytes, and: 0)
    }

    private func lengthToNewline() -> Int? {
        buffer.withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress, scanned < bytes.count,
                let found = memchr(start + scanned, CInt(UInt8(ascii: "\n")), bytes.count - scanned)
            else { return nil }
            return UnsafeRawPointer(found) - start
        }
    }

    private func lastByte(before length: Int) -> UInt8? {
        length == 0 ? nil : buffer.getInteger(at: buffer.readerIndex + length - 1)
    }

    private mutating func take(_ count: Int, and ending: Int) -> [UInt8] {
        let bytes = buffer.withUnsafeReadableBytes { Array($0.prefix(count)) }
        buffer.moveReaderIndex(forwardBy: count + ending)
        return bytes
    }

    private mutating func drop() {
        buffer = ByteBuffer()
        scanned = 0
    }
}
