import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Parameter {
    static let package = Parameter(
        "package", .package, "a package whose settled issues stay as they are; everything is open when absent")
    static let scenario = Parameter("scenario", .text, "the id of a world scenario to solve under")
}

/// What questions about agreement are asked of: a workspace under a reading, perhaps under a scenario, with what a package has
/// settled already.
struct AgreementSubject {
    let workspace: Workspace
    let reading: Reading
    let resolved: ResolvedCase
    /// What is settled already; nothing when no package is at hand.
    let package: Package
    /// The package at hand, by name.
    let name: String?
    let control: Control
    var explainer: Explainer

    init(_ request: AnalysisRequest) throws {
        var workspace = request.workspace
        if let name = request.parameters["scenario"]?.string {
            guard let changed = workspace.under(ID(name)) else { throw Diagnostics.unknownScenario(name, in: workspace) }
            workspace = changed
        }
        self.workspace = workspace
        reading = request.reading
        resolved = ResolvedCase(workspace, reading: request.reading)
        let id = request.parameters["package"]?.string ?? request.packageID?.text
        package = request.package ?? id.flatMap { workspace.packages[ID($0)] } ?? Package()
        name = request.package?.title ?? id.flatMap { workspace.packages[ID($0)]?.title ?? $0 }
        control = request.control
        explainer = Explainer(workspace)
    }

    /// Everything that the package leaves open, compiled.
    func space(_ end: RangeEnd = .nominal) throws -> OutcomeSpace { try OutcomeSpace(package, in: resolved, end: end, control: control) }

    /// Nothing settled: for looking beyond a package.
    func wholeSpace(_ end: RangeEnd = .nominal) throws -> OutcomeSpace {
        try OutcomeSpace(Package(), in: resolved, end: end, control: control)
    }

    /// Per variable of the whole space, the options that are no departure from the package.
    func kept(in whole: OutcomeSpace) -> [Set<Int>] {
        let choices = ChoiceSet(package, in: resolved)
        return whole.choices.alternatives.enumerated().map { index, all in
            guard choices.statuses[index] != .open else { return Set(all.indices) }
            let kept = all.indices.filter { choices.domains[index].contains(all[$0]) }
            let leavingOut = kept.filter { whole.choices.leavesOut(index, at: $0) }
            guard !leavingOut.isEmpty else { return Set(kept) }
            return choices.statuses[index] == .leftOut ? Set(leavingOut) : Set(kept).subtracting(leavingOut)
        }
    }

    /// The package as one option for each variable of the whole space; nil while it is not complete.
    func draft(in whole: OutcomeSpace) -> [Int]? {
        let kept = kept(in: whole)
        guard kept.allSatisfy({ $0.count == 1 }) else { return nil }
        return kept.compactMap(\.first)
    }

    /// Choices of some variables of a package of a space.
    func choices(_ package: [Int], of variables: [Int], in space: OutcomeSpace) -> [(issue: ID<Issue>, option: ID<Option>)] {
        variables.map { (resolved.issues[$0].id, space.id($0, at: package[$0])) }
    }

    /// What was taken for granted because nothing says otherwise.
    func lacks(of space: OutcomeSpace) -> [String] {
        var lacks: [String] = []
        if !space.unjudged.isEmpty {
            let names = Phrase.list(space.unjudged.map { resolved.parties[$0].party.name })
            lacks.append("Nothing says what \(names) would accept, although consent may be needed; it is taken as given.")
        }
        if !space.silentNoDeal.isEmpty {
            let issues = Phrase.brief(space.silentNoDeal.map { Phrase.quoted(resolved.issues[$0].issue.title) })
            lacks.append("noDeal says nothing of \(issues): there the least that may hold is taken as each party's floor.")
        }
        return lacks
    }

    /// Whether everybody whose consent may be needed is compared.
    func comparesAll(_ space: OutcomeSpace) -> Bool { Set(space.parties).isSubset(of: space.objectives.map(\.party)) && space.unjudged.isEmpty }

    /// Those compared, in words.
    func compared(_ space: OutcomeSpace) -> String {
        comparesAll(space) ? "everybody" : Phrase.brief(space.objectives.map { resolved.parties[$0.party].party.name }, most: 5)
    }

    /// Counts the claims that judgements of the parties compared and floored rest on.
    mutating func countClaims(_ parties: some Sequence<Int>) {
        explainer.use(OrderedSet(parties).map { resolved.parties[$0].id }, in: resolved)
    }

    /// Fills a result in; what cannot be asked of a space is an answer too.
    static func result(
        _ declaration: AnalyzerDeclaration, _ request: AnalysisRequest,
        fill: (inout AgreementSubject, inout AnalysisResult) throws -> Void
    ) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        var subject = try AgreementSubject(request)
        do {
            try fill(&subject, &result)
            result.provenance = subject.explainer.provenance
        } catch let error as SpaceError {
            let words = Unsolvable(error, subject.workspace)
            result.status = .notApplicable
            result.summary = words.message
            result.lacks = [words.hint]
        } catch let error as SolvingError {
            let words = Unsolvable(error, subject.workspace)
            result.status = .partial
            result.summary = words.message
            result.lacks = [words.hint]
        }
        return result
    }
}

extension Diagnostics {
    static func unknownScenario(_ scenario: String, in workspace: Workspace) -> Diagnostics {
        let known = workspace.scenarios.filter { $0.value.kind == .world }.keys.map(\.text)
        return Diagnostics([
            Diagnostic(
                code: "unknown-scenario", "there is no world scenario “\(scenario)” here",
                hint: Suggestion.hint(for: scenario, among: known, kind: "world scenario"), pointer: "/params/scenario")
        ])
    }
}
