import Negotiation
import OrderedCollections
import Shapes

/// Turns places of a workspace into names, evidence and counted claims. Every analyzer, core or plugin, explains
/// through one: so a claim is named, cited and counted in one way only.
public struct Explainer: Sendable {
    public let workspace: Workspace
    public let words: Words
    /// Every claim that was used, counted once however often it was used.
    public private(set) var provenance = Provenance()
    private var counted: Set<Pointer> = []

    public init(_ workspace: Workspace) {
        self.workspace = workspace
        words = workspace.words.effective
    }

    public func name(_ party: ID<Party>) -> String { workspace.parties[party]?.name ?? party.text }
    public func names(_ parties: [ID<Party>]) -> String { Phrase.list(parties.map(name)) }
    public func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }
    public func title(_ option: ID<Option>, of issue: ID<Issue>) -> String {
        workspace.issues[issue]?.title(of: option) ?? option.text
    }
    public func title(_ linkage: ID<Linkage>) -> String {
        workspace.linkages[linkage]?.title ?? linkage.text.split(separator: "-").joined(separator: " ")
    }
    public func cell(_ party: ID<Party>) -> Cell { .name(name(party), id: party.text) }
    public func cell(_ issue: ID<Issue>) -> Cell { .name(title(issue), id: issue.text) }

    /// Counts a claim as used.
    public mutating func use(_ pointer: Pointer, _ source: Citation?) {
        guard counted.insert(pointer).inserted else { return }
        switch Standing(of: source, in: workspace) {
        case .cited: provenance.cited += 1
        case .assumed: provenance.assumed += 1
        case .unsourced: provenance.unsourced += 1
        }
    }

    /// Counts a claim and gives it as evidence; `place` is the exact spot where it is not the claim as a whole.
    public mutating func evidence(_ pointer: Pointer, at place: Pointer? = nil, _ text: String?, _ source: Citation?) -> Evidence {
        use(pointer, source)
        return Evidence(
            place ?? pointer, text: text, source: source, isAssumption: Standing(of: source, in: workspace) != .cited)
    }

    // MARK: Positions

    /// What a party says, or is thought, of one option, with its place and citation.
    ///
    /// - Parameters:
    ///   - reading: which account it stands in.
    ///   - isSoftened: whether a stated red line counts as 0 and is no bar, as it does under the assessed reading.
    public mutating func evidence(
        _ party: ID<Party>, on issue: ID<Issue>, of option: ID<Option>, _ reading: Reading, isSoftened: Bool = false
    ) -> Evidence {
        let position = workspace.issues[issue]?.positions[party]
        let judgement = reading == .assessed ? position?.assessed?.stance[option] : position?.stance[option]
        let titled = Phrase.quoted(title(option, of: issue))
        let said: String =
            switch judgement {
            case .word(Words.redLine)?: "rules out \(titled)"
            case .word(let word)? where Words.standard.stance[word] != nil: "\(word) \(titled)"
            case .word(let word)?: "calls \(titled) “\(word)”"
            case .number(let number)?: "\(titled) at \(number) of 1"
            case .range(let range)?: "\(titled) at \(Phrase.range(range)) of 1"
            case nil: "has \(titled) in mind"
            }
        let softened =
            isSoftened && judgement == .word(Words.redLine)
            ? "; under the assessed reading that counts as 0 and is no bar" : ""
        let claim = pointer(party, on: issue, reading)
        let cited = source(party, on: issue, reading)
        // A declared position that cites somebody's own judgement is no word of the party's.
        let isGuess = Standing(of: cited, in: workspace) == .assumed
        let text =
            reading == .assessed
            ? "\(name(party)), by estimate: \(said)"
            : isGuess ? "\(name(party)), by assumption: \(said)\(softened)" : "\(name(party)) says: \(said)\(softened)"
        return evidence(claim, at: claim / "stance" / option.text, text, cited)
    }

    /// Counts a party's account on an issue without giving it as evidence.
    public mutating func use(_ party: ID<Party>, on issue: ID<Issue>, _ reading: Reading) {
        use(pointer(party, on: issue, reading), source(party, on: issue, reading))
    }

    private func pointer(_ party: ID<Party>, on issue: ID<Issue>, _ reading: Reading) -> Pointer {
        let position = Pointer(["issues", issue.text, "positions", party.text])
        return reading == .assessed ? position / "assessed" : position
    }

    private func source(_ party: ID<Party>, on issue: ID<Issue>, _ reading: Reading) -> Citation? {
        let position = workspace.issues[issue]?.positions[party]
        return reading == .assessed ? position?.assessed?.source : position?.source
    }

    // MARK: Other claims

    public mutating func evidence(redLine id: String, of party: ID<Party>) -> Evidence {
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

    public mutating func evidence(goal id: String, of party: ID<Party>) -> Evidence {
        let goal = workspace.parties[party]?.agenda[id]
        return evidence(
            Pointer(["parties", party.text, "agenda", id]), "\(name(party)) wants: “\(goal?.title ?? id)”", goal?.source)
    }

    public mutating func evidence(linkage id: ID<Linkage>) -> Evidence {
        let linkage = workspace.linkages[id]
        guard let origin = linkage?.origin else {
            return evidence(Pointer(["linkages", id.text]), linkage?.because, linkage?.source)
        }
        // Several rules may follow from one place, and each is a claim.
        use(Pointer(["linkages", id.text]), linkage?.source)
        return Evidence(
            origin.basis, text: "\(linkage?.because ?? "") (by module \(origin.module))", source: linkage?.source,
            isAssumption: Standing(of: linkage?.source, in: workspace) != .cited)
    }

    public mutating func evidence(outside index: Int, of party: ID<Party>) -> Evidence? {
        guard let stated = workspace.parties[party], stated.outside.indices.contains(index) else { return nil }
        let value = stated.outside[index]
        return evidence(
            Pointer(["parties", party.text]).outside(index, of: stated),
            "no deal brings \(name(party)) \(Phrase.points(value.points)) swing points\(value.because.map { ": \($0)" } ?? "")",
            value.source)
    }

    public mutating func evidence(need option: ID<Option>, on issue: ID<Issue>) -> Evidence {
        evidence(
            Pointer(["issues", issue.text, "options", option.text]),
            at: Pointer(["issues", issue.text, "options", option.text, "needs"]),
            "“\(title(option, of: issue))” needs consents beyond the decision rule's",
            workspace.issues[issue]?.options[option]?.source)
    }
}

extension Pointer {
    /// The place of an outside value below its party's: one that is a bare range is not written as a list.
    public func outside(_ index: Int, of party: Party) -> Pointer {
        let place = self / "outside"
        let isBare =
            party.outside.count == 1 && party.outside[0].after == 0 && party.outside[0].because == nil
            && party.outside[0].source == nil
        return isBare ? place : place / index
    }
}

/// How well a claim stands: on a source, on somebody's own judgement, or on nothing.
public enum Standing: String, Sendable, CaseIterable {
    case cited, assumed, unsourced

    public init(of source: Citation?, in workspace: Workspace) {
        switch source.flatMap({ workspace.sources[$0.source]?.kind }) {
        case nil: self = .unsourced
        case .assumption?: self = .assumed
        default: self = .cited
        }
    }
}

extension Reading {
    /// `under the assessed reading`, for sentences.
    public var phrase: String { "under the \(rawValue) reading" }
}
