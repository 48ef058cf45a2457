import Negotiation
import OrderedCollections
import Shapes

/// What a package brings a party, against what it must have: terms of options and conditions, at one end of the ranges.
extension SpaceBuilder {
    /// What adds up to a party's margin over its floor, in swing points times `divisor`.
    struct Terms {
        var divisor = 1
        /// Per variable and option.
        var own: [[Number]]
        var additions: [(condition: FormulaStore.ID, points: Number)] = []
        var constant = Number.zero
    }

    mutating func terms(_ party: Int) -> Terms {
        let resolvedParty = resolved.parties[party]
        let reservation = resolvedParty.party.reservation
        var terms = Terms(own: choices.alternatives.map { [Number](repeating: 0, count: $0.count) })
        let percent = Number(significand: 1, exponent: -2)
        let end = end
        func at(_ interval: Interval) -> Number {
            switch end {
            case .nominal: interval.midpoint
            case .pessimistic: interval.low
            case .optimistic: interval.high
            }
        }
        /// `weight · factor` at the end in question.
        func product(_ weight: Interval, _ factor: Interval) -> Number {
            end == .nominal ? weight.midpoint * factor.midpoint : at(weight * factor)
        }
        let divisor = end == .nominal ? resolvedParty.quotients.ofMidpoints : resolvedParty.quotients.ofEnds
        terms.divisor = divisor
        let times = Number(divisor)
        /// A stance times the divisor: a whole number where it was written as a quotient.
        func scaled(_ stance: Interval, on issue: ResolvedIssue) -> Interval {
            guard divisor > 1 else { return stance }
            func scaled(_ number: Number) -> Number {
                let isRounded = issue.issue.range == nil && Quotients.isQuotient(number)
                return isRounded ? (number * times).rounded(decimals: 0) : number * times
            }
            return end == .nominal ? Interval(scaled(stance.midpoint)) : Interval(low: scaled(stance.low), high: scaled(stance.high))
        }
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = resolvedParty.positions[index] else { continue }
            let without = resolved.noDeal.domains[index]
            let only = without.count == 1 ? without[0] : nil
            var worthWithout = Interval.zero
            if reservation == nil {
                let levels = without.map { scaled(position.level(of: $0, on: issue).interval, on: issue) }
                if only == nil {
                    // Any of them may hold: the least demanding floor, but over all ranges the most demanding.
                    if !silentNoDeal.contains(index) { silentNoDeal.append(index) }
                    worthWithout = switch end {
                    case .nominal: Interval(levels.map(\.midpoint).min() ?? 0)
                    case .pessimistic: Interval(levels.map(\.high).max() ?? 0)
                    case .optimistic: Interval(levels.map(\.low).min() ?? 0)
                    }
                } else {
                    worthWithout = levels[0]
                }
            }
            for (place, choice) in choices.alternatives[index].enumerated() {
                let worth = scaled(position.level(of: choice, on: issue).interval, on: issue)
                if let reservation {
                    let floor = Interval(low: reservation.low * percent * times, high: reservation.high * percent * times)
                    terms.own[index][place] = product(position.salience, worth - floor)
                } else {
                    terms.own[index][place] = choice == only ? 0 : product(position.salience, worth - worthWithout)
                }
            }
        }
        for goal in resolvedParty.party.agenda.values {
            guard let weight = goal.weight, let predicate = goal.predicate else { continue }
            let condition = formula(of: predicate.root)
            if let reservation {
                let floor = Interval(low: reservation.low * percent, high: reservation.high * percent)
                add(condition, product(weight, Interval(1) - floor), product(weight, .zero - floor), times, &terms)
            } else {
                let truth = resolved.truth(of: predicate, over: resolved.noDeal)
                add(condition, weight, without: truth, times, &terms)
            }
        }
        for index in resolvedParty.adds {
            let linkage = resolved.workspace.linkages.elements[index].value
            guard let points = linkage.adds[resolvedParty.id], let condition = linkages[index],
                let predicate = linkage.when ?? linkage.require
            else { continue }
            if reservation != nil {
                add(condition, at(points), 0, times, &terms)
            } else {
                add(condition, points, without: resolved.truth(of: predicate, over: resolved.noDeal), times, &terms)
            }
        }
        if reservation == nil { terms.constant += at(.zero - resolvedParty.outside) * times }
        return terms
    }

    /// Points for a condition, as a difference to no deal.
    private func add(_ condition: FormulaStore.ID, _ points: Interval, without: Truth, _ times: Number, _ terms: inout Terms) {
        func difference(_ holds: Bool) -> Number {
            let options = without.counts.map { points * Interval(Number((holds ? 1 : 0) - $0)) }
            return switch end {
            case .nominal: options.map(\.midpoint).max() ?? 0
            case .pessimistic: options.map(\.low).min() ?? 0
            case .optimistic: options.map(\.high).max() ?? 0
            }
        }
        add(condition, difference(true), difference(false), times, &terms)
    }

    private func add(_ condition: FormulaStore.ID, _ met: Number, _ unmet: Number, _ times: Number, _ terms: inout Terms) {
        terms.constant += unmet * times
        if met != unmet { terms.additions.append((condition, (met - unmet) * times)) }
    }
}

extension PartyEvaluation {
    /// The value of a party's floor at the midpoints of all ranges, and the sum of its weights there. Where `noDeal` is
    /// silent the least of what may hold is taken, as by the nominal problem.
    static func floor(of party: ResolvedParty, in resolved: ResolvedCase) -> (normaliser: Number, value: Fraction) {
        var normaliser = Number.zero
        var points = Number.zero
        for (index, issue) in resolved.issues.enumerated() {
            guard let position = party.positions[index] else { continue }
            normaliser += position.salience.midpoint
            let worth = resolved.noDeal.domains[index].map { position.level(of: $0, on: issue).interval.midpoint }.min() ?? 0
            points += position.salience.midpoint * worth
        }
        for goal in party.party.agenda.values {
            guard let weight = goal.weight, let predicate = goal.predicate else { continue }
            normaliser += weight.midpoint
            if resolved.truth(of: predicate, over: resolved.noDeal) == .yes { points += weight.midpoint }
        }
        for index in party.adds {
            let linkage = resolved.workspace.linkages.elements[index].value
            guard let adds = linkage.adds[party.id], let predicate = linkage.when ?? linkage.require else { continue }
            let truth = resolved.truth(of: predicate, over: resolved.noDeal)
            let midpoint = adds.midpoint
            if truth == .yes || (truth == .open && midpoint.isNegative) { points += midpoint }
        }
        points += party.outside.midpoint
        if let reservation = party.party.reservation { return (normaliser, Fraction(reservation.midpoint)) }
        let value = normaliser > 0 ? Fraction(points) * .hundred / Fraction(normaliser) : Fraction(points)
        return (normaliser, value)
    }
}
