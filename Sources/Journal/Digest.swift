import Crypto
import Foundation
import Negotiation
import OrderedCollections
import Shapes

/// A SHA-256, compact and quick to compare: a journal keeps one for every entity in memory.
struct Digest: Hashable, Sendable {
    static let size = 32

    private struct Words: Hashable { var a, b, c, d: UInt64 }

    private var words: Words

    /// - Precondition: `bytes` are 32.
    private init(_ bytes: UnsafeRawBufferPointer) {
        func word(_ offset: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        words = Words(a: word(0), b: word(8), c: word(16), d: word(24))
    }

    init(_ digest: SHA256.Digest) { self = digest.withUnsafeBytes { Digest($0) } }

    init(of bytes: some DataProtocol) { self.init(SHA256.hash(data: bytes)) }

    /// Nil for anything but 32 bytes.
    init?(stored data: Data) {
        guard data.count == Digest.size else { return nil }
        self = data.withUnsafeBytes { Digest($0) }
    }

    /// Nil for anything but 64 lower-case hexadecimal digits.
    init?(hex: ArraySlice<UInt8>) {
        func nibble(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard hex.count == 2 * Digest.size else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Digest.size)
        for index in stride(from: hex.startIndex, to: hex.endIndex, by: 2) {
            guard let high = nibble(hex[index]), let low = nibble(hex[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self = bytes.withUnsafeBytes { Digest($0) }
    }

    private func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(of: words, body) }

    var data: Data { withBytes { Data($0) } }

    var hex: String {
        var text: [UInt8] = []
        appendHex(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func appendHex(to text: inout [UInt8]) {
        func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10 }
        withBytes { bytes in
            for byte in bytes {
                text.append(digit(byte >> 4))
                text.append(digit(byte & 15))
            }
        }
    }
}

/// The manifest of a state: one line for each entity, in order, `<SHA-256 in hexadecimal> <key>\n`.
enum Manifest {
    static func bytes(_ keys: some Sequence<EntityKey>, _ digests: [Digest]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digests.count * 96)
        for (key, digest) in zip(keys, digests) {
            digest.appendHex(to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: key.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Nil for anything that `bytes` does not make.
    static func parse(_ data: Data) -> OrderedDictionary<EntityKey, Digest>? {
        let bytes = [UInt8](data)
        var result = OrderedDictionary<EntityKey, Digest>()
        result.reserveCapacity(bytes.count / 80)
        var start = 0
        while start < bytes.count {
            let keyStart = start + 2 * Digest.size + 1
            guard keyStart < bytes.count, bytes[keyStart - 1] == UInt8(ascii: " "),
                let end = bytes[keyStart...].firstIndex(of: UInt8(ascii: "\n")), end > keyStart,
                let digest = Digest(hex: bytes[start..<(keyStart - 1)]),
                let key = String(validating: bytes[keyStart..<end], as: UTF8.self),
                result.updateValue(digest, forKey: key) == nil
            else { return nil }
            start = end + 1
        }
        return result
    }
}

/// What a revision says about itself beside its hash: the JSON of number, time, author and message, in this order.
enum Header {
    static func bytes(number: Int, time: String, author: String, message: String) -> [UInt8] {
        JSON.bytes(["number": .int(number), "time": .string(time), "author": .string(author), "message": .string(message)])
    }

    /// Nil when the bytes are no header.
    static func parse(_ data: Data, hash: Digest) -> Revision? {
        guard let value = try? JSON.parse([UInt8](data)), let number = value["number"]?.int, let time = value["time"]?.string,
            let author = value["author"]?.string, let message = value["message"]?.string
        else { return nil }
        return Revision(number: number, time: time, author: author, message: message, hash: hash.hex)
    }
}

/// The chain: every revision's hash covers its parent's, so that no revision can be altered, dropped or put in between
/// without altering every later hash.
enum Chain {
    /// What the first revision has in its parent's place; it binds the chain to its workspace.
    static func origin(of workspace: String) -> Digest { Digest(of: Array("parley journal 1\n\(workspace)\n".utf8)) }

    /// SHA-256 of the parent's hash, the header and the manifest as they are stored, each of the two after its length in
    /// eight bytes, highest first, so that no byte can pass from one to the other.
    static func hash(parent: Digest, header: Data, manifest: Data) -> Digest {
        var hash = SHA256()
        hash.update(data: parent.data)
        for part in [header, manifest] {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        return Digest(hash.finalize())
    }
}
