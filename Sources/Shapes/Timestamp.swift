import Glibc

/// Points in time as people and files write them.
package enum Timestamp {
    /// RFC 3339, UTC, to the second.
    package static var now: String {
        var seconds = time(nil)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &fields)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
