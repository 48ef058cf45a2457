import Findings
import Glibc
import Negotiation
import PluginProtocol
import Shapes
import Synchronization
import Wire

/// One plugin under supervision: started, introduced, asked one thing at a time, started again when it ends, and put into
/// quarantine when it ends too often.
package actor Plugin {
    package enum State: Sendable {
        case starting
        case ready(PluginDescription)
        /// Ended unexpectedly; started again after a pause.
        case waiting(why: String)
        case quarantined(why: String)
        case refused(Refusal)
        case stopped
    }

    /// How the host starts plugins: the same for all of them.
    struct Surroundings: Sendable {
        var keeper: String
        var programs: String
        var version: String
        var limits: PluginLimits
        var availability: Sandbox.Availability
        /// The folder of each plugin's log and record.
        var state: String
    }

    package nonisolated let id: String
    package private(set) var found: FoundPlugin
    package private(set) var state = State.starting
    package private(set) var restarts = 0
    package private(set) var startMilliseconds: Number?
    nonisolated let log: PluginLog
    nonisolated let record: PluginRecord
    private let surroundings: Surroundings
    private var run: PluginRun?
    private var life: Task<Void, Never>?
    /// The stop or restart under way; the next one waits for it, or one plugin could get two lives.
    private var change: Task<Void, Never>?
    /// No restart comes after the host's own end.
    private var isClosed = false
    private var isAsked = false
    private var turns: [CheckedContinuation<Void, Never>] = []
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ found: FoundPlugin, _ surroundings: Surroundings) {
        self.found = found
        self.surroundings = surroundings
        id = found.id
        let folder = "\(surroundings.state)/\(Plugin.fileName(found.id))"
        mkdir(folder, 0o700)
        log = PluginLog(path: "\(folder)/log")
        record = PluginRecord(folder: folder)
    }

    /// A folder's name may be anything where the manifest cannot be read.
    private static func fileName(_ id: String) -> String { Kebab.isID(id) ? id : "unnamed-" + Kebab.mend(id) }

    package var launchable: Launchable? { if case .success(let launchable) = found.launch { launchable } else { nil } }
    package var build: String { launchable?.build ?? "" }
    package nonisolated var logPath: String { log.path }
    package nonisolated var doing: String? { record.doing }
    package nonisolated func logTail(_ count: Int) -> [String] { log.tail(count) }
    package nonisolated var crashes: [(time: String, how: String, doing: String?)] { record.crashes.map { ($0.time, $0.how, $0.doing) } }
    package var processID: Int? { run?.process.process }
    package var description: PluginDescription? { if case .ready(let description) = state { description } else { nil } }
    package var isSandboxed: Bool? { run == nil ? nil : surroundings.availability.sandbox != nil }

    // MARK: - Its life

    func start() {
        guard life == nil else { return }
        state = .starting
        life = Task { await live() }
    }

    private func live() async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            if let why = record.quarantine { return settle(.quarantined(why: why)) }
            let launchable: Launchable
            switch found.launch {
            case .failure(let refusal): return settle(.refused(refusal))
            case .success(let value): launchable = value
            }
            guard launchable.manifest.protocolVersion == PluginMessages.version else {
                return settle(.refused(Plugin.wrongProtocol(launchable.manifest.protocolVersion)))
            }
            let began = ContinuousClock.now
            let ending: (how: String, refusal: Refusal?)
            do throws(Refusal) {
                let run = try launch(launchable)
                self.run = run
                let introduction = await introduce(run, began)
                if Task.isCancelled {
                    run.process.end()
                    _ = await run.process.ended()
                    return
                }
                switch introduction {
                case .success(let description): settle(.ready(description))
                case .failure(let refusal) where refusal.message.isEmpty: run.endSoon()
                case .failure(let refusal): run.end(refusal.message)
                }
                let end = await run.process.ended()
                if case .failure(let refusal) = introduction, refusal.hint != nil {
                    ending = (refusal.message, refusal)
                } else {
                    let early = (try? introduction.get()) == nil ? " before it had introduced itself" : ""
                    ending = (run.verdict ?? end.description(surroundings.limits) + early, nil)
                }
            } catch {
                ending = (error.message, error)
            }
            run = nil
            if Task.isCancelled { return }
            if let refusal = ending.refusal {
                log.note("not started: \(ending.how)")
                return settle(.refused(refusal))
            }
            let doing = record.doing
            log.note("\(id) \(ending.how)\(doing.map { ", while it worked on: \($0)" } ?? "")")
            let crashes = record.crashed(ending.how, doing: doing)
            record.ends()
            if crashes >= PluginLimits.crashLimit {
                let why = "it ended \(crashes) times within \(PluginLimits.crashWindow / 60) minutes; the last time it \(ending.how)"
                record.quarantine(why)
                log.note("in quarantine: \(why)")
                return settle(.quarantined(why: why))
            }
            settle(.waiting(why: "it \(ending.how)"))
            if ContinuousClock.now - began > .seconds(60) { pause = .milliseconds(100) }
            // Ends at once when the life is over.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(10))
            restarts += 1
            if !Task.isCancelled { state = .starting }
        }
    }

    private func settle(_ state: State) {
        if case .stopped = self.state { return }
        self.state = state
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    private func launch(_ launchable: Launchable) throws(Refusal) -> PluginRun {
        let sandbox = surroundings.availability.sandbox
        let command = sandbox?.wrapping(launchable.command, folder: launchable.folder) ?? launchable.command
        // In the sandbox /tmp is the plugin's own.
        var temporary = "/tmp"
        if sandbox == nil {
            temporary = "\(Files.parent(log.path))/tmp"
            mkdir(temporary, 0o700)
        }
        var environment = [
            "PATH=\(Launchable.systemPath.joined(separator: ":"))", "LANG=C.UTF-8", "HOME=\(temporary)", "TMPDIR=\(temporary)",
            // A crash is told by its signal; a backtrace would take seconds and write to the log.
            "SWIFT_BACKTRACE=enable=no",
        ]
        for name in launchable.manifest.environment {
            if let value = getenv(name) { environment.append("\(name)=\(String(cString: value))") }
        }
        let process = try KeptProcess(
            keeper: surroundings.keeper, command: command, environment: environment, directory: launchable.folder,
            limits: surroundings.limits, id: id, log: { [log] in log.append($0) })
        return PluginRun(process: process, id: id, log: log)
    }

    /// The handshake. A failure without a hint may pass at the next try; one with a hint does not.
    private func introduce(
        _ run: PluginRun, _ began: ContinuousClock.Instant
    ) async -> Result<PluginDescription, Refusal> {
        var greeting = Greeting()
        greeting.parley = surroundings.version
        greeting.plugin = id
        let limit = surroundings.limits.startSeconds
        let clock = Task {
            try await Task.sleep(for: limit.duration)
            run.end("did not introduce itself within \(limit) s of its start")
        }
        defer { clock.cancel() }
        do {
            try await run.connect()
            let description = try await run.call(PluginMessages.initialize, greeting, answers: nil, onProgress: nil)
            startMilliseconds = Number(Int((ContinuousClock.now - began) / .microseconds(1))).divided(by: 1_000, decimals: 1)
            return check(description)
        } catch let error as Diagnostics {
            return .failure(
                Refusal(
                    "It introduces itself in a form that is not the protocol's: \(error.all.first.map { "at \($0.pointer), \($0.message)" } ?? "").",
                    hint: "“parley plugin check FOLDER” says more"))
        } catch let error as RPCError where error.name == "wrong-protocol" {
            return .failure(Refusal("It refuses the host: \(error.message)", hint: "install a version of it for this Parley"))
        } catch let error as RPCError where error.name != "connection-closed" {
            return .failure(Refusal("answered the host's greeting with an error: \(error.message)"))
        } catch {
            // How it ended is for its keeper to say.
            return .failure(Refusal(run.verdict ?? ""))
        }
    }

    private func check(_ description: PluginDescription) -> Result<PluginDescription, Refusal> {
        guard description.protocolVersion == PluginMessages.version else { return .failure(Plugin.wrongProtocol(description.protocolVersion)) }
        guard description.id == id else {
            return .failure(
                Refusal(
                    "It calls itself “\(description.id)”, and its manifest calls it “\(id)”.",
                    hint: "give both the same id, then “parley plugin restart \(id)”"))
        }
        if let stray = description.analyzers.first(where: { !$0.id.hasPrefix("\(id).") }) {
            return .failure(
                Refusal(
                    "Its analyzer “\(stray.id)” is not named after it.", hint: "call it “\(id).\(stray.id.split(separator: ".").last ?? "")”"))
        }
        return .success(description)
    }

    private static func wrongProtocol(_ version: Int) -> Refusal {
        Refusal(
            "It speaks version \(version) of the plugin protocol, and this Parley speaks \(PluginMessages.version).",
            hint: "install a version of it for this Parley, or another Parley")
    }

    /// Returns when its first start has come to something, good or bad.
    package func settled() async {
        guard case .starting = state else { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    /// Ends it for good, in good order: it is told, given a moment, and then ended.
    func stop() async {
        isClosed = true
        await serially { await self.end() }
    }

    private func serially(_ body: @escaping @Sendable () async -> Void) async {
        let before = change
        let mine = Task {
            await before?.value
            await body()
        }
        change = mine
        await mine.value
    }

    private func end() async {
        let run = self.run
        life?.cancel()
        settle(.stopped)
        if let run {
            let farewell = Task { _ = try? await run.call(PluginMessages.shutdown, NoParams(), answers: nil, onProgress: nil) }
            let clock = Task {
                try? await Task.sleep(for: .milliseconds(300))
                run.process.end()
            }
            _ = await farewell.value
            run.process.end()
            _ = await run.process.ended()
            clock.cancel()
        }
        await life?.value
        // An orderly end is nobody's crash, even of one that was at work.
        record.ends()
        life = nil
        self.run = nil
    }

    /// Ends it and starts it again, from what lies in its folder now.
    package func restart() async {
        await serially { await self.endAndStart() }
        await settled()
    }

    private func endAndStart() async {
        await end()
        guard !isClosed else { return }
        let again = FoundPlugin(folder: found.folder, programs: surroundings.programs)
        found = again
        restarts += 1
        log.note("restarted by hand")
        if again.id != id {
            state = .refused(
                Refusal(
                    "Its manifest now calls it “\(again.id)”.", hint: "“parley stop” and the next command find it under its new id"))
            return
        }
        state = .starting
        start()
    }

    /// Lets it out of quarantine, and starts it.
    package func release() async {
        record.release()
        await restart()
    }

    /// Has a workspace sent anew: what it held under these numbers of revisions is another.
    package func forget(_ workspace: ID<Workspace>) { run?.forget(workspace) }

    // MARK: - Asking it

    /// Puts one request to the plugin, in its turn.
    ///
    /// - Parameters:
    ///   - snapshot: the workspace that the request is about; sent before it when the plugin does not hold it.
    ///   - doing: what it is asked, for the record: `analyze territory.ceasefire on us-russia-summit, revision 3`.
    ///   - answers: what the plugin asks meanwhile.
    /// - Throws: `PluginError`; `CancellationError` when the task was cancelled.
    func ask<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, on snapshot: (name: SnapshotName, document: Value)?, doing: String,
        answers: HostAnswers? = nil, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Result {
        await takeTurn()
        defer { passTurn() }
        try Task.checkCancellation()
        let run = try await running()
        record.begins(doing)
        do {
            if let snapshot, run.snapshot != snapshot.name { try run.set(snapshot.name, snapshot.document) }
            let answer = try await answered(run, doing) { try await run.call(method, params, answers: answers, onProgress: onProgress) }
            record.ends()
            return answer
        } catch let error as Diagnostics {
            let first = error.all.first
            run.end("answered \(method.name) with something that does not have the form of an answer")
            _ = await ending(of: run)
            throw PluginError(
                .failed, id,
                "The plugin \(id) answered \(method.name) with something that does not have the form of an answer: at"
                    + " \(first?.pointer.description ?? ""), \(first?.message ?? "").",
                hint: "this is a defect of the plugin; “parley plugin check” helps its author", diagnostics: error.all)
        } catch let error as RPCError where error.name == "connection-closed" || error.name == "parse-error" {
            if error.name == "parse-error" { run.end("answered with what is not JSON") } else { run.endSoon() }
            let how = await ending(of: run)
            throw PluginError(
                .failed, id, "The plugin \(id) \(how) while it worked on: \(doing).",
                hint: "it is started again; “parley plugin logs \(id)” shows what it wrote")
        } catch {
            // What ended is recorded with what it was doing by whoever sees its end.
            if run.verdict == nil { record.ends() } else { _ = await ending(of: run) }
            guard let error = error as? RPCError else { throw error }
            if error.code == RPCError.cancelledCode { throw CancellationError() }
            let diagnostics = (error.data?["diagnostics"]).flatMap { try? Shape.list(Diagnostic.shape).read($0, ignoringUnknownMembers: true) } ?? []
            throw PluginError(.refused, id, error.message, hint: error.data?["hint"]?.string, diagnostics: diagnostics)
        }
    }

    /// Waits for the end of a run that is ending, in words; the next request waits for the next run.
    private func ending(of run: PluginRun) async -> String {
        if self.run === run {
            self.run = nil
            if case .ready = state { state = .waiting(why: "it is ending") }
        }
        let end = await run.process.ended()
        return run.verdict ?? end.description(surroundings.limits)
    }

    /// What it said of itself, once it runs.
    package func ready() async throws(PluginError) -> PluginDescription {
        _ = try await running()
        guard let description else { throw PluginError(.unavailable, id, "The plugin \(id) has just ended.", hint: "try again in a moment") }
        return description
    }

    private func running() async throws(PluginError) -> PluginRun {
        // A start that fails is an answer; the one after it is somebody else's to wait for.
        if case .waiting = state {
            while case .waiting = state, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(10)) }
        }
        await settled()
        switch state {
        case .ready:
            if let run { return run }
            throw PluginError(.unavailable, id, "The plugin \(id) is being started again.", hint: "try again in a moment")
        case .starting: throw PluginError(.unavailable, id, "The plugin \(id) is being started.", hint: "try again in a moment")
        case .waiting(let why):
            throw PluginError(
                .failed, id, "The plugin \(id) does not start: \(why).", hint: "“parley plugin logs \(id)” shows what it wrote")
        case .quarantined(let why):
            throw PluginError(
                .unavailable, id, "The plugin \(id) is in quarantine: \(why).",
                hint: "mend it, then “parley plugin release \(id)”; “parley plugin logs \(id)” shows what it wrote")
        case .refused(let refusal):
            throw PluginError(.unavailable, id, "The plugin \(id) was not started. \(refusal.message)", hint: refusal.hint)
        case .stopped: throw PluginError(.unavailable, id, "The plugin \(id) has been stopped.", hint: "“parley plugin restart \(id)” starts it")
        }
    }

    /// Waits for an answer, within limits: a plugin that does not answer in time is told to stop, and ended when it does not.
    private func answered<T: Sendable>(_ run: PluginRun, _ doing: String, _ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let limit = surroundings.limits.requestSeconds
        let call = Task { try await body() }
        let isAnswered = Answered()
        let clock = Task {
            try await Task.sleep(for: limit.duration)
            call.cancel()
            try await Task.sleep(for: PluginLimits.grace)
            run.end("did not answer within \(limit) s, nor stop when it was told to, and was ended")
        }
        defer { clock.cancel() }
        let outcome = await withTaskCancellationHandler {
            await call.result
        } onCancel: {
            call.cancel()
            Task {
                try await Task.sleep(for: PluginLimits.grace)
                if !isAnswered.value { run.end("did not stop when its request was cancelled, and was ended") }
            }
        }
        isAnswered.set()
        // A crash on the way is a crash, also when nobody waits for the answer any more.
        if case .failure(let error as RPCError) = outcome, error.name == "connection-closed" || error.name == "parse-error" { throw error }
        if Task.isCancelled { throw CancellationError() }
        if call.isCancelled, case .failure(let error as RPCError) = outcome, error.code == RPCError.cancelledCode {
            throw PluginError(
                .failed, id, "The plugin \(id) did not answer within \(limit) s: \(doing).",
                hint: "ask for less, or raise requestSeconds under “plugins” in parleyd.yaml")
        }
        return try outcome.get()
    }

    // MARK: - Turns

    private func takeTurn() async {
        if !isAsked {
            isAsked = true
            return
        }
        await withCheckedContinuation { turns.append($0) }
    }

    private func passTurn() {
        if turns.isEmpty { isAsked = false } else { turns.removeFirst().resume() }
    }
}

/// Whether an answer has come, seen from several tasks.
private final class Answered: Sendable {
    private let flag = Atomic(false)
    var value: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
