import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// `core.provenance`: how much rests on sources, how much on somebody's own judgement, and how much on nothing.
struct ProvenanceAnalyzer: Analyzer {
    let declaration = AnalyzerDeclaration(
        id: "core.provenance", title: "What does it all rest on?",
        summary:
            "Counts the claims that cite a source, an assumption, or nothing; of a package, what its values rest on.",
        subject: .workspace,
        parameters: [.reading, Parameter("package", .package, "a package: how much of its value to each party rests on what")])

    func run(_ request: AnalysisRequest) throws -> AnalysisResult {
        var result = declaration.result(for: request)
        let inventory = Inventory(request.workspace)
        if let id = request.parameters["package"]?.string, let package = request.workspace.packages[ID(id)] {
            result.tables = [PackageProvenance(package, ResolvedCase(request.workspace, reading: request.reading)).table()]
        }
        result.tables += [inventory.byKind(), inventory.byParty(), inventory.bySource(), inventory.saliences(request.reading)]
        result.findings = inventory.findings()
        result.summary = inventory.summary()
        result.status = inventory.claims.isEmpty ? .notApplicable : .complete
        result.provenance = inventory.total.provenance
        return result
    }
}

/// How many claims stand how.
private struct Tally {
    var provenance = Provenance()

    mutating func add(_ standing: Standing) {
        switch standing {
        case .cited: provenance.cited += 1
        case .assumed: provenance.assumed += 1
        case .unsourced: provenance.unsourced += 1
        }
    }

    var cells: [Cell] {
        [provenance.cited, provenance.assumed, provenance.unsourced, provenance.total].map {
            .figure(Figure(exact: Number($0)))
        }
    }

    static let columns: [Table.Column] = [
        .init("cited", "Cited", unit: "claims"), .init("assumed", "Assumed", unit: "claims"),
        .init("unsourced", "No source", unit: "claims"), .init("total", "In all", unit: "claims"),
    ]
}

/// All claims of a workspace, counted in every way.
private struct Inventory {
    let workspace: Workspace
    let claims: [(claim: Claim, standing: Standing)]
    private(set) var total = Tally()

    init(_ workspace: Workspace) {
        self.workspace = workspace
        claims = workspace.claims.map { ($0, Standing(of: $0.source, in: workspace)) }
        for claim in claims { total.add(claim.standing) }
    }

    func byKind() -> Table {
        var tallies: [Claim.Kind: Tally] = [:]
        for (claim, standing) in claims { tallies[claim.kind, default: Tally()].add(standing) }
        return Table(
            id: "by-kind", title: "Claims by kind", columns: [.init("kind", "Kind")] + Tally.columns,
            rows: Claim.Kind.allCases.compactMap { kind in tallies[kind].map { [.text(kind.title)] + $0.cells } },
            note: "Assumed: citing a source that is marked as somebody's own judgement.")
    }

    func byParty() -> Table {
        var tallies: [ID<Party>: Tally] = [:]
        for (claim, standing) in claims { if let party = claim.party { tallies[party, default: Tally()].add(standing) } }
        return Table(
            id: "by-party", title: "Claims about each party", columns: [.init("party", "Party")] + Tally.columns,
            rows: workspace.parties.compactMap { id, party in tallies[id].map { [.name(party.name, id: id.text)] + $0.cells } })
    }

    func bySource() -> Table {
        var counts: [ID<Source>: Int] = [:]
        for (claim, _) in claims { if let source = claim.source?.source { counts[source, default: 0] += 1 } }
        let order = workspace.sources.keys.enumerated().sorted { a, b in
            let (x, y) = (counts[a.element] ?? 0, counts[b.element] ?? 0)
            return x != y ? x > y : a.offset < b.offset
        }
        return Table(
            id: "by-source", title: "What each source carries",
            columns: [.init("source", "Source"), .init("kind", "Kind"), .init("claims", "Claims", unit: "claims")],
            rows: order.compactMap { _, id in
                guard let source = workspace.sources[id] else { return nil }
                return [
                    .name(source.title, id: id.text), .text(source.kind.rawValue),
                    .figure(Figure(exact: Number(counts[id] ?? 0))),
                ]
            }, note: "Sections of modules are not counted here; a source with 0 may be cited there.")
    }

    /// The saliences that rest on no source: they weigh everything else, so each is named.
    func saliences(_ reading: Reading) -> Table {
        let words = workspace.words.effective
        var rows: [[Cell]] = []
        for (id, issue) in workspace.issues {
            for (party, position) in issue.positions {
                let isAssessed = reading == .assessed && position.assessed?.salience != nil
                guard let salience = isAssessed ? position.assessed?.salience : position.salience else { continue }
                let standing = Standing(of: isAssessed ? position.assessed?.source : position.source, in: workspace)
                guard standing != .cited else { continue }
                let shown: String =
                    switch salience {
                    case .word(let word): word
                    case .number(let number): "\(number)"
                    case .range(let range): words.name(ofSalience: range)
                    }
                rows.append([
                    .name(issue.title, id: id.text), .name(workspace.parties[party]?.name ?? party.text, id: party.text),
                    .text(shown),
                    .verdict(standing == .assumed ? "assumed" : "no source", .warning),
                ])
            }
        }
        return Table(
            id: "saliences", title: "Saliences that rest on no source, \(reading.phrase)",
            columns: [
                .init("issue", "Issue"), .init("party", "Party"), .init("salience", "Salience"), .init("standing", "Rests on"),
            ], rows: rows,
            note: """
                A salience has no citation of its own: it counts with the position it is part of, even where the source of \
                that ranks nothing.
                """, isDetail: true)
    }

