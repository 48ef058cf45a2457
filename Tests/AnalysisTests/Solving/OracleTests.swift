import Analysis
import Foundation
import Importers
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Domains of others with answers by brute force; read in place, and skipped where `PARLEY_CASES` names no folder.
enum OracleDomains {
    static let folder = ProcessInfo.processInfo.environment["PARLEY_CASES"].map { "\($0)/domains/" }
        .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

    static let neutral: [String] = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0 + "neutral") }?.sorted() ?? []

    struct Oracle: Decodable {
        struct Point: Decodable {
            var value: Double
            var outcomes: [Int]
            var ties: Int
        }

        var outcomes: Int
        var rational_outcomes: Int
        var pareto_distinct_vectors: Int?
        var pareto_outcome_indices: [Int]?
        var nash: Point?
        var kalai_maximin_gain: Point?
        var ks_maximin_ratio: Point?
        var max_welfare: Point?
        var max_gain_sum: Point?
    }

    struct Domain: Decodable {
        struct Issue: Decodable { var values: [JSONName] }
        struct Party: Decodable { var weights: [Double] }
        var issues: [Issue]
        var parties: [Party]
        var oracle: Oracle
    }

    struct JSONName: Decodable { init(from decoder: any Decoder) throws {} }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: URL(filePath: try #require(folder) + path), encoding: .utf8)
    }

    static func domain(_ name: String) throws -> Domain {
        try JSONDecoder().decode(Domain.self, from: Data(try text("neutral/" + name).utf8))
    }

    static func read(_ paths: [String]) throws -> Workspace {
        try Importers.read(try paths.map { Importers.File(path: $0, text: try text($0)) }).workspace
    }
}

@Suite(.enabled(if: OracleDomains.folder != nil))
struct OracleTests {
    @Test(arguments: OracleDomains.neutral)
    func neutralDomainsAgreeWithTheirOracles(_ name: String) throws {
        try agree(try OracleDomains.read(["neutral/" + name]), try OracleDomains.domain(name))
    }

    /// The same domains from the files they come from.
    @Test(arguments: [
        ("genius-xml/y2010/EnglandZimbabwe", "anac_y2010_EnglandZimbabwe.geniusnorm.json"),
        ("genius-xml/y2010/ItexvsCypress", "anac_y2010_ItexvsCypress.geniusnorm.json"),
        ("genius-xml/y2010/Travel", "anac_y2010_Travel.geniusnorm.json"),
        ("geniusweb/Fitness", "geniusweb_Fitness.json"), ("geniusweb/FlightBooking", "geniusweb_FlightBooking.json"),
    ])
    func importedFilesAgreeWithTheOracles(_ folder: String, _ name: String) throws {
        let root = try #require(OracleDomains.folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: root + folder).sorted().filter { $0.contains(".") }
        try agree(try OracleDomains.read(files.map { "\(folder)/\($0)" }), try OracleDomains.domain(name))
    }

    /// Five of six must agree, two of them always: 55 deals; all six: 12 (the game's own counts).
    @Test func gamesWithVetoesHaveTheirCounts() throws {
        let root = try #require(OracleDomains.folder) + "deliberation/base"
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).sorted().filter { $0.contains(".") }
        var workspace = try OracleDomains.read(files.map { "deliberation/base/\($0)" })
        let space = try OutcomeSpace(Package(), in: ResolvedCase(workspace, reading: .assessed))
        #expect(space.graph.packageCount == 720)
        #expect(try AcceptableCount(space.graph) == AcceptableCount(atLeast: 55, atMost: 55))
        workspace.decision = nil
        let all = try OutcomeSpace(Package(), in: ResolvedCase(workspace, reading: .assessed))
        #expect(try AcceptableCount(all.graph) == AcceptableCount(atLeast: 12, atMost: 12))
    }

    /// The oracles' convention: nobody's gain counts from below its worst package, ideals are over all packages, and parties are
    /// compared on the scale of the file, whatever its weights add up to.
    private func agree(_ workspace: Workspace, _ domain: OracleDomains.Domain) throws {
        let oracle = domain.oracle
        let sizes = domain.issues.map(\.values.count)
        var workspace = workspace
        // The oracles are of all parties' consent.
        workspace.decision = nil
        let space = try OutcomeSpace(Package(), in: ResolvedCase(workspace, reading: .assessed))
        #expect(space.graph.packageCount == UInt128(oracle.outcomes))
        let acceptable = UInt128(oracle.rational_outcomes)
        #expect(try AcceptableCount(space.graph) == AcceptableCount(atLeast: acceptable, atMost: acceptable))
        let frontier = try space.frontier()
        #expect(frontier.count == oracle.pareto_distinct_vectors ?? 0)
        func indices(_ points: some Sequence<Int>, _ frontier: Frontier) -> [Int] {
            points.flatMap { frontier.packages(of: $0, limit: 100_000) }.map { package in
                zip(space.options(package), sizes).reduce(0) { $0 * $1.1 + $1.0 }
            }.sorted()
        }
        #expect(indices(0..<frontier.count, frontier) == oracle.pareto_outcome_indices ?? [])
        guard frontier.count > 0 else { return }
        let objectives = space.objectives.indices
        let ideals = Ideals(
            disagreement: objectives.map { max(0, space.graph.least[0][$0]) }, best: objectives.map { space.graph.most[0][$0] },
            feasible: objectives.map { (space.graph.least[0][$0], space.graph.most[0][$0]) })
        let scales = zip(space.objectives, domain.parties).map { objective, party in
            objective.scale * Fraction(decimal(String(format: "%.9f", party.weights.reduce(0, +))))
        }
        let criteria = Criterion.all(ideals, scales: scales, floors: space.objectives.map(\.floor))
        for (name, wanted) in [
            (Criterion.Name.nash, oracle.nash), (.kalaiSmorodinsky, oracle.ks_maximin_ratio), (.egalitarian, oracle.kalai_maximin_gain),
            (.utilitarian, oracle.max_welfare),
        ] {
            let wanted = try #require(wanted)
            let criterion = try #require(criteria.first { $0.name == name })
            // Of a least key the oracle names every package that reaches it; the lexicographic solution is among them.
            let scores = (0..<frontier.count).map { criterion.score(frontier.point($0)) }
            let greatest = try #require(scores.max())
            let reaching = indices(scores.indices.filter { scores[$0] == greatest }, frontier)
            #expect(reaching.count == wanted.ties && Array(reaching.prefix(wanted.outcomes.count)) == wanted.outcomes, "\(name)")
            let best = indices(criterion.best(of: frontier.points), frontier)
            #expect(criterion.form == .leximin ? Set(best).isSubset(of: reaching) && !best.isEmpty : best == reaching, "\(name)")
            let search = try Search(criterion, in: space.graph).run()
            #expect(search.isExact && indices(search.best, search.frontier) == best, "\(name)")
        }
    }
}
