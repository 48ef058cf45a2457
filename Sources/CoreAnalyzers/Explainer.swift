import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Turns places of a workspace into names, evidence and counted claims. Every analyzer of this room explains through one.
struct Explainer {
    let workspace: Workspace
    let words: Words
    /// Every claim that was used, counted once however often it was used.
    private(set) var provenance = Provenance()
    private var counted: Set<Pointer> = []

    init(_ workspace: Workspace) {
        self.workspace = workspace
        words = workspace.words.effective
    }

    func name(_ party: ID<Party>) -> String { workspace.parties[party]?.name ?? party.text }
    func names(_ parties: [ID<Party>]) -> String { Phrase.list(parties.map(name)) }
    func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }
    func title(_ option: ID<Option>, of issue: ID<Issue>) -> String {
        workspace.issues[issue]?.title(of: option) ?? option.text
    }
    func title(_ linkage: ID<Linkage>) -> String {
        workspace.linkages[linkage]?.title ?? linkage.text.split(separator: "-").joined(separator: " ")
    }
    func cell(_ party: ID<Party>) -> Cell { .name(name(party), id: party.text) }
    func cell(_ issue: ID<Issue>) -> Cell { .name(title(issue), id: issue.text) }

    /// Counts a claim as used.
    mutating func use(_ pointer: Pointer, _ source: Citation?) {
        guard counted.insert(pointer).inserted else { return }
        switch Standing(of: source, in: workspace) {
        case .cited: provenance.cited += 1
        case .assumed: provenance.assumed += 1
        case .unsourced: provenance.unsourced += 1
        }
    }

    /// Counts a claim and gives it as evidence; `place` is the exact spot where it is not the claim as a whole.
    mutating func evidence(_ pointer: Pointer, at place: Pointer? = nil, _ text: String?, _ source: Citation?) -> Evidence {
        use(pointer, source)
        return Evidence(
            place ?? pointer, text: text, source: source, isAssumption: Standing(of: source, in: workspace) != .cited)
    }

    // MARK: Positions

    private func pointer(_ party: ID<Party>, on issue: ID<Issue>, _ reading: Reading) -> Pointer {
        let position = Pointer(["issues", issue.text, "positions", party.text])
        return reading == .assessed ? position / "assessed" : position
    }

    private func source(_ party: ID<Party>, on issue: ID<Issue>, _ reading: Reading) -> Citation? {
        let position = workspace.issues[issue]?.positions[party]
        return reading == .assessed ? position?.assessed?.source : position?.source
    }

    /// What a party says, or is thought, of options, with its place and citation.
    mutating func evidence(
        _ party: ID<Party>, on issue: ResolvedIssue, _ level: ResolvedPosition.Level, at choice: Int
    ) -> [Evidence] {
        level.origins.map { origin in
            let position = issue.issue.positions[party]
            let judgement =
                origin.reading == .assessed ? position?.assessed?.stance[origin.option] : position?.stance[origin.option]
            let option = Phrase.quoted(issue.issue.title(of: origin.option))
            let said: String =
                switch judgement {
                case .word(Words.redLine)?: "rules out \(option)"
                case .word(let word)? where Words.standard.stance[word] != nil: "\(word) \(option)"
                case .word(let word)?: "calls \(option) “\(word)”"
                case .number(let number)?: "\(option) at \(number) of 1"
                case .range(let range)?: "\(option) at \(Phrase.range(range)) of 1"
                case nil: "has \(option) in mind"
                }
            let softened =
                level.isSoftened && judgement == .word(Words.redLine)
                ? "; under the assessed reading that counts as 0 and is no bar" : ""
            let claim = pointer(party, on: issue.id, origin.reading)
            let cited = source(party, on: issue.id, origin.reading)
            // A declared position that cites somebody's own judgement is no word of the party's.
            let isGuess = Standing(of: cited, in: workspace) == .assumed
            let text =
                origin.reading == .assessed
                ? "\(name(party)), by estimate: \(said)"
                : isGuess ? "\(name(party)), by assumption: \(said)\(softened)" : "\(name(party)) says: \(said)\(softened)"
            return evidence(claim, at: claim / "stance" / origin.option.text, text, cited)
        }
    }

    /// Counts the claims that a level and a salience were read from, without giving them as evidence.
    mutating func use(_ party: ID<Party>, on issue: ID<Issue>, _ position: ResolvedPosition, _ levels: [ResolvedPosition.Level])
    {
        var readings = levels.flatMap { $0.origins.map(\.reading) }
        if let reading = position.salienceReading { readings.append(reading) }
        for reading in Reading.allCases where readings.contains(reading) {
            use(pointer(party, on: issue, reading), source(party, on: issue, reading))
        }
    }

    // MARK: Other claims

    mutating func evidence(redLine id: String, of party: ID<Party>) -> Evidence {
        let line = workspace.parties[party]?.redLines[id]
        let text =
            switch line?.firmness {
            case .declared? where Standing(of: line?.source, in: workspace) != .assumed:
                "\(name(party)) says: never “\(line?.title ?? id)”"
            case let firmness?: "\(firmness.rawValue) red line of \(name(party)): “\(line?.title ?? id)”"
            case nil: id
            }
        return evidence(Pointer(["parties", party.text, "redLines", id]), text, line?.source)
    }

    mutating func evidence(goal id: String, of party: ID<Party>) -> Evidence {
        let goal = workspace.parties[party]?.agenda[id]
        return evidence(
            Pointer(["parties", party.text, "agenda", id]), "\(name(party)) wants: “\(goal?.title ?? id)”", goal?.source)
    }

    mutating func evidence(linkage id: ID<Linkage>) -> Evidence {
        let linkage = workspace.linkages[id]
        return evidence(Pointer(["linkages", id.text]), linkage?.because, linkage?.source)
    }

    mutating func evidence(outside index: Int, of party: ID<Party>) -> Evidence? {
        guard let stated = workspace.parties[party], stated.outside.indices.contains(index) else { return nil }
        let value = stated.outside[index]
        return evidence(
            Pointer(["parties", party.text]).outside(index, of: stated),
            "no deal brings \(name(party)) \(Phrase.points(value.points)) swing points\(value.because.map { ": \($0)" } ?? "")",
            value.source)
    }

    mutating func evidence(need option: ID<Option>, on issue: ID<Issue>) -> Evidence {
        evidence(
            Pointer(["issues", issue.text, "options", option.text]),
            at: Pointer(["issues", issue.text, "options", option.text, "needs"]),
            "“\(title(option, of: issue))” needs consents beyond the decision rule's",
            workspace.issues[issue]?.options[option]?.source)
    }
}

extension Pointer {
    /// The place of an outside value below its party's: one that is a bare range is not written as a list.
    func outside(_ index: Int, of party: Party) -> Pointer {
        let place = self / "outside"
        let isBare =
            party.outside.count == 1 && party.outside[0].after == 0 && party.outside[0].because == nil
            && party.outside[0].source == nil
        return isBare ? place : place / index
    }
}

/// How well a claim stands: on a source, on somebody's own judgement, or on nothing.
enum Standing: String, CaseIterable {
    case cited, assumed, unsourced

    init(of source: Citation?, in workspace: Workspace) {
        switch source.flatMap({ workspace.sources[$0.source]?.kind }) {
        case nil: self = .unsourced
        case .assumption?: self = .assumed
        default: self = .cited
        }
    }
}

extension Reading {
    /// `under the assessed reading`, for sentences.
    var phrase: String { "under the \(rawValue) reading" }
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