    /// One finding for each kind of claim of which some cite nothing, with every place.
    func findings() -> [Finding] {
        var findings: [Finding] = Claim.Kind.allCases.compactMap { kind in
            let bare = claims.filter { $0.claim.kind == kind && $0.standing == .unsourced }
            guard !bare.isEmpty else { return nil }
            let all = claims.count { $0.claim.kind == kind }
            var finding = Finding(
                .missing, id: "unsourced/\(kind.rawValue)",
                "\(kind.title): \(bare.count) of \(all) \(Phrase.verb(bare.count, "cites", "cite")) nothing",
                detail: "Add a source to each, or cite a source of kind “assumption” where it is somebody's own judgement.")
            finding.parties = Array(OrderedSet(bare.compactMap(\.claim.party)))
            finding.evidence = bare.map { entry in
                let dangling = entry.claim.source.map { "cites “\($0)”, which is not among the sources" }
                return Evidence(entry.claim.pointer, text: dangling, source: entry.claim.source, isAssumption: true)
            }
            return finding
        }
        let assumed = total.provenance.assumed
        if assumed > 0 {
            let kinds = Claim.Kind.allCases.compactMap { kind -> (String, Int)? in
                let count = claims.count { $0.claim.kind == kind && $0.standing == .assumed }
                return count > 0 ? (kind.title, count) : nil
            }.sorted { $0.1 > $1.1 }
            var finding = Finding(
                .note, id: "assumptions",
                "\(Phrase.count(assumed, "claim")) \(Phrase.verb(assumed, "rests", "rest")) on somebody's own judgement",
                detail: "\(Phrase.list(kinds.map { "\($0.0): \($0.1)" })).")
            finding.evidence = claims.filter { $0.standing == .assumed }.map {
                Evidence($0.claim.pointer, source: $0.claim.source, isAssumption: true)
            }
            findings.append(finding)
        }
        return findings
    }

    func summary() -> String {
        let all = total.provenance
        guard all.total > 0 else { return "The workspace makes no claims yet." }
        func share(_ count: Int) -> String { "\(Number(count * 100).divided(by: Number(all.total), decimals: 0)) %" }
        return """
            Of \(Phrase.count(all.total, "claim")), \(all.cited) (\(share(all.cited))) cite a source, \
            \(all.assumed) (\(share(all.assumed))) an assumption, and \(all.unsourced) (\(share(all.unsourced))) nothing.
            """
    }
}

/// How much of what a package brings each party rests on cited claims, how much on assumptions, how much on nothing.
private struct PackageProvenance {
    let resolved: ResolvedCase
    let evaluation: PackageEvaluation

    init(_ package: Package, _ resolved: ResolvedCase) {
        self.resolved = resolved
        evaluation = PackageEvaluation(package, in: resolved)
    }

    func table() -> Table {
        Table(
            id: "package", title: "What the package's swing points rest on, \(resolved.reading.phrase)",
            columns: [
                .init("party", "Party"), .init("points", "Points moved", unit: "swing points"),
                .init("cited", "Cited", unit: "%"),
                .init("assumed", "Assumed", unit: "%"), .init("unsourced", "No source", unit: "%"),
            ],
            rows: zip(resolved.parties, evaluation.parties).compactMap { row($0, $1) },
            note: """
                The sizes of all differences to no deal at the midpoints, gains and losses alike. A difference between two \
                stances counts as cited only when both are; parts that are still open are left out.
                """)
    }

    private func row(_ party: ResolvedParty, _ evaluated: PartyEvaluation) -> [Cell]? {
        var sizes: [Standing: Number] = [:]
        for contribution in evaluated.contributions {
            guard let nominal = contribution.difference.nominal, nominal != 0 else { continue }
            sizes[standing(contribution.subject, of: party), default: 0] += nominal.isNegative ? -nominal : nominal
        }
        let total = Standing.allCases.reduce(Number.zero) { $0 + (sizes[$1] ?? 0) }
        guard total > 0 else { return nil }
        return [.name(party.party.name, id: party.id.text), .figure(Figure(exact: total.rounded(decimals: 1)))]
            + Standing.allCases.map { .figure(Figure(exact: ((sizes[$0] ?? 0) * 100).divided(by: total, decimals: 0))) }
    }

    /// The weakest of the claims that a contribution was read from.
    private func standing(_ subject: Contribution.Subject, of party: ResolvedParty) -> Standing {
        let workspace = resolved.workspace
        func weakest(_ sources: [Citation?]) -> Standing {
            let standings = sources.map { Standing(of: $0, in: workspace) }
            return standings.contains(.unsourced) ? .unsourced : standings.contains(.assumed) ? .assumed : .cited
        }
        switch subject {
        case .issue(let id):
            guard let index = resolved.index(of: id), let position = party.positions[index] else { return .unsourced }
            let issue = resolved.issues[index]
            let choices = evaluation.choices.domains[index] + resolved.noDeal.domains[index]
            let levels = choices.map { position.level(of: $0, on: issue) }
            let stated = issue.issue.positions[party.id]
            let readings = levels.flatMap { $0.origins.map(\.reading) } + [position.salienceReading].compactMap { $0 }
            // A stance that nobody has given rests on nothing.
            let unknown: [Citation?] = levels.allSatisfy(\.isKnown) ? [] : [nil]
            return weakest(readings.map { $0 == .assessed ? stated?.assessed?.source : stated?.source } + unknown)
        case .goal(let id): return weakest([party.party.agenda[id]?.source])
        case .linkage(let id): return weakest([workspace.linkages[id]?.source])
        case .outside: return weakest(party.outsideInForce.map { party.party.outside[$0].source })
        }
    }
}
