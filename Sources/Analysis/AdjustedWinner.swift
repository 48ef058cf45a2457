import Negotiation
import Shapes

/// Items shared out between two parties by adjusted winner (Brams & Taylor 1996, *Fair Division*, chapter 4), in exact
/// fractions.
///
/// Each party has points for each item; they count as shares of its own total, so they need not sum to 100. The items stand
/// in the order of falling quotients `first's points / second's points`. The first party takes them from the front, the
/// second from the back, and where they meet, one item may be split so that both come out alike: with `F` before the
/// meeting item `k`, `S` from `k` on, and totals `A` and `B`, the first party's share of `k` is
/// `(A·b(S) − B·a(F)) / (B·aₖ + A·bₖ)`, and both receive `(a(F)·bₖ + aₖ·b(S)) / (B·aₖ + A·bₖ)` of what they could have.
/// That is where the procedure of the book ends, which gives every item to whoever values it more and then lets the richer
/// party hand items over in the order of those quotients until both are level.
///
/// Three things hold of every result, provided that an item can be split, that worth is additive over the items, and that
/// half of an item is worth half of it:
/// - equitable: both receive the same part of their totals, `value`;
/// - efficient: no other division, however many items it splits, gives one more and the other no less, since no exchange
///   across the meeting point pays for both;
/// - free of envy: neither would rather have the other's part, since `value` is at least 1/2. Otherwise both would gain by
///   changing places, which efficiency rules out.
///
/// It is not proof against points that are stated falsely.
package struct AdjustedWinner: Sendable, Hashable {
    /// Why there is nothing to share out, or no exact way.
    package enum Fault: Error, Hashable {
        /// The two lists of points are of different lengths.
        case unequalCounts(Int, Int)
        /// The party, 0 or 1, has less than no points for the item at this place.
        case negativePoints(party: Int, item: Int)
        /// The party, 0 or 1, has no points for any item: nothing can be given it.
        case noPoints(party: Int)
        /// The party's points, as whole numbers of their last decimal, sum to more than `limit`.
        case tooFine(party: Int)
        /// The workspace has so many principals with positions, not two.
        case principals(Int)
    }

    /// Each party's points, as whole numbers of their last decimal, may sum to so much. Then every product of two sums, and
    /// twice that, stays within 128 bits, and nothing else is ever multiplied.
    package static let limit: Int128 = 1_000_000_000_000_000_000

    /// Item by item what part of it the first party receives, 0 … 1, in lowest terms; the second receives the rest. Nil where
    /// neither has points, so that nothing depends on it.
    package let shares: [Ratio?]
    /// The one item of which each receives a part; nil when all go undivided.
    package let split: Int?
    /// What each party receives as a part of its own total, in lowest terms: the same for both, at least 1/2.
    package let value: Ratio
    /// The items, by place, of which one that is split or goes last to the first party could change places with another: all
    /// have the same quotient, and which goes where was decided by their places. Both parties receive the same either way.
    /// Empty when there was nothing to decide.
    package let ties: [Int]

    /// - Parameters: each party's points, zero or more, item by item.
    package init(_ first: [Number], _ second: [Number]) throws(Fault) {
        guard first.count == second.count else { throw .unequalCounts(first.count, second.count) }
        let (a, b) = (try Self.whole(first, party: 0), try Self.whole(second, party: 1))
        let (totalA, totalB) = (a.reduce(0, +), b.reduce(0, +))
        let order = a.indices.filter { a[$0] + b[$0] > 0 }.sorted { x, y in
            let (left, right) = (a[x] * b[y], a[y] * b[x])
            return left != right ? left > right : x < y
        }
        var shares = [Ratio?](repeating: nil, count: a.count)
        for item in order { shares[item] = Ratio(0, over: 1) }

        // The first party has `front`, and the second would have `back`, until the next item brings the first level.
        var (front, back): (Int128, Int128) = (0, totalB)
        var place = 0
        while (front + a[order[place]]) * totalB < (back - b[order[place]]) * totalA {
            shares[order[place]] = Ratio(1, over: 1)
            front += a[order[place]]
            back -= b[order[place]]
            place += 1
        }
        let item = order[place]
        let both = totalB * a[item] + totalA * b[item]
        let share = Ratio(whole: totalA * back - totalB * front, over: both)
        shares[item] = share
        self.shares = shares
        split = share == Ratio(1, over: 1) ? nil : item
        value = Ratio(whole: front * b[item] + a[item] * back, over: both)
        let alike = order.filter { a[$0] * b[item] == a[item] * b[$0] }
        ties = alike.count > 1 && (split != nil || alike.last != item) ? alike.sorted() : []
    }

    /// Points as whole numbers of their last decimal.
    private static func whole(_ points: [Number], party: Int) throws(Fault) -> [Int128] {
        if let item = points.firstIndex(where: \.isNegative) { throw .negativePoints(party: party, item: item) }
        let exponent = points.lazy.map(\.exponent).min() ?? 0
        var sum: Int128 = 0
        var result: [Int128] = []
        for number in points {
            var digits = number.significand
            for _ in exponent..<number.exponent where digits <= limit { digits *= 10 }
            guard digits <= limit - sum else { throw .tooFine(party: party) }
            sum += digits
            result.append(digits)
        }
        guard sum > 0 else { throw .noPoints(party: party) }
        return result
    }
}

