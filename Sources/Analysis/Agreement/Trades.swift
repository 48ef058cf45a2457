import Negotiation

/// Trades that improve on a draft: two parties, each of which gives way on an issue that matters more to the other (logrolling;
/// Froman & Cohen 1970; Raiffa 1982).
///
/// All pairs of changes are tried. A trade is counted when both gain by it as a whole, each loses by what it gives taken by
/// itself, every requirement and red line is kept, nobody who must consent and accepts the draft refuses what it becomes, nobody
/// who refuses it is worse off, and no rule by which enough of several accept it is broken.
package struct Trades: Sendable {
    /// One issue settled otherwise.
    package struct Move: Sendable, Hashable {
        package let variable: Int
        package let option: Int
    }

    package struct Trade: Sendable, Hashable {
        /// The components of the two parties; the first gives way on `first` and gains by `second`.
        package let parties: [Int]
        package let moves: [Move]
        package let package: [Int]
        /// Per component, what the whole brings against the draft.
        package let gains: [Int64]
        /// Per component, what the first move alone brings, and the second.
        package let alone: [[Int64]]
    }

    /// Those first by which nobody compared loses; then the most for the one of the two who gains less, in shares of what the
    /// issues may bring it.
    package let trades: [Trade]
    /// How many there are: one for each two parties that a pair of moves helps.
    package let count: Int
    /// How many pairs of moves help two parties or more.
    package let pairs: Int

    /// - Parameters:
    ///   - draft: an option for each variable; one that meets the requirements.
    ///   - limit: how many are listed.
    package init(_ problem: Problem, from draft: [Int], limit: Int = 20, control: Control = Control()) throws {
        let before = problem.sums(of: draft)
        let spans = (0..<problem.objectives).map { component in
            max(1, problem.sizes.indices.reduce(0 as Int64) { sum, variable in
                let values = (0..<problem.sizes[variable]).map { problem.own[variable][$0 * problem.width + component] }
                return sum + (values.max() ?? 0) - (values.min() ?? 0)
            })
        }
        func gains(_ package: [Int]) -> [Int64] { zip(problem.sums(of: package), before).map { $0 - $1 } }
        // What a change leaves of floors and rules: those passed stay passed.
        var asked = problem
        asked.floors = zip(problem.floors, before).map { floor, sum in floor.map { min($0, sum) } }
        asked.quotas = problem.quotas.filter { $0.isMet(by: before) }
        var moves: [(move: Move, gains: [Int64])] = []
        for variable in draft.indices {
            for option in 0..<problem.sizes[variable] where option != draft[variable] {
                var package = draft
                package[variable] = option
                moves.append((Move(variable: variable, option: option), gains(package)))
            }
        }
        var found: [(trade: Trade, losers: Int, worth: Share)] = []
        var helping = 0
        for (place, first) in moves.enumerated() {
            if control.isStopped { throw CancellationError() }
            for second in moves[(place + 1)...] where second.move.variable != first.move.variable {
                var package = draft
                package[first.move.variable] = first.move.option
                package[second.move.variable] = second.move.option
                let whole = gains(package)
                guard asked.accepts(zip(before, whole).map(+)), problem.isFeasible(package) else { continue }
                let givers = (0..<problem.objectives).filter { whole[$0] > 0 && first.gains[$0] < 0 }
                let takers = (0..<problem.objectives).filter { whole[$0] > 0 && second.gains[$0] < 0 }
                let listed = found.count
                for a in givers {
                    for b in takers where b != a {
                        let trade = Trade(
                            parties: [a, b], moves: [first.move, second.move], package: package, gains: whole,
                            alone: [first.gains, second.gains])
                        let losers = (0..<problem.objectives).count { whole[$0] < 0 }
                        found.append((trade, losers, min(Share(part: whole[a], of: spans[a]), Share(part: whole[b], of: spans[b]))))
                    }
                }
                if found.count > listed { helping += 1 }
            }
            control.report(place + 1, of: moves.count)
        }
        count = found.count
        pairs = helping
        let ranked = found.enumerated().sorted {
            let (a, b) = ($0.element, $1.element)
            return a.losers != b.losers ? a.losers < b.losers : a.worth != b.worth ? a.worth > b.worth : $0.offset < $1.offset
        }
        trades = ranked.prefix(limit).map(\.element.trade)
    }
}

/// A part of a whole that is positive, compared exactly.
private struct Share: Comparable {
    let part: Int64
    let of: Int64

    static func == (a: Share, b: Share) -> Bool { Int128(a.part) * Int128(b.of) == Int128(b.part) * Int128(a.of) }
    static func < (a: Share, b: Share) -> Bool { Int128(a.part) * Int128(b.of) < Int128(b.part) * Int128(a.of) }
}
