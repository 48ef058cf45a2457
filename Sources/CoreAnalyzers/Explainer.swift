import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Explainer {
    /// What a party says, or is thought, of the options that a level was read from, with its place and citation.
    mutating func evidence(
        _ party: ID<Party>, on issue: ResolvedIssue, _ level: ResolvedPosition.Level, at choice: Int
    ) -> [Evidence] {
        level.origins.map { evidence(party, on: issue.id, of: $0.option, $0.reading, isSoftened: level.isSoftened) }
    }

    /// Counts the claims that a level and a salience were read from, without giving them as evidence.
    mutating func use(_ party: ID<Party>, on issue: ID<Issue>, _ position: ResolvedPosition, _ levels: [ResolvedPosition.Level])
    {
        var readings = levels.flatMap { $0.origins.map(\.reading) }
        if let reading = position.salienceReading { readings.append(reading) }
        for reading in Reading.allCases where readings.contains(reading) { use(party, on: issue, reading) }
    }

    /// Counts everything that a solved space rests on: whatever is chosen, and whichever way no deal may go.
    mutating func use(_ compared: [ID<Party>], in resolved: ResolvedCase) {
        for id in compared {
            guard let place = resolved.index(of: id) else { continue }
            let party = resolved.parties[place]
            for (index, issue) in resolved.issues.enumerated() {
                guard let position = party.positions[index] else { continue }
                use(party.id, on: issue.id, position, issue.choices.indices.map { position.level(of: $0, on: issue) })
            }
            let pointer = Pointer(["parties", party.id.text])
            for (id, goal) in party.party.agenda where goal.weight != nil { use(pointer / "agenda" / id, goal.source) }
            for id in party.bindingRedLines { use(pointer / "redLines" / id, party.party.redLines[id]?.source) }
            if party.party.reservation != nil { use(pointer / "reservation", party.party.reservationSource) }
        }
        for (id, linkage) in resolved.workspace.linkages { use(Pointer(["linkages", id.text]), linkage.source) }
        if let noDeal = resolved.workspace.noDeal { use("/noDeal", noDeal.source) }
        if let decision = resolved.workspace.decision { use("/decision", decision.source) }
    }
}

extension AnalyzerDeclaration {
    /// A result with everything filled in that does not depend on what is found.
    func result(for request: AnalysisRequest) -> AnalysisResult {
        var result = AnalysisResult()
        result.analyzer = id
        result.title = title
        result.workspace = request.workspace.id
        result.revision = request.revision
        result.package = subject == .package ? request.packageID : nil
        result.parameters = request.parameters
        result.reading = parameters.contains { $0.name == Parameter.reading.name } ? request.reading : nil
        return result
    }
}

extension AnalysisRequest {
    /// The package at hand, or a complaint that one is needed.
    func wantedPackage(for analyzer: String) throws(Diagnostics) -> Package {
        if let package { return package }
        let known = workspace.packages.keys.map(\.text)
        throw Diagnostics([
            Diagnostic(
                code: "missing-package", "\(analyzer) looks at a package, and none was named",
                hint: known.isEmpty
                    ? "draft one first: there is no package in this workspace yet"
                    : "packages here: \(Phrase.brief(known, most: 12))",
                pointer: "/package")
        ])
    }

    /// The parties a parameter names, by their places in the workspace.
    func parties(_ parameter: String) -> [Int]? {
        parameters[parameter]?.array?.compactMap { $0.string.flatMap { workspace.parties.index(forKey: ID($0)) } }
    }
}
