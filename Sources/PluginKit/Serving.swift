import Findings
import Glibc
import Negotiation
import PluginProtocol
import Shapes
import Synchronization
import Wire

extension Module {
    /// Answers the host on standard input and output until it says goodbye or goes away, and ends the process.
    ///
    /// From here on standard output is standard error, so that a stray print cannot corrupt the conversation.
    public func run() async -> Never {
        signal(SIGPIPE, SIG_IGN)
        guard let (input, output) = StandardStreams.take() else {
            StandardStreams.fail("standard input and output are not what a host makes them; this is a plugin of Parley (parley help plugin)")
        }
        let connection: Connection
        do {
            connection = try await Connection.overPipes(reading: input, writing: output, handler: ModuleHandler(self))
        } catch {
            StandardStreams.fail("\(error)")
        }
        _ = await connection.closed()
        exit(0)
    }
}

/// The two pipes to the host, moved away from where prints go.
private enum StandardStreams {
    static func take() -> (input: CInt, output: CInt)? {
        let (input, output) = (fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10), fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10))
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard input >= 0, output >= 0, null >= 0 else { return nil }
        // A terminal is no host: somebody has started this by hand.
        guard isatty(input) == 0, isatty(output) == 0 else { return nil }
        guard dup2(null, STDIN_FILENO) >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { return nil }
        return (input, output)
    }

    static func fail(_ message: String) -> Never {
        let line = Array("plugin: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(64)
    }
}

/// Answers the host's requests. The host asks for one thing at a time.
private final class ModuleHandler<Section: Sendable>: Handler {
    private struct Snapshot {
        var params: SetWorkspaceParams
        /// Decoded at the first request that needs it.
        var decoded: ModuleCase<Section>?
    }

    private let module: Module<Section>
    private let snapshot = Mutex<Snapshot?>(nil)

    init(_ module: Module<Section>) { self.module = module }

    func handle(_ notification: Notification) {
        guard notification.method == PluginMessages.setWorkspace, let params = notification.params else { return }
        do throws(Diagnostics) {
            let set = try SetWorkspaceParams.shape.read(params, ignoringUnknownMembers: true)
            snapshot.withLock { $0 = Snapshot(params: set, decoded: nil) }
        } catch {
            snapshot.withLock { $0 = nil }
        }
    }

    func handle(_ request: Request) async throws -> Value {
        switch request.method {
        case PluginMessages.initialize.name:
            let greeting = try params(request, PluginMessages.initialize)
            guard greeting.protocolVersion == PluginMessages.version else {
                throw failure(
                    "wrong-protocol", "This plugin speaks version \(PluginMessages.version) of the protocol, not \(greeting.protocolVersion).")
            }
            return PluginDescription.shape.encode(module.description)
        case PluginMessages.validate.name:
            return PluginMessages.validate.result.encode(validate(try params(request, PluginMessages.validate)))
        case PluginMessages.contribute.name:
            return ModuleContribution.shape.encode(module.contribution(to: try theCase(try params(request, PluginMessages.contribute))))
        case PluginMessages.analyze.name:
            return AnalysisResult.shape.encode(try await analyze(try params(request, PluginMessages.analyze), request))
        case PluginMessages.shutdown.name:
            // The host closes the pipe when it has the answer, and with that this process ends.
            return true
        default: throw RPCError.methodNotFound(request.method)
        }
    }

    private func params<Params, Result>(_ request: Request, _ method: Method<Params, Result>) throws -> Params {
        do throws(Diagnostics) {
            return try method.params.read(request.params ?? .object(Object()), ignoringUnknownMembers: true)
        } catch {
            throw RPCError.invalidParams("The params of \(method.name) do not fit: \(error.all.map(\.message).joined(separator: "; "))")
        }
    }

    private func failure(_ code: String, _ message: String, hint: String? = nil, _ diagnostics: [Diagnostic] = []) -> RPCError {
        var details = Object()
        if let hint { details["hint"] = .string(hint) }
        if !diagnostics.isEmpty { details["diagnostics"] = .array(diagnostics.map(Diagnostic.shape.encode)) }
        return RPCError(RPCError.failedCode, code, message, details)
    }

    // MARK: The workspace at hand

    private func theCase(_ name: SnapshotName) throws -> ModuleCase<Section> {
        guard let kept = snapshot.withLock({ $0 }), kept.params.name == name else {
            throw failure("no-workspace", "Revision \(name.revision) of \(name.workspace) has not been set.")
        }
        if let decoded = kept.decoded { return decoded }
        do throws(Diagnostics) {
            let decoded = try ModuleCase(
                document: kept.params.document, revision: name.revision, module: module.id, section: module.section)
            snapshot.withLock { if $0?.params.name == name { $0?.decoded = decoded } }
            return decoded
        } catch {
            throw failure(
                "bad-section", "What the workspace says for \(module.id) does not have the form that this plugin knows.",
                hint: "mend the places shown, and apply the workspace again", error.all)
        }
    }

    private func validate(_ params: ValidateParams) -> [Diagnostic] {
        do throws(Diagnostics) {
            let theCase = try ModuleCase(document: params.document, revision: 0, module: module.id, section: module.section)
            return module.validate?(theCase) ?? []
        } catch {
            return error.all
        }
    }

    // MARK: Analysis

    private func analyze(_ params: AnalyzeParams, _ request: Request) async throws -> AnalysisResult {
        guard let analyzer = module.analyzers.first(where: { $0.declaration.id == params.analyzer }) else {
            throw failure("unknown-analyzer", "The module \(module.id) has no analyzer “\(params.analyzer)”.")
        }
        let theCase = try theCase(params.snapshot)
        var blank = AnalysisResult()
        blank.analyzer = analyzer.declaration.id
        blank.title = analyzer.declaration.title
        blank.workspace = params.snapshot.workspace
        blank.revision = params.snapshot.revision
        blank.package = params.packageID
        blank.parameters = params.parameters
        if analyzer.declaration.parameters.contains(where: { $0.name == Parameter.reading.name }) {
            blank.reading = params.parameters[Parameter.reading.name]?.string.flatMap(Reading.init(rawValue:))
        }
        do {
            return try await analyzer.answer(
                ModuleRequest(
                    theCase: theCase, packageID: params.packageID, package: params.package, parameters: params.parameters,
                    seed: params.seed, host: Host(request.connection, request.progress), result: blank))
        } catch let lack as Lack {
            blank.status = lack.isNotApplicable ? .notApplicable : .partial
            blank.summary = lack.summary
            blank.lacks = lack.lacks
            return blank
        } catch let error as PluginFailure {
            throw failure("analyzer-failed", error.message, hint: error.hint)
        } catch let error as Diagnostics {
            throw failure("analyzer-failed", "\(analyzer.declaration.id) does not take its input.", error.all)
        } catch is CancellationError {
            throw RPCError.cancelled
        } catch {
            throw failure("analyzer-failed", "\(analyzer.declaration.id) failed: \(error)")
        }
    }
}

extension ModuleAnalyzer {
    /// Opens the existential, so that analyzers of one module may be kept in a list.
    fileprivate func answer(_ request: ModuleRequest<Section>) async throws -> AnalysisResult { try await run(request) }
}
