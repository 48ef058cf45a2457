import Findings
import Negotiation
import OrderedCollections
import PluginProtocol
import Shapes
import Wire

/// The other end of the pipe, for an analyzer at work. All answers are about the workspace of the request at hand, with what
/// every module contributes to it. Cancelling the analyzer's task cancels its questions.
public struct Host: Sendable {
    private let connection: Connection
    private let reporter: ProgressReporter

    init(_ connection: Connection, _ reporter: ProgressReporter) {
        self.connection = connection
        self.reporter = reporter
    }

    /// What packages are worth to everybody, and whether they can be agreed: one outcome a package, in their order.
    ///
    /// - Throws: `PluginFailure` with the host's reason.
    public func evaluate(_ packages: [Choices], reading: Reading, time: Int = 0) async throws -> [PackageOutcome] {
        var outcomes: [PackageOutcome] = []
        var rest = packages[...]
        while !rest.isEmpty {
            var params = EvaluateParams()
            params.packages = Array(rest.prefix(EvaluateParams.packageLimit))
            params.reading = reading
            params.time = time
            outcomes += try await ask(PluginMessages.evaluate, params)
            rest = rest.dropFirst(EvaluateParams.packageLimit)
        }
        return outcomes
    }

    /// Tries every way of settling the issues `over`; what `choices` says on one of them limits what is tried there.
    ///
    /// - Parameters:
    ///   - limit: how many of the packages that may be agreed are listed.
    ///   - progress: whether the host's progress counts as this analyzer's.
    /// - Throws: `PluginFailure`, also when the space is too large to be tried.
    public func solve(
        _ choices: Choices, over: [ID<Issue>], reading: Reading, time: Int = 0, limit: Int = 20, progress: Bool = false
    ) async throws -> SolveOutcome {
        var params = SolveParams()
        params.choices = choices
        params.over = over
        params.reading = reading
        params.time = time
        params.limit = limit
        guard progress else { return try await ask(PluginMessages.solve, params) }
        return try await ask(PluginMessages.solve, params) { [reporter] in reporter.report($0.done, of: $0.total, $0.message) }
    }

    /// Tells whoever asked how far this has come. May be called as often as one likes.
    public func report(_ done: Int, of total: Int? = nil, _ message: String? = nil) { reporter.report(done, of: total, message) }

    /// Writes a line to the plugin's log, as printing to standard error does.
    public func log(_ message: String) {
        // A host that has gone reads no log.
        try? connection.notify(PluginMessages.log, ["message": .string(message)])
    }

    private func ask<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Result {
        do {
            return try await connection.call(method, params, onProgress: onProgress)
        } catch let error as RPCError {
            if error.code == RPCError.cancelledCode || Task.isCancelled { throw CancellationError() }
            throw PluginFailure(error.message, hint: error.data?["hint"]?.string)
        }
    }
}
