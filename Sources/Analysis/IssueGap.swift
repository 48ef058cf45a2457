import Negotiation
import OrderedCollections
import Shapes

/// How much ground several parties share on one issue: what its best option is to all of them.
package enum CommonGround: Int, Sendable, CaseIterable, Comparable {
    /// Every option is a red line for at least one party.
    case clash
    case none
    case tolerated
    case accepted
    case preferred

    package static func < (a: CommonGround, b: CommonGround) -> Bool { a.rawValue < b.rawValue }

    /// The least stance that counts as this much, by the words of the workspace; nil for the two that need none.
    package func threshold(_ words: Words) -> Number? {
        switch self {
        case .clash, .none: nil
        case .tolerated: words.stance["tolerates"]?.low
        case .accepted: words.stance["accepts"]?.low
        case .preferred: words.stance["prefers"]?.low
        }
    }
}

/// How far the parties are apart on one issue, taken by itself.
package struct IssueGap: Sendable {
    /// An option's largest loss: one less the stance, for the party that loses most by it. Choosing the option that makes
    /// it smallest is the minimax criterion (Wald 1950), each party's loss on its own scale.
    package struct Loss: Sendable, Hashable {
        package var option: Int
        /// At the midpoints of all ranges.
        package var nominal: Number
        /// Over all stated ranges, which vary independently between parties.
        package var range: Interval
        /// Whose loss it is at the midpoints.
        package var parties: [Int]
    }

    /// A party for which an option is not acceptable.
    package struct RedLine: Sendable, Hashable {
        package var party: Int
        /// The red line's id; nil when the stance itself says so.
        package var condition: String?
    }

    /// The issue's place in the case.
    package let issue: Int
    /// The parties compared, by their places in the case: those asked for that have a position here.
    package let holders: [Int]
    /// At the midpoints of all ranges; nil when nobody has a position and no red lines clash.
    package let ground: CommonGround?
    /// What holds over all stated ranges: at least this much, at most that much.
    package let leastGround: CommonGround
    package let mostGround: CommonGround
    /// The options that reach `ground` at the midpoints.
    package let options: [Int]
    /// Those of them that reach it whatever the true values within the stated ranges.
    package let settledOptions: [Int]
    /// Per option, for whom it is a red line.
    package let redLines: [[RedLine]]
    /// The options with the smallest largest loss, all of them; empty when each is a red line for somebody.
    package let smallestLosses: [Loss]
    /// How many of the holders have a vital salience here.
    package let vitalCount: Int

    /// - Parameter parties: places in the case. Their red lines count here also where they have no position.
    package init(_ index: Int, among parties: [Int], in resolved: ResolvedCase) {
        let issue = resolved.issues[index]
        let words = resolved.workspace.words.effective
        let holders = parties.filter { resolved.parties[$0].positions[index] != nil }
        let levels = holders.map { party in
            issue.choices.indices.map { resolved.parties[party].positions[index]?.level(of: $0, on: issue) ?? .unknown }
        }
        var redLines = [[RedLine]](repeating: [], count: issue.choices.count)
        for party in parties {
            let stances = holders.firstIndex(of: party).map { levels[$0] }
            for (option, conditions) in resolved.conditions(of: party, on: index).enumerated() {
                if stances?[option].isRedLine == true { redLines[option].append(RedLine(party: party)) }
                redLines[option] += conditions.map { RedLine(party: party, condition: $0) }
            }
        }
        let acceptable = issue.choices.indices.filter { redLines[$0].isEmpty }

        /// The most that some option is to all holders, if an option counts as something to a party when `counts` says so.
        func most(_ counts: (Interval, Number) -> Bool) -> CommonGround {
            if acceptable.isEmpty { return .clash }
            let found = CommonGround.allCases.reversed().first { ground in
                guard let threshold = ground.threshold(words) else { return false }
                return acceptable.contains { option in levels.allSatisfy { counts($0[option].interval, threshold) } }
            }
            return found ?? .none
        }
        let nominal = most { $0.midpoint >= $1 }
        ground = holders.isEmpty && nominal != .clash || issue.choices.isEmpty ? nil : nominal
        leastGround = most { $0.low >= $1 }
        // Ranges of neighbouring words share an end; that alone does not lift an option to the next word.
        mostGround = most { $0.low >= $1 || $0.high > $1 }
        func reaching(_ value: (Interval) -> Number) -> [Int] {
            guard let threshold = nominal.threshold(words) else { return [] }
            return acceptable.filter { option in levels.allSatisfy { value($0[option].interval) >= threshold } }
        }
        options = reaching(\.midpoint)
        settledOptions = reaching(\.low)

        var losses: [Loss] = []
        for option in acceptable where !holders.isEmpty {
            let stances = levels.map(\.[option].interval)
            let least = stances.lazy.map(\.midpoint).min() ?? 0
            losses.append(
                Loss(
                    option: option, nominal: 1 - least,
                    range: Interval(
                        low: 1 - (stances.lazy.map(\.high).min() ?? 0), high: 1 - (stances.lazy.map(\.low).min() ?? 0)),
                    parties: holders.indices.filter { stances[$0].midpoint == least }.map { holders[$0] }))
        }
        let smallest = losses.lazy.map(\.nominal).min()
        smallestLosses = losses.filter { $0.nominal == smallest }
        let vital = words.salience["vital"]?.low
        vitalCount = holders.count { party in
            vital.map { resolved.parties[party].positions[index].map(\.salience.low) ?? 0 >= $0 } ?? false
        }
        self.issue = index
        self.holders = holders
        self.redLines = redLines
    }
}

extension ResolvedCase {
    /// Per option of an issue, the binding red lines of a party that the option crosses by itself, whatever is chosen
    /// elsewhere.
    package func conditions(of party: Int, on index: Int) -> [[String]] {
        let issue = issues[index]
        var crossed = [[String]](repeating: [], count: issue.choices.count)
        for id in parties[party].bindingRedLines {
            guard let predicate = parties[party].party.redLines[id]?.predicate, predicate.scope.contains(issue.id) else {
                continue
            }
            for (option, choice) in issue.choices.enumerated() {
                let truth = predicate.truth(
                    over: { other in
                        other == issue.id ? [choice] : self.index(of: other).map { issues[$0].choices } ?? []
                    }, in: workspace
                ).truth
                if truth == .yes { crossed[option].append(id) }
            }
        }
        return crossed
    }
}
