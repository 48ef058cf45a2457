import PluginKit

/// One influence, and what would be otherwise without it.
package struct LeverAccount {
    package var name: String
    package var lever: Lever
    package var effect: Levers.Effect
    /// Target → what it would be worth to it, in its own swing points, that the influence is taken away.
    package var shifts: OrderedDictionary<ID<Party>, Interval> = [:]
    /// Whether nothing bounds what it moves.
    package var isUnbounded = false
    package var isMet = Truth.open
    /// The smallest change that meets what is asked for and can stand, and what becomes of the package by it.
    package var meeting: Motives.Way?
    /// The issues whose every way of being settled was tried, and how many of the ways can stand.
    package var over: [ID<Issue>] = []
    package var standing = 0
    /// How many of them nobody surely refuses.
    package var with = 0
    package var without = 0
    /// Who refuses every way, with it and without it, and is left aside in both counts.
    package var aside: [ID<Party>] = []
    /// Whether the actor alone keeps the package from being agreed.
    package var isAlone = false
    /// Whether ways are tried. What presses or offsets is weighed with the package at hand alone, so that a reader need not wait.
    static func isCounted(_ kind: Lever.Kind) -> Bool { [.consent, .veto, .aid].contains(kind) }
    var isCounted: Bool { Self.isCounted(lever.kind) }
    /// What the package itself comes to for those upon whom the influence bears, with it and without it.
    package var verdicts: OrderedDictionary<ID<Party>, [PartyOutcome.Verdict]> = [:]
}

/// Works out the accounts of all influences upon a package.
package struct LeverAccounts {
    typealias Changes = OrderedDictionary<ID<Issue>, ID<Option>>

    let workspace: Workspace
    let draft: Draft
    let reading: Reading
    let tries: Int
    let levers: Levers

    package init(_ levers: Levers, tries: Int) {
        workspace = levers.workspace
        draft = levers.draft
        reading = levers.reading
        self.tries = tries
        self.levers = levers
    }

    package func all(
        _ influence: OrderedDictionary<String, Lever>, asking questions: Questions
    ) async throws -> [LeverAccount] {
        // Every way that some influence asks about; those that several share, and the package itself, once.
        let asked = influence.mapValues { lever -> (over: [ID<Issue>], ways: [Changes]) in
            if LeverAccount.isCounted(lever.kind) {
                let (over, ways) = LeverSpace.all(lever, in: workspace, limit: tries)
                return (over, ways.filter { !levers.requirements.areBroken(by: $0) })
            }
            let isMissed = levers.effect(of: lever) == .wish && levers.isMet(lever, over: draft.possible) == .no
            return ([], isMissed ? levers.meeting(lever, most: 3) : [])
        }
        let ways = OrderedSet([[:]] + asked.values.flatMap(\.ways))
        let outcomes = try await questions.evaluate(ways.map { draft.choosing($0).package.choices }, reading)
        let known = Dictionary(zip(ways, outcomes)) { first, _ in first }
        return influence.map { name, lever in
            var account = LeverAccount(name: name, lever: lever, effect: levers.effect(of: lever))
            let (over, ways) = asked[name] ?? ([], [])
            account.isMet = levers.isMet(lever, over: draft.possible)
            if account.effect == .wish {
                wish(&account, ways, known)
            } else {
                account.over = over
                count(&account, ways, known)
            }
            return account
        }
    }

    // MARK: Wishes

    private func wish(_ account: inout LeverAccount, _ ways: [Changes], _ known: [Changes: PackageOutcome]) {
        let standing = ways.compactMap { way in known[way].map { Motives.Way(changes: way, agreement: $0.agreement) } }
            .filter { $0.agreement != .infeasible }
        account.meeting =
            standing.enumerated().min { a, b in
                (a.element.agreement.rank, a.offset) < (b.element.agreement.rank, b.offset)
            }?.element
        // Where no change that was tried meets it, nothing says what meeting it would cost.
        guard account.isMet != .no || account.meeting != nil else { return }
        for target in account.lever.towards {
            let spared = levers.spared(account.lever, on: target, meeting: account.meeting?.changes)
            if spared != .zero { account.shifts[target] = spared }
        }
    }

    // MARK: Consents and worth

    /// The verdicts of those who are asked, with the influence and without it.
    private struct Verdicts {
        var with: [ID<Party>: PartyOutcome.Verdict] = [:]
        var without: [ID<Party>: PartyOutcome.Verdict] = [:]
    }

    private func count(_ account: inout LeverAccount, _ ways: [Changes], _ known: [Changes: PackageOutcome]) {
        let lever = account.lever
        if account.effect == .worth {
            for target in lever.towards {
                guard let shift = levers.shift(of: lever, on: target, option: draft.possible) else {
                    account.isUnbounded = true
                    continue
                }
                if shift != .zero { account.shifts[target] = shift }
            }
        }
        let tried = ways.compactMap { way -> Verdicts? in
            guard let outcome = known[way], outcome.agreement != .infeasible else { return nil }
            return verdicts(account, outcome) { issue in way[issue].map { [$0] } ?? draft.possible(issue) }
        }
        account.standing = tried.count
        account.aside = workspace.parties.keys.filter { party in
            !tried.isEmpty && tried.allSatisfy { $0.with[party] == .excluded && $0.without[party] == .excluded }
        }
        let aside = Set(account.aside)
        func isRefused(_ verdicts: [ID<Party>: PartyOutcome.Verdict]) -> Bool {
            verdicts.contains { $0.value == .excluded && !aside.contains($0.key) }
        }
        account.with = tried.count { !isRefused($0.with) }
        account.without = tried.count { !isRefused($0.without) }
        guard let own = known[[:]] else { return }
        let now = verdicts(account, own, draft.possible)
        if account.effect == .consent {
            account.isAlone = now.with.filter { $0.value == .excluded }.map(\.key) == [lever.of]
        }
        for target in lever.towards where account.effect == .worth {
            account.verdicts[target] = [now.with[target], now.without[target]].compactMap { $0 }
        }
    }

    private func verdicts(
        _ account: LeverAccount, _ outcome: PackageOutcome, _ possible: (ID<Issue>) -> [ID<Option>]
    ) -> Verdicts {
        var verdicts = Verdicts()
        for party in outcome.parties where party.required != .no {
            // Whoever may not be asked may not refuse either.
            verdicts.with[party.party] = party.required == .open && party.verdict == .excluded ? .unknown : party.verdict
        }
        verdicts.without = verdicts.with
        switch account.effect {
        case .consent: verdicts.without[account.lever.of] = nil
        case .wish: break
        case .worth:
            for target in account.lever.towards {
                guard let one = outcome[target], verdicts.with[target] != nil else { continue }
                verdicts.without[target] = shifted(one, by: levers.shift(of: account.lever, on: target, option: possible))
            }
        }
        return verdicts
    }

    /// A party's verdict when its comparison with no deal moves. Red lines stay where they are.
    private func shifted(_ outcome: PartyOutcome, by shift: Interval?) -> PartyOutcome.Verdict {
        guard let margin = outcome.passing, let shift else { return outcome.verdict == .certain ? .certain : .unknown }
        // It refuses for something else than what the package is worth to it.
        if outcome.verdict == .excluded, margin.high >= 0 { return .excluded }
        let moved = margin + shift
        if moved.high < 0 { return .excluded }
        if !outcome.redLines.isEmpty { return outcome.verdict == .excluded ? .excluded : .unknown }
        if moved.low >= 0 { return .certain }
        return outcome.verdict == .unknown ? .unknown : .possible
    }
}
