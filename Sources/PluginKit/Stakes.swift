import Findings
import Negotiation
import OrderedCollections
import PluginProtocol
import Shapes

/// What one party says, or is thought, of options, in numbers, and what its comparison of a package with no deal is made of.
///
/// The engine decides what a package is worth (the analyzers ask it); this names the ranges that its answer rests on.
public struct Stakes: Sendable {
    /// A term of the comparison with no deal.
    public enum Term: Sendable, Hashable {
        case position(ID<Issue>)
        case goal(String)
        case linkage(ID<Linkage>)
        case outside(Int)
    }

    public let workspace: Workspace
    public let party: ID<Party>
    public let reading: Reading
    private let words: Words

    public init(of party: ID<Party>, in workspace: Workspace, reading: Reading) {
        self.workspace = workspace
        self.party = party
        self.reading = reading
        words = workspace.words.effective
    }

    public func hasPosition(on issue: ID<Issue>) -> Bool { workspace.issues[issue]?.positions[party] != nil }

    /// The account in which an option's stance stands.
    public func account(_ option: ID<Option>, on issue: ID<Issue>) -> Reading? {
        let position = workspace.issues[issue]?.positions[party]
        if reading == .assessed, position?.assessed?.stance[option] != nil { return .assessed }
        return position?.stance[option] == nil ? nil : .declared
    }

    private func judgement(_ option: ID<Option>, on issue: ID<Issue>) -> Judgement? {
        let position = workspace.issues[issue]?.positions[party]
        return account(option, on: issue) == .assessed ? position?.assessed?.stance[option] : position?.stance[option]
    }

    /// How much the party likes an option, 0–1; nil when it has no position on the issue. What it does not speak of may be
    /// anything.
    public func level(_ option: ID<Option>, on issue: ID<Issue>) -> Interval? {
        guard hasPosition(on: issue) else { return nil }
        return switch judgement(option, on: issue) {
        case .number(let number)?: Interval(number)
        case .range(let range)?: range
        case .word(Words.redLine)?: .zero
        case .word(let word)?: words.stance[word] ?? .unit
        case nil: .unit
        }
    }

    public func salience(on issue: ID<Issue>) -> Interval {
        let position = workspace.issues[issue]?.positions[party]
        return switch (reading == .assessed ? position?.assessed?.salience : nil) ?? position?.salience {
        case .number(let number)?: Interval(number)
        case .range(let range)?: range
        case .word(let word)?: words.salience[word] ?? .zero
        case nil: .zero
        }
    }

    /// What it brings the party, in swing points, that an issue goes from one option to another; by its position alone.
    public func swing(from: ID<Option>, to: ID<Option>, on issue: ID<Issue>) -> Interval? {
        if from == to { return .zero }
        guard let a = level(from, on: issue), let b = level(to, on: issue) else { return nil }
        return salience(on: issue) * (b - a)
    }

    /// The settled terms of a package's comparison with no deal today: what differs, and by how many swing points.
    public func terms(_ draft: Draft) -> OrderedDictionary<Term, Interval> {
        var terms: OrderedDictionary<Term, Interval> = [:]
        guard let noDeal = Draft.noDeal(in: workspace), let stated = workspace.parties[party] else { return terms }
        for id in workspace.issues.keys {
            guard let with = draft.settled(id), let without = noDeal.settled(id) else { continue }
            terms[.position(id)] = swing(from: without, to: with, on: id)
        }
        /// What counts in the package and not without it, or the reverse.
        func difference(_ condition: Predicate?, _ points: Interval?) -> Interval? {
            guard let condition, let points else { return nil }
            return switch (draft.truth(condition), noDeal.truth(condition)) {
            case (.yes, .no): points
            case (.no, .yes): .zero - points
            default: nil
            }
        }
        for (name, goal) in stated.agenda { terms[.goal(name)] = difference(goal.predicate, goal.weight) }
        for (id, linkage) in workspace.linkages { terms[.linkage(id)] = difference(linkage.when, linkage.adds[party]) }
        let begun = stated.outside.enumerated().filter { $0.element.after <= 0 }
        if let now = begun.max(by: { ($0.element.after, $0.offset) < ($1.element.after, $1.offset) }) {
            terms[.outside(now.offset)] = .zero - now.element.points
        }
        return terms
    }

    /// Which range keeps it open whether a package passes no deal. The terms of a comparison are added up, so a range settles
    /// it when its width takes an end of the whole across zero.
    ///
    /// - Parameter margin: what the engine says by how much the package passes it.
    public func narrowing(_ draft: Draft, margin: Interval) -> Narrowing<Term> {
        let terms = terms(draft)
        return Narrowing(terms) { term, value in
            guard let range = terms[term] else { return false }
            return value == range.high ? margin.low + range.width >= 0 : margin.high - range.width < 0
        }
    }
}

extension PartyOutcome {
    /// By how much the package passes the party's floor.
    public var passing: Interval? { margin.flatMap { margin in margin.range ?? margin.value.map { Interval($0) } } }
}

extension Explainer {
    /// What would settle whether a package passes no deal for a party, as a sentence.
    public func advice(_ stakes: Stakes, _ draft: Draft, margin: Interval) -> String? {
        stakes.narrowing(draft, margin: margin).advice({ name($0, of: stakes) }) { "\(Phrase.points($0)) swing points" }
    }

    /// What a term of a comparison is, in words.
    public func name(_ term: Stakes.Term, of stakes: Stakes) -> String {
        let whose = name(stakes.party)
        return switch term {
        case .position(let issue): "what \(title(issue)) is worth to \(whose)"
        case .goal(let goal): "the weight of “\(workspace.parties[stakes.party]?.agenda[goal]?.title ?? goal)” for \(whose)"
        case .linkage(let id): "what “\(title(id))” brings \(whose)"
        case .outside: "what no deal brings \(whose) beyond the issues"
        }
    }

    /// Where a term of a comparison stands.
    public mutating func evidence(_ term: Stakes.Term, of stakes: Stakes, in draft: Draft) -> Evidence? {
        switch term {
        case .position(let issue):
            draft.settled(issue).flatMap { option in evidence(option, on: issue, of: stakes) }
        case .goal(let goal): evidence(goal: goal, of: stakes.party)
        case .linkage(let id): evidence(linkage: id)
        case .outside(let index): evidence(outside: index, of: stakes.party)
        }
    }

    /// What a party says, or is thought, of an option, in the account that counts.
    public mutating func evidence(_ option: ID<Option>, on issue: ID<Issue>, of stakes: Stakes) -> Evidence? {
        stakes.account(option, on: issue).map {
            evidence(stakes.party, on: issue, of: option, $0, isSoftened: stakes.reading == .assessed && $0 == .declared)
        }
    }
}
