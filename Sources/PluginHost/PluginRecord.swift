import Glibc
import OrderedCollections
import Shapes
import Synchronization

/// What is remembered of a plugin beyond the daemon's life: its crashes, whether it is in quarantine, and what it is doing.
final class PluginRecord: Sendable {
    struct Crash: Sendable, Hashable {
        var time = ""
        /// Seconds since 1970.
        var second = 0
        var how = ""
        var doing: String?

        static let shape = Shape.record(
            "crash", Crash(),
            [
                .required("time", \.time, .text, "when"), .required("second", \.second, .int(), "seconds since 1970"),
                .required("how", \.how, .text, "how it ended"), .optional("doing", \.doing, .text, "what it was doing"),
            ])
    }

    private struct Stored: Sendable {
        var crashes: [Crash] = []
        /// Why it is in quarantine.
        var quarantine: String?

        static let shape = Shape.record(
            "record of a plugin", Stored(),
            [
                .items("crashes", \.crashes, .list(Crash.shape), "unexpected ends"),
                .optional("quarantine", \.quarantine, .text, "why it is in quarantine"),
            ])
    }

    private let file: String
    private let doingDescriptor: CInt
    private let stored: Mutex<Stored>
    private let current = Mutex<String?>(nil)

    /// - Parameter folder: of this plugin, within the state directory.
    init(folder: String) {
        file = "\(folder)/record.json"
        var stored = Stored()
        // One that cannot be read is begun anew: it holds nothing that anybody wrote.
        if let bytes = Files.read(file, limit: 1 << 20), let value = try? JSON.parse(bytes) {
            stored = (try? Stored.shape.read(value, ignoringUnknownMembers: true)) ?? Stored()
        }
        doingDescriptor = open("\(folder)/doing", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        self.stored = Mutex(stored)
        var left = [UInt8](repeating: 0, count: 1_024)
        let count = pread(doingDescriptor, &left, left.count, 0)
        if count > 0 {
            // The last daemon did not come to an orderly end while the plugin worked on this.
            let crashes = crashed("was at work when the daemon ended unexpectedly", doing: String(decoding: left[..<count], as: UTF8.self))
            ftruncate(doingDescriptor, 0)
            if crashes >= PluginLimits.crashLimit, quarantine == nil {
                quarantine("it ended \(crashes) times within \(PluginLimits.crashWindow / 60) minutes; the last time the daemon ended with it")
            }
        }
    }

    deinit { close(doingDescriptor) }

    var crashes: [Crash] { stored.withLock { $0.crashes } }
    var quarantine: String? { stored.withLock { $0.quarantine } }
    /// What it is working on.
    var doing: String? { current.withLock { $0 } }

    /// Written before the work begins, so that whatever happens then has a name.
    func begins(_ doing: String) {
        current.withLock { $0 = doing }
        let bytes = Array(doing.utf8.prefix(1_024))
        _ = pwrite(doingDescriptor, bytes, bytes.count, 0)
        ftruncate(doingDescriptor, bytes.count)
    }

    func ends() {
        current.withLock { $0 = nil }
        ftruncate(doingDescriptor, 0)
    }

    /// How many crashes there were lately, this one included.
    @discardableResult
    func crashed(_ how: String, doing: String?) -> Int {
        let now = time(nil)
        return change { stored in
            stored.crashes.append(Crash(time: Timestamp.now, second: now, how: how, doing: doing))
            stored.crashes = Array(stored.crashes.suffix(20))
            return stored.crashes.count { $0.second > now - PluginLimits.crashWindow }
        }
    }

    func quarantine(_ why: String) { change { $0.quarantine = why } }

    /// Out of quarantine, with its past forgiven.
    func release() { change { $0 = Stored() } }

    @discardableResult
    private func change<T>(_ body: (inout Stored) -> T) -> T {
        stored.withLock { stored in
            let result = body(&stored)
            Files.replace(file, JSON.bytes(Stored.shape.encode(stored)))
            return result
        }
    }
}
