import Analysis
import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes
import Wire

/// Answers what a plugin asks while it works: about the workspace of its request, as the engine takes it, and no other.
struct HostAnswering: Sendable {
    let workspace: Workspace
    let pool: ComputePool
    let client: Int

    func answer(_ request: Request) async throws -> Value {
        switch request.method {
        case PluginMessages.evaluate.name: PluginMessages.evaluate.result.encode(try await evaluate(try read(request, PluginMessages.evaluate)))
        case PluginMessages.solve.name: SolveOutcome.shape.encode(try await solve(try read(request, PluginMessages.solve), request.progress))
        default: throw RPCError.methodNotFound(request.method)
        }
    }

    private func read<Params, Result>(_ request: Request, _ method: Method<Params, Result>) throws -> Params {
        do throws(Diagnostics) {
            return try method.params.read(request.params ?? .object(Object()), ignoringUnknownMembers: true)
        } catch {
            let first = error.all.first
            throw RPCError.invalidParams(
                "The params of \(method.name) do not fit: at \(first?.pointer.description ?? ""), \(first?.message ?? "").")
        }
    }

    private func evaluate(_ params: EvaluateParams) async throws -> [PackageOutcome] {
        guard params.packages.count <= EvaluateParams.packageLimit else {
            throw RPCError.invalidParams("A question may be about \(EvaluateParams.packageLimit) packages, not \(params.packages.count).")
        }
        for choices in params.packages { try check(choices) }
        return try await pool.run(for: client, nil) { control in
            let resolved = ResolvedCase(workspace, reading: params.reading, time: params.time)
            return try params.packages.map { choices in
                if control.isStopped { throw CancellationError() }
                var package = Package()
                package.choices = choices
                return PackageOutcome(PackageEvaluation(package, in: resolved))
            }
        }
    }

    private func solve(_ params: SolveParams, _ progress: ProgressReporter) async throws -> SolveOutcome {
        try check(params.choices)
        for issue in params.over where workspace.issues[issue] == nil { throw unknown(issue) }
        return try await pool.run(for: client, progress) { control in
            var base = Package()
            base.choices = params.choices
            let sweep = Sweep(base, over: params.over, in: ResolvedCase(workspace, reading: params.reading, time: params.time))
            guard let count = sweep.count, count <= Sweep.limit else {
                throw RPCError(
                    RPCError.failedCode, "space-too-large",
                    "The issues have \(sweep.count.map(String.init) ?? "countless") combinations, and \(Sweep.limit) can be tried.",
                    Object([("hint", "settle more of them, or ask about fewer")]))
            }
            var outcome = SolveOutcome()
            outcome.packages = count
            var ranked: [[SolveOutcome.Found]] = [[], [], []]
            let isWhole = sweep.run(control) { chosen, evaluation in
                var found = SolveOutcome.Found()
                found.outcome = PackageOutcome(evaluation)
                let agreement = found.outcome.agreement
                outcome.counts[agreement.rawValue, default: 0] += 1
                guard agreement == .certain || agreement == .possible else { return }
                let rank = agreement == .certain ? 0 : found.outcome.accepted == true ? 1 : 2
                guard ranked[rank].count < params.limit else { return }
                for (axis, option) in zip(sweep.axes, chosen) { found.choices[axis.issue] = option }
                ranked[rank].append(found)
            }
            guard isWhole else { throw CancellationError() }
            outcome.found = Array(ranked.joined().prefix(params.limit))
            return outcome
        }
    }

    private func unknown(_ issue: ID<Issue>) -> RPCError {
        RPCError.invalidParams(
            "There is no issue “\(issue)” here.", name: "unknown-issue",
            Object([("hint", .string(Suggestion.hint(for: issue.text, among: workspace.issues.keys.map(\.text), kind: "issue") ?? ""))]))
    }

    private func check(_ choices: Choices) throws {
        do { try Workbench.check(choices, in: workspace) } catch let failure as any ServiceFailure { throw failure.serviceError.rpcError }
    }
}

extension PackageOutcome {
    init(_ evaluation: PackageEvaluation) {
        self.init()
        switch evaluation.agreement {
        case .infeasible: agreement = .infeasible
        case .verdict(let verdict): agreement = Agreement(rawValue: verdict.rawValue) ?? .unknown
        }
        accepted = evaluation.isAcceptedNominally
        broken = evaluation.requirements.filter(\.isBroken).map(\.linkage.text)
        parties = evaluation.parties.map { party in
            var outcome = PartyOutcome()
            outcome.party = party.id
            outcome.verdict = PartyOutcome.Verdict(rawValue: party.verdict.rawValue) ?? .unknown
            outcome.accepts = party.accepts
            outcome.required = party.requirement == .yes ? .yes : party.requirement == .no ? .no : .open
            outcome.value = Figure(party.value)
            outcome.floor = Figure(party.floorValue)
            outcome.margin = party.margin.map { Figure($0.range, nominal: $0.nominal) }
            outcome.redLines = party.lines.flatMap { line -> [Pointer] in
                switch line.kind {
                case .condition(let id): [["parties", party.id.text, "redLines", id]]
                case .stance(let issue, let options):
                    options.map { ["issues", issue.text, "positions", party.id.text, "stance", $0.text] }
                }
            }
            return outcome
        }
    }
}
