import ArgumentParser
import Diagnosis
import ParleyProtocol
import Shapes
import Wire

struct Doctor: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look over machine, daemon, storage and plugins, and say how to mend what is amiss.",
        usage: "parley doctor [<options>]",
        discussion: """
            Starts and changes nothing. Where no daemon runs, what only a daemon knows is left open (–). Ends with exit \
            code 76 when something failed (✗); what is only worth a look (!) is no failure.

            With --bundle it also writes what it saw to a file for whoever is to help: outcomes, versions, counts, and when \
            which lines were logged. Workspaces, plugins of your own and folders are numbered in it; no name, title or text \
            of yours is in it. Read it before you pass it on.

            Examples:
              parley doctor
              parley doctor --json
              parley doctor --bundle diagnostics.json
            """)

    @Option(
        name: .long, help: ArgumentHelp("Write a file without confidential content; it must not exist.", valueName: "file"),
        completion: .file())
    var bundle: String?

    @OptionGroup var common: CommonOptions

    func perform(_ output: Output) async throws {
        let seen = await look(output)
        if let bundle {
            try DiagnosticsFile.write(seen.items, seen.status, common.locations, to: bundle)
            output.note("wrote “\(bundle)”: outcomes and counts, nothing of what workspaces say")
        }
        conclude(seen.items, output) { failed, warnings in
            guard failed == 0 else { return "Something is amiss: see what is marked ✗." }
            let verdict = warnings == 0 ? "All is well" : "Nothing is broken; what is marked ! is worth a look"
            return seen.status == nil ? "\(verdict), as far as can be seen without a daemon." : "\(verdict)."
        }
    }

    // MARK: - Looking

    private typealias Sight = (items: [CheckedItem], status: DaemonStatus?)

    /// For the first answer. What it is asked then may take as long as reading all workspaces does.
    private static let patience = Duration.seconds(10)

    private func look(_ output: Output) async -> Sight {
        let locations = common.locations
        let standing = Socket.Lock.standing(socket: locations.socket)
        // Not connected to unless somebody serves it: a service manager would start a daemon for whoever connects.
        guard standing != .free else {
            return alone(
                CheckedItem("daemon", "Daemon", .skipped, detail: "none runs", hint: "“parley start” starts one, and then doctor sees workspaces and plugins too"))
        }
        do {
            let answer = try await Doctor.within(Doctor.patience) { [common] () -> (Session, DaemonStatus)? in
                guard let session = try await Session.running(common, output, tellsAge: false) else { return nil }
                return (session, try await session.call(Methods.status, NoParams()).result())
            }
            switch answer {
            case .late: return alone(Doctor.failed("no-answer", "\(Doctor.words(for: standing)) does not answer within ten seconds", Doctor.endIt(standing)))
            case .inTime(.none):
                return alone(
                    Doctor.failed(
                        "not-listening", "\(Doctor.words(for: standing)) holds the lock of “\(locations.socket)”, and nobody listens there",
                        "try again in a moment, if it has just been started; else \(Doctor.endIt(standing))"))
            case .inTime(.some(let answered)):
                let (session, status) = answered
                return ([Doctor.item(on: status)] + (try await session.call(Methods.doctor, NoParams()).result()), status)
            }
        } catch {
            let fault = error as? Fault
            return alone(Doctor.failed(fault?.data["code"]?.string ?? "failed", fault?.message ?? "\(error)", fault?.hint))
        }
    }

    /// What this process sees by itself.
    private func alone(_ daemon: CheckedItem) -> Sight {
        let locations = common.locations
        let versions = CheckedItem("versions", "Versions", detail: "Parley \(Build.version), build \(Build.identity); what a daemon would bring is unknown")
        let machine = Machine(state: locations.state, socket: locations.socket, isServed: daemon.outcome == .failed)
        let integrity = CheckedItem("workspaces", "Workspaces", .skipped, detail: "whether they are as they were stored, a daemon can tell")
        return ([daemon, versions] + machine.items + [integrity] + InstalledPlugins.items, nil)
    }

    private static func item(on status: DaemonStatus) -> CheckedItem {
        let text = "runs, process \(status.pid), build \(status.build)"
        guard status.build != Build.identity || DaemonProcess.isReplaced(Int32(clamping: status.pid)) else { return CheckedItem("daemon", "Daemon", detail: text) }
        return CheckedItem(
            "daemon", "Daemon", .warning, code: "other-build", detail: "\(text), and this parley is of \(Build.identity)",
            hint: "“parley stop” ends it; the next command starts the newer one")
    }

    private static func failed(_ code: String, _ detail: String, _ hint: String?) -> CheckedItem {
        CheckedItem("daemon", "Daemon", .failed, code: code, detail: detail, hint: hint)
    }

    private static func words(for standing: Socket.Lock.Standing) -> String {
        if case .held(let process?) = standing { "process \(process)" } else { "a process" }
    }

    private static func endIt(_ standing: Socket.Lock.Standing) -> String {
        if case .held(let process?) = standing { "end it with “kill \(process)”, then “parley start”" } else { "end it, then “parley start”" }
    }

    private enum Outcome<T: Sendable>: Sendable { case inTime(T), late }

    private static func within<T: Sendable>(_ limit: Duration, _ body: @escaping @Sendable () async throws -> T) async throws -> Outcome<T> {
        try await withThrowingTaskGroup(of: Outcome<T>.self) { group in
            group.addTask { .inTime(try await body()) }
            group.addTask {
                try await Task.sleep(for: limit)
                return .late
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .late
        }
    }
}
