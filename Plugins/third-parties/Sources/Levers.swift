import PluginKit

/// What would be otherwise if an actor's influence were taken away.
///
/// Three kinds of it are told apart. A **consent** or a veto is then not asked for. What an actor asks of others as a
/// **condition**, by its weight in an alliance or by trade, then need not be met. What it gives, keeps up or lets through moves
/// what an agreement is **worth** to those upon whom it bears, in their own swing points.
package struct Levers {
    package enum Effect: Equatable {
        /// Its consent is not asked for.
        case consent
        /// What it asks for need not be met.
        case wish
        /// The target's comparison with no deal moves; nil when nothing bounds by how much.
        case worth
    }

    let workspace: Workspace
    let draft: Draft
    let reading: Reading
    let leaks: Leaks
    let requirements: Requirements

    package init(_ draft: Draft, reading: Reading) {
        workspace = draft.workspace
        self.draft = draft
        self.reading = reading
        leaks = Leaks(in: draft.workspace)
        requirements = Requirements(draft)
    }

    package func effect(of lever: Lever) -> Effect {
        switch lever.kind {
        case .consent, .veto: .consent
        case .condition, .unity, .trade: .wish
        case .aid, .pressure, .leakage, .venue: .worth
        }
    }

    // MARK: Worth

    /// By how many swing points a target's comparison with no deal moves when the influence is taken away; positive when it
    /// would do better to agree. Nil when nothing bounds it.
    ///
    /// - **Aid**: what stands without an agreement falls by the actor's part of what the target would lose down to the option it
    ///   likes least: `weight · max_o salience · (v(n) − v(o))`, n the option of no deal.
    /// - **Pressure**: without it no deal would be better by the actor's part of what the target would gain up to the option it
    ///   likes best: `−weight · max_o salience · (v(o) − v(n))`.
    /// - **Leakage and venue**: a part of what presses the target is offset, so that relief from it is worth less. Without the
    ///   offset the relief x is worth `gain · salience · (v(x) − v(n))` more (`Leaks.gain`); where nothing is relieved nothing
    ///   moves. That stances are estimated with the offset in place is assumed. For leakage the shares are those of the section
    ///   of the module sanctions; for a venue the share is the weight.
    ///
    /// - Parameter option: what a package says on an issue.
    package func shift(
        of lever: Lever, on target: ID<Party>, option: (ID<Issue>) -> [ID<Option>]
    ) -> Interval? {
        let stakes = Stakes(of: target, in: workspace, reading: reading)
        var sum = Interval.zero
        for issue in lever.issues {
            guard stakes.hasPosition(on: issue), let standing = workspace.noDeal?.choices[issue] else { continue }
            let all = workspace.issues[issue]?.options.keys.elements ?? []
            switch lever.kind {
            case .aid: sum += lever.weight * greatest(all.compactMap { stakes.swing(from: $0, to: standing, on: issue) })
            case .pressure:
                sum += .zero - lever.weight * greatest(all.compactMap { stakes.swing(from: standing, to: $0, on: issue) })
            case .leakage, .venue:
                let gains = option(issue).compactMap { stakes.swing(from: standing, to: $0, on: issue) }.map(positive)
                guard let gain = hull(gains), gain.high > 0 else { continue }
                let gained =
                    lever.kind == .venue
                    ? Leaks.gain(share: lever.weight, others: .zero) : leaks.gain(ofClosing: lever.leakage, on: issue)
                switch gained {
                case .unknown: continue
                case .unbounded: return nil
                case .factor(let factor): sum += factor * gain
                }
            case .consent, .veto, .condition, .unity, .trade: break
            }
        }
        return sum
    }

    /// The greatest of several quantities that are known as ranges.
    private func greatest(_ ranges: [Interval]) -> Interval {
        Interval(low: max(0, ranges.map(\.low).max() ?? 0), high: max(0, ranges.map(\.high).max() ?? 0))
    }

    private func positive(_ range: Interval) -> Interval { Interval(low: max(0, range.low), high: max(0, range.high)) }

    private func hull(_ ranges: [Interval]) -> Interval? { ranges.dropFirst().reduce(ranges.first) { $0?.hull($1) } }

    // MARK: Wishes

    /// The goals by which an actor, or a member of it, asks for something on the issues of the influence.
    package func goals(of lever: Lever) -> [(party: ID<Party>, goal: String, predicate: Predicate)] {
        let members = workspace.parties[lever.of]?.members.filter { !lever.towards.contains($0) } ?? []
        return ([lever.of] + members).flatMap { party in
            (workspace.parties[party]?.agenda ?? [:]).compactMap { name, goal in
                guard let predicate = goal.predicate, predicate.scope.contains(where: lever.issues.contains) else { return nil }
                return (party, name, predicate)
            }
        }
    }

    /// Whether a package meets what the actor itself asks for: its goals, or where it states none, on every issue one of the
    /// options that it may like best. Open where nothing says what it asks for.
    package func isMet(_ lever: Lever, over possible: (ID<Issue>) -> [ID<Option>]) -> Truth {
        let own = goals(of: lever).filter { $0.party == lever.of }
        guard own.isEmpty else { return all(own.map { $0.predicate.truth(over: possible, in: workspace).truth }) }
        let stakes = Stakes(of: lever.of, in: workspace, reading: reading)
        let truths = lever.issues.compactMap { issue -> Truth? in
            guard let favourites = stakes.favourites(on: issue) else { return nil }
            let options = possible(issue)
            let met = options.count(where: favourites.contains)
            return met == 0 ? .no : met == options.count ? .yes : .open
        }
        return truths.isEmpty ? .open : all(truths)
    }

    /// The smallest changes of the package, within the issues of the influence, after which what the actor asks for is met
    /// and no requirement is broken.
    package func meeting(_ lever: Lever, most limit: Int) -> [OrderedDictionary<ID<Issue>, ID<Option>>] {
        let scope = OrderedSet(goals(of: lever).filter { $0.party == lever.of }.flatMap(\.predicate.scope) + lever.issues)
        let axes = scope.compactMap { issue -> (issue: ID<Issue>, options: [ID<Option>])? in
            let settled = draft.settled(issue)
            let options = workspace.issues[issue]?.options.keys.filter { $0 != settled } ?? []
            return options.isEmpty ? nil : (issue, options)
        }
        return Motives.smallest(axes, most: limit) { changes in
            isMet(lever) { issue in changes[issue].map { [$0] } ?? draft.possible(issue) } == .yes
                && !requirements.areBroken(by: changes)
        }
    }

    /// What those upon whom the influence bears are spared when what the actor asks for need not be met, in their own swing
    /// points and by their positions alone: where it is not met, what meeting it would cost them; where it is, what they would
    /// gain by what they like best: `max_o salience · (v(o) − v(x))`, x what the package says.
    package func spared(_ lever: Lever, on target: ID<Party>, meeting: OrderedDictionary<ID<Issue>, ID<Option>>?) -> Interval {
        let stakes = Stakes(of: target, in: workspace, reading: reading)
        var sum = Interval.zero
        if let meeting {
            for (issue, option) in meeting {
                let costs = draft.possible(issue).compactMap { stakes.swing(from: option, to: $0, on: issue) }
                if let cost = hull(costs) { sum += cost }
            }
            return sum
        }
        for issue in lever.issues where stakes.hasPosition(on: issue) {
            let gains = draft.possible(issue).map { now in
                greatest(
                    (workspace.issues[issue]?.options.keys.elements ?? []).compactMap {
                        stakes.swing(from: now, to: $0, on: issue)
                    })
            }
            if let gain = hull(gains) { sum += gain }
        }
        return sum
    }

    private func all(_ truths: [Truth]) -> Truth { truths.contains(.no) ? .no : truths.contains(.open) ? .open : .yes }
}

/// Ways of settling the issues of an influence, everything else as the package has it.
package enum LeverSpace {
    /// Every way of settling as many of the issues, in their order, as make no more ways than may be tried.
    package static func all(_ lever: Lever, in workspace: Workspace, limit: Int) -> (
        over: [ID<Issue>], ways: [OrderedDictionary<ID<Issue>, ID<Option>>]
    ) {
        var over: [ID<Issue>] = []
        var ways: [OrderedDictionary<ID<Issue>, ID<Option>>] = [[:]]
        for issue in lever.issues {
            let options = workspace.issues[issue]?.options.keys.elements ?? []
            guard options.count > 1, ways.count * options.count <= limit else { continue }
            over.append(issue)
            ways = ways.flatMap { way in
                options.map { option in
                    var next = way
                    next[issue] = option
                    return next
                }
            }
        }
        return (over, ways)
    }
}
