import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.scenarios`: what the world, no deal and a deal may bring.
struct ScenariosAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.scenarios", title: "What may happen, and what would it change?",
        summary: """
            Solves the case again for every world scenario and for every date on which no deal changes; weighs the branches of no \
            deal over the ranges of their probabilities; and says what may follow a package, and what would show it.
            """,
        subject: .workspace, parameters: [.reading, .package])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        var report = ScenarioReport(request)
        let world = try WorldReport(report, request.control)
        let branches = NoDealReport(report)
        let aftermath = AfterDealReport(report)
        guard !report.isEmpty else {
            result.status = .notApplicable
            result.summary = "Nothing here says what may happen."
            result.lacks = ["scenarios: what may change the case (world), what no deal may become (no-deal), what may follow a deal (after-deal)"]
            return result
        }
        let following = aftermath.findings(&report)
        // Who names a package asks first what becomes of it.
        result.findings = (report.packageID == nil ? [] : following) + world.findings(&report) + world.waiting(&report)
            + branches.findings(&report) + (report.packageID == nil ? following : [])
        result.tables = [world.table(report), world.waitingTable(report)].compactMap { $0 } + branches.tables(report)
            + [world.floors(report)].compactMap { $0 } + [aftermath.signposts(report)].compactMap { $0 }
        result.summary = [world.summary(report), branches.summary(report), aftermath.summary(report)].compactMap { $0 }.joined(separator: " ")
        result.lacks = world.lacks + report.lacks
        if !world.lacks.isEmpty { result.status = .partial }
        result.provenance = report.explainer.provenance
        return result
    }
}

/// What all three kinds of scenarios are told with.
struct ScenarioReport {
    let request: AnalysisRequest
    let workspace: Workspace
    /// The case as it stands.
    let resolved: ResolvedCase
    let package: Package
    /// The package at hand, by its id; nil when everything is open.
    let packageID: ID<Package>?
    let choices: ChoiceSet
    var explainer: Explainer
    /// Exclusive sets all of whose scenarios may come true, by name.
    private let mixtures: OrderedDictionary<String, (members: [ID<Scenario>], mixture: Mixture)>

    init(_ request: AnalysisRequest) {
        self.request = request
        workspace = request.workspace
        packageID = request.parameters["package"]?.string.map { ID($0) }
        package = packageID.flatMap { request.workspace.packages[$0] } ?? Package()
        let resolved = ResolvedCase(workspace, reading: request.reading)
        let choices = ChoiceSet(package, in: resolved)
        self.resolved = resolved
        self.choices = choices
        explainer = Explainer(workspace)
        var sets: OrderedDictionary<String, [ID<Scenario>]> = [:]
        for (id, scenario) in workspace.scenarios { if let set = scenario.exclusive { sets[set, default: []].append(id) } }
        var mixtures: OrderedDictionary<String, (members: [ID<Scenario>], mixture: Mixture)> = [:]
        for (name, members) in sets {
            let scenarios = members.compactMap { request.workspace.scenarios[$0] }
            let mayAll = scenarios.allSatisfy { $0.when.map { resolved.truth(of: $0, over: choices) != .no } ?? true }
            guard mayAll, let mixture = Mixture(scenarios.compactMap(\.probability)), mixture.probabilities.count == members.count else { continue }
            mixtures[name] = (members, mixture)
        }
        self.mixtures = mixtures
    }

    /// Whether every issue is settled.
    var isSettled: Bool { choices.isComplete }

    var isEmpty: Bool { workspace.scenarios.isEmpty && workspace.parties.values.allSatisfy { $0.outside.allSatisfy { $0.after == 0 } } }

    /// Those of a kind that may happen with the package at hand.
    func scenarios(_ kind: Scenario.Kind) -> [(id: ID<Scenario>, scenario: Scenario, applies: Truth)] {
        workspace.scenarios.compactMap { id, scenario in
            guard scenario.kind == kind else { return nil }
            let truth = scenario.when.map { resolved.truth(of: $0, over: choices) } ?? .yes
            return truth == .no ? nil : (id, scenario, truth)
        }
    }

    func mixture(_ set: String) -> (members: [ID<Scenario>], mixture: Mixture)? { mixtures[set] }

    /// What is known of a scenario's probability, once what the others of its set leave of it is counted.
    func probability(_ id: ID<Scenario>) -> Interval? {
        guard let scenario = workspace.scenarios[id], let stated = scenario.probability else { return nil }
        guard let set = scenario.exclusive.flatMap(mixture), let place = set.members.firstIndex(of: id) else { return stated }
        return set.mixture.narrowed[place]
    }

    /// ` (probability 0.2–0.4)`; where a set of scenarios narrows what is stated, both.
    func odds(_ id: ID<Scenario>) -> String {
        guard let known = probability(id), let stated = workspace.scenarios[id]?.probability else { return "" }
        let narrowed = known == stated ? "" : "; \(Phrase.range(stated)) as stated, the others of its set leave less"
        return " (probability \(Phrase.range(known))\(narrowed))"
    }

    func watch(_ scenario: Scenario) -> String? {
        scenario.signposts.isEmpty ? nil : "Watch for: \(scenario.signposts.map(Phrase.clause).joined(separator: "; "))."
    }

    /// The scenario itself, and what is said to follow from it.
    mutating func evidence(_ id: ID<Scenario>) -> [Evidence] {
        guard let scenario = workspace.scenarios[id] else { return [] }
        let here = Pointer(["scenarios", id.text])
        let said = scenario.probability.map { ", probability \(Phrase.range($0))" } ?? ""
        return [explainer.evidence(here, "scenario \(Phrase.quoted(scenario.title))\(said)", scenario.source)]
            + scenario.consequences.enumerated().map { index, consequence in
                explainer.evidence(here / "consequences" / index, "“\(consequence.text)”", consequence.source)
            }
    }

    func consequences(_ scenario: Scenario) -> String? {
        guard !scenario.consequences.isEmpty else { return nil }
        let parts = scenario.consequences.map { consequence in
            consequence.parties.isEmpty ? consequence.text : "\(Phrase.clause(consequence.text)) (\(explainer.names(consequence.parties)))"
        }
        return "\(parts.joined(separator: "; "))."
    }

    /// Those with a part in what follows.
    func parties(_ scenario: Scenario) -> [ID<Party>] {
        var parties = OrderedSet(scenario.changes?.outside.keys.elements ?? [])
        parties.formUnion(scenario.changes?.salience.keys.elements ?? [])
        for consequence in scenario.consequences { parties.formUnion(consequence.parties) }
        return Array(parties)
    }

    /// What is missing of the scenarios that there are.
    var lacks: [String] {
        let silent = workspace.scenarios.filter { $0.value.signposts.isEmpty }.map { Phrase.quoted($0.value.title) }
        let unlikely = workspace.scenarios.filter { $0.value.probability == nil }.map { Phrase.quoted($0.value.title) }
        return (silent.isEmpty ? [] : ["signposts of \(Phrase.brief(silent, most: 3)): what would show that it is happening"])
            + (unlikely.isEmpty ? [] : ["a probability of \(Phrase.brief(unlikely, most: 3)): a range, [0, 1] when nothing is known"])
    }
}
