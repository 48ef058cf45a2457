import Foundation

/// Timeouts exist so that a broken test ends; none decides whether a result is right.
package enum Timeouts {
    package static let scale = ProcessInfo.processInfo.environment["PARLEY_TIMEOUT_SCALE"].flatMap(Double.init) ?? 1

    package static func seconds(_ seconds: Double) -> Double { seconds * scale }

    /// Waits until `condition` holds; false when it did not within the time.
    package static func wait(_ limit: Double = 10, until condition: () throws -> Bool) rethrows -> Bool {
        let end = Date.now.addingTimeInterval(seconds(limit))
        while Date.now < end {
            if try condition() { return true }
            usleep(2_000)
        }
        return try condition()
    }
}

/// A directory of its own for a test, removed with it. Below /tmp, since a socket's path has 107 bytes at the most.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/parley-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