/// The issues between two principals, shared out by adjusted winner: whoever receives an issue has it settled as it likes
/// best.
///
/// The items are the issues on which both have a position; on others nobody is in anybody's way. A party's points for an
/// issue are what the winner of it has over the loser: its salience times its stance on its own best option less its stance
/// on the other's best option, at the midpoints of all ranges. Of several best options a party has the one that the other
/// likes most, and then the first listed. So an issue that both want settled alike has no points and no share.
///
/// That assumes what the procedure does: each issue can be decided without the others, and a part of an issue is worth that
/// part of its points, as with an option halfway between or a lottery. Linkages, weighted goals, outside values and
/// reservations are left out, and a red line counts as a stance of 0 and no bar. What comes out is a yardstick of an even
/// division, to be evaluated as a package before anybody proposes it.
package struct IssueDivision: Sendable {
    package struct Item: Sendable, Hashable {
        /// The issue's place in the case.
        package var issue: Int
        /// Each party's best option, as a place among the choices of the issue.
        package var best: [Int]
        /// Each party's points, in its own swing points.
        package var points: [Number]
    }

    /// The two principals with positions, by their places in the case; the first of them is the first party.
    package let parties: [Int]
    /// Parallel to the items of `division`, in the order of the workspace.
    package let items: [Item]
    package let division: AdjustedWinner

    /// - Throws: when not just two principals have positions, or when their points cannot be shared out.
    package init(_ resolved: ResolvedCase) throws(AdjustedWinner.Fault) {
        let parties = resolved.parties.indices.filter {
            resolved.parties[$0].party.role == .principal && resolved.parties[$0].hasPosition
        }
        guard parties.count == 2 else { throw .principals(parties.count) }
        let items = resolved.issues.indices.compactMap { Item($0, between: parties[0], and: parties[1], in: resolved) }
        self.parties = parties
        self.items = items
        division = try AdjustedWinner(items.map { $0.points[0] }, items.map { $0.points[1] })
    }
}

extension IssueDivision.Item {
    /// Nil unless both parties have a position on an issue that has choices.
    fileprivate init?(_ index: Int, between first: Int, and second: Int, in resolved: ResolvedCase) {
        let issue = resolved.issues[index]
        guard let one = resolved.parties[first].positions[index], let other = resolved.parties[second].positions[index] else {
            return nil
        }
        let stances = [one, other].map { position in
            issue.choices.indices.map { position.level(of: $0, on: issue).interval.midpoint }
        }
        func best(_ own: [Number], _ other: [Number]) -> Int? {
            own.indices.max { (own[$0], other[$0], -$0) < (own[$1], other[$1], -$1) }
        }
        guard let mine = best(stances[0], stances[1]), let theirs = best(stances[1], stances[0]) else { return nil }
        self.issue = index
        self.best = [mine, theirs]
        points = [
            one.salience.midpoint * (stances[0][mine] - stances[0][theirs]),
            other.salience.midpoint * (stances[1][theirs] - stances[1][mine]),
        ]
    }
}
