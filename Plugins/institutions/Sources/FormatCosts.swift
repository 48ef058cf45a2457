import PluginKit

/// What a format costs a party: the swing points by which its best format is worth more to it, w·(max s − s). Swing weights
/// and additive values: Keeney & Raiffa 1976.
package struct FormatCosts: Sendable {
    /// What one party thinks of one option of the issue.
    package struct Account: Sendable, Hashable {
        /// Nil when nothing is said, or the option is ruled out.
        package var points: Interval?
        package var isRuledOut = false
    }

    package let party: ID<Party>
    package let accounts: OrderedDictionary<ID<Option>, Account>

    /// - Returns: nil when the party gives the issue no weight, or says nothing of any option.
    init?(_ party: ID<Party>, on issue: ID<Issue>, _ options: [ID<Option>], _ stances: Stances) {
        guard let weight = stances.salience(party, on: issue)?.weight else { return nil }
        let levels = options.map { ($0, stances.level(party, on: issue, $0)?.level) }
        guard levels.contains(where: { $0.1 != nil }) else { return nil }
        let known = levels.compactMap { level in level.1.map { (option: level.0, stance: $0.interval) } }
        var accounts: OrderedDictionary<ID<Option>, Account> = [:]
        for (option, level) in levels {
            guard let level else {
                accounts[option] = Account()
                continue
            }
            let others = known.filter { $0.option != option }.map(\.stance)
            accounts[option] =
                level == .redLine
                ? Account(isRuledOut: true) : Account(points: weight * FormatCosts.shortfall(level.interval, among: others))
        }
        self.party = party
        self.accounts = accounts
    }

    /// How far a stance lies below the best, whatever the true values are within independent ranges. It is zero when the stance
    /// itself is the best, so it is at least what one of the others is sure to be above it, and at most what one may be.
    package static func shortfall(_ stance: Interval, among others: [Interval]) -> Interval {
        Interval(
            low: others.map { $0.low - stance.high }.reduce(0, max), high: others.map { $0.high - stance.low }.reduce(0, max))
    }
}

/// Whose consent an agreement takes, and what of it the talks themselves can produce.
package struct Consents: Sendable {
    /// Why a consent is needed.
    package enum Reason: Sendable, Hashable {
        case rule
        case option(ID<Issue>, ID<Option>)
    }

    /// Needed for certain, each with its reasons.
    package private(set) var needed: OrderedDictionary<ID<Party>, [Reason]> = [:]
    /// Needed with some of the choices that are open.
    package private(set) var perhaps: OrderedDictionary<ID<Party>, [Reason]> = [:]
    private let workspace: Workspace

    /// - Parameter surroundings: of a package; of none, only the decision rule asks for consents.
    package init(_ surroundings: Surroundings) {
        workspace = surroundings.workspace
        for party in Consents.byRule(workspace) { needed[party] = [.rule] }
        guard surroundings.package != nil else { return }
        for (id, issue) in workspace.issues {
            let options = surroundings.possible(id)
            for option in options {
                for party in issue.options[option]?.needs ?? [] {
                    let isCertain = options.allSatisfy { issue.options[$0]?.needs.contains(party) == true }
                    if isCertain {
                        needed[party, default: []].append(.option(id, option))
                    } else {
                        perhaps[party, default: []].append(.option(id, option))
                    }
                }
            }
        }
        for party in needed.keys { perhaps[party] = nil }
    }

    /// By the decision rule; every principal where there is none.
    private static func byRule(_ workspace: Workspace) -> [ID<Party>] {
        workspace.decision?.required ?? workspace.parties.filter { $0.value.role == .principal }.map(\.key)
    }

    /// Those of some parties whose consent a format cannot produce.
    package func missing(_ parties: some Sequence<ID<Party>>, in format: Format) -> [ID<Party>] {
        parties.filter { !delivers($0, in: format) }
    }

    /// How many of those that the decision rule counts are lacking for its number.
    package func countLacking(in format: Format) -> Int {
        guard let decision = workspace.decision, let atLeast = decision.atLeast else { return 0 }
        return max(0, atLeast - decision.of.count { delivers($0, in: format) })
    }

    package func isComplete(_ format: Format) -> Bool {
        missing(needed.keys, in: format).isEmpty && countLacking(in: format) == 0
    }

    /// By itself; or, for a bloc, when those are there by whom it decides.
    private func delivers(_ party: ID<Party>, in format: Format, depth: Int = 0) -> Bool {
        if format.delivers.contains(party) { return true }
        // Blocs of blocs end somewhere, unless two name each other.
        guard depth < 8, let decision = workspace.parties[party]?.decision,
            !decision.required.isEmpty || decision.atLeast != nil
        else { return false }
        return decision.required.allSatisfy { delivers($0, in: format, depth: depth + 1) }
            && decision.of.count { delivers($0, in: format, depth: depth + 1) } >= decision.atLeast ?? 0
    }
}
