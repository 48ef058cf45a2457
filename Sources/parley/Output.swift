import Briefing
import Glibc
import ParleyProtocol
import Shapes
import Synchronization

/// Where this program writes: data on standard output, messages on standard error.
final class Output: Sendable {
    /// How standard output is laid out.
    let terminal: Terminal
    /// How standard error is laid out.
    let messages: Terminal
    let isJSON: Bool
    private let waiting = Mutex([UInt8]())
    private let progressShown = Mutex(false)

    init(_ options: CommonOptions) {
        terminal = Terminal(
            columns: options.width ?? Output.columns(of: STDOUT_FILENO) ?? Locations.variable("COLUMNS").flatMap(Int.init),
            color: Output.colours(STDOUT_FILENO, options.color))
        messages = Terminal(
            columns: Output.columns(of: STDERR_FILENO).map { options.width ?? $0 },
            color: Output.colours(STDERR_FILENO, options.color))
        isJSON = options.json
    }

    /// Whether somebody looks at standard output, rather than a file or a program.
    static var isWatched: Bool { isatty(STDOUT_FILENO) == 1 }

    // MARK: - Data

    /// Text and a newline; nothing for an empty text.
    func text(_ text: String) {
        guard !text.isEmpty else { return }
        waiting.withLock { bytes in
            bytes += text.utf8
            if bytes.last != 0x0A { bytes.append(0x0A) }
        }
    }

    func json(_ value: Value, pretty: Bool = true) { text(JSON.text(value, pretty: pretty)) }

    /// Hands on what was written so far.
    func flush() {
        let bytes = waiting.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        clearProgress()
        guard let code = Output.write(bytes, to: STDOUT_FILENO) else { return }
        if code == EPIPE { exit(ExitStatus.ok.rawValue) }
        report(
            Fault(.cannotWrite, code: Output.brokenOutput, "Standard output cannot be written: \(String(cString: strerror(code)))."))
        exit(ExitStatus.cannotWrite.rawValue)
    }

    private static let brokenOutput = "output-failed"

    /// Ends the program.
    func end(_ status: ExitStatus) -> Never {
        flush()
        exit(status.rawValue)
    }

    // MARK: - Messages

    /// A message for people; nobody is told when it cannot be written.
    func note(_ text: String) {
        clearProgress()
        _ = Output.write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// What went wrong: in words for people, and, for those who asked for JSON, as an object where they expect the result.
    func report(_ fault: Fault) {
        // Where standard output itself is broken there is nowhere to put it.
        if isJSON, fault.data["code"]?.string != Output.brokenOutput { json(fault.value) }
        tell(fault)
    }

    /// What went wrong, in words for people.
    func tell(_ fault: Fault) {
        var lines: [StyledText] = ["\("error: ", [.bold, .red])\(StyledText(prose: fault.message))"]
        lines += fault.conflicts.compactMap(Output.conflict).map { "  \($0)" }
        if let hint = fault.hint { lines.append("  \(StyledText(prose: hint, .cyan))") }
        let limit = messages.columns == nil ? Int.max : messages.width
        // Diagnostics first: what stays at the end of the screen is what happened.
        let diagnostics = fault.furtherDiagnostics
        if !diagnostics.isEmpty { note(messages.diagnostics(diagnostics)) }
        note(messages.text(lines.flatMap { $0.wrapped(to: limit, indent: 2) }))
    }

    /// `issues/crimea: changed in the files, removed in the workspace`
    static func conflict(_ value: Value) -> StyledText? {
        guard let entity = value["entity"]?.string else { return nil }
        let sides = [("inFiles", "files"), ("inWorkspace", "workspace")].compactMap { key, side in
            value[key]?.string.map { "\($0) in the \(side)" }
        }
        return "\(entity, .yellow): \(sides.joined(separator: ", "))"
    }

    // MARK: - Progress

    /// How far a long request has come; shown only where somebody looks, and gone before anything else is written.
    func progress(done: Int, total: Int?, _ message: String) {
        guard let width = messages.columns else { return }
        progressShown.withLock { $0 = true }
        let line = Terminal.progress(done: done, total: total, message: message, width: width)
        _ = Output.write(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
    }

    private func clearProgress() {
        let wasShown = progressShown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { _ = Output.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }

    // MARK: - Descriptors

    /// Writes everything; the error number when that fails.
    static func write(_ bytes: [UInt8], to descriptor: CInt) -> CInt? {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                // Somebody made the descriptor non-blocking, as programs do that share a terminal.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    private static func colours(_ descriptor: CInt, _ choice: CommonOptions.Colouring) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto:
            if Locations.variable("NO_COLOR") != nil { return false }
            if let force = Locations.variable("CLICOLOR_FORCE"), force != "0" { return true }
            return isatty(descriptor) == 1 && Locations.variable("TERM") != "dumb"
        }
    }

    /// The width of the terminal at `descriptor`, if there is a terminal; 80 where it does not know.
    private static func columns(of descriptor: CInt) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
