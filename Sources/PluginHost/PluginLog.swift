import Dispatch
import Glibc
import Shapes
import Synchronization

/// A plugin's log: what it writes to standard error, and what the host notes of it. Two files of half a mebibyte, the older of
/// which is dropped when the newer is full.
final class PluginLog: Sendable {
    static let fileLimit = 512 << 10

    let path: String
    private struct State {
        var descriptor: CInt
        var size: Int
    }
    private let state: Mutex<State>

    init(path: String) {
        self.path = path
        let descriptor = PluginLog.open(path)
        state = Mutex(State(descriptor: descriptor, size: max(0, Int(lseek(descriptor, 0, SEEK_END)))))
    }

    deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

    private static func open(_ path: String) -> CInt {
        Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    /// Something that the host has to say of the plugin.
    func note(_ text: String) { append(Array("\(Timestamp.now) host: \(text)\n".utf8)) }

    func append(_ bytes: [UInt8]) {
        state.withLock { state in
            if state.size + bytes.count > PluginLog.fileLimit, state.size > 0 {
                close(state.descriptor)
                rename(path, path + ".1")
                state = State(descriptor: PluginLog.open(path), size: 0)
            }
            // A full disk loses log lines, and nothing else.
            if state.descriptor >= 0, Files.append(Array(bytes.prefix(PluginLog.fileLimit)), to: state.descriptor) { state.size += bytes.count }
        }
    }

    /// The last lines, oldest first; control characters shown as `·`, since a plugin may write anything.
    func tail(_ count: Int) -> [String] {
        var text = ""
        for file in [path + ".1", path] {
            if let bytes = Files.read(file, limit: 2 * PluginLog.fileLimit) { text += String(decoding: bytes, as: UTF8.self) }
        }
        return text.split(separator: "\n").suffix(count).map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 && $0 != "\t" || (0x7f...0x9f).contains($0.value) ? "·" : $0 }))
        }
    }
}

/// Reads a descriptor to its end on a queue of its own, and closes it.
struct Drain {
    /// Bytes a second beyond which the writer is held up: its pipe fills, and it waits.
    private static let rate = 1 << 20

    static func start(_ descriptor: CInt, label: String, _ take: @escaping @Sendable ([UInt8]) -> Void, end: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: label)
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let budget = Mutex((second: 0, bytes: 0))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 64 << 10)
            // To the last byte: that the other side has hung up is told once, with whatever it had still to say.
            while true {
                let count = read(descriptor, &bytes, bytes.count)
                if count > 0 {
                    take(Array(bytes.prefix(count)))
                    let isOver = budget.withLock { budget in
                        let now = time(nil)
                        budget = now == budget.second ? (now, budget.bytes + count) : (now, count)
                        return budget.bytes > rate
                    }
                    // Only this queue waits, and with it only the one who writes so much.
                    if isOver { usleep(200_000) }
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    if count == 0 || errno != EAGAIN { source.cancel() }
                    return
                }
            }
        }
        source.setCancelHandler {
            close(descriptor)
            end()
            // Keeps the source alive until here.
            _ = source
        }
        source.resume()
    }
}
