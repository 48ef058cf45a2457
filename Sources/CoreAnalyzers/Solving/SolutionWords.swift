import Analysis
import Findings
import Negotiation
import Shapes

/// What each definition of a fair package is called and means. The names collide in the literature, so the definition stands
/// beside every point.
struct SolutionWords {
    let name: Criterion.Name

    init(_ name: Criterion.Name) { self.name = name }

    var title: String {
        switch name {
        case .nash: "Nash"
        case .kalaiSmorodinsky: "Kalai–Smorodinsky"
        case .egalitarian: "Egalitarian"
        case .utilitarian: "Utilitarian"
        case .relativeUtilitarian: "Relative utilitarian"
        case .maximin: "Maximin"
        case .minimaxRegret: "Minimax regret"
        }
    }

    var definition: String {
        switch name {
        case .nash:
            "the greatest product of the parties' gains over their floors (Nash 1950), of equals the efficient; it does not depend on anybody's scale"
        case .kalaiSmorodinsky:
            """
            everybody gets as large a share as possible of the best gain it could have, the smallest share first, then the next \
            (Kalai & Smorodinsky 1975, lexicographically), of equals the efficient
            """
        case .egalitarian:
            """
            the smallest gain over the floor is as large as possible, then the next (Kalai 1977, lexicographically); it compares \
            points of different parties
            """
        case .utilitarian: "the greatest sum of values; it compares points of different parties"
        case .relativeUtilitarian:
            "the greatest sum of values, each scaled from its worst to its best package of those that no red line rules out (Dhillon & Mertens 1999)"
        case .maximin: "the smallest value is as large as possible, then the next (Rawls 1971); it compares points of different parties"
        case .minimaxRegret:
            """
            the greatest regret, which is what a party falls short of its own best acceptable package, is as small as possible, \
            then the next (Savage 1951); it compares points of different parties
            """
        }
    }

    var measure: String {
        switch name {
        case .nash: "product of gains, each on 0–1"
        case .kalaiSmorodinsky: "smallest share of the best gain"
        case .egalitarian: "smallest gain"
        case .utilitarian: "sum of values"
        case .relativeUtilitarian: "sum of scaled values"
        case .maximin: "smallest value"
        case .minimaxRegret: "greatest regret"
        }
    }

    /// What is reached; with the bound beside it when a search was stopped.
    ///
    /// - Parameters:
    ///   - point: the gains of a best package.
    ///   - scales: per party, points per unit.
    func figure(_ answer: SpaceSolver.Answer, _ point: ArraySlice<Int64>, _ scales: [Fraction]) -> Figure {
        var score = answer.criterion.score(point)
        var bound = answer.bound.flatMap { Fraction(nearest: $0) }
        switch name {
        case .nash:
            // Points are hundredths of the whole scale.
            for weight in answer.criterion.weights {
                for _ in 0..<weight {
                    score = score / .hundred
                    bound = bound.map { $0 / .hundred }
                }
            }
        case .minimaxRegret:
            score = .zero - score
            bound = bound.map { .zero - $0 }
        default: break
        }
        guard let bound else { return Figure(nearly: score) }
        let (low, high) = (min(score, bound).shown, max(score, bound).shown)
        return Figure(bounds: Interval(low: low, high: high), nominal: score.shown)
    }
}

extension Figure {
    /// A product of many gains may be too small for a decimal of any length that people or scripts read.
    fileprivate init(nearly score: Fraction) {
        let shown = score.shown
        guard !score.isZero, shown.significand.magnitude < 1_000, shown.decimals >= 18 else {
            self.init(exact: shown)
            return
        }
        let unit = Number(significand: 1, exponent: -18)
        self.init(bounds: Interval(low: max(0, shown - unit), high: shown + unit))
    }
}

extension Fraction {
    /// A floating-point bound as a fraction; nil when it bounds nothing.
    fileprivate init?(nearest value: Double) {
        guard value.isFinite, let number = try? Number.parse("\(value.rounded(to: 12))") else { return nil }
        self.init(number)
    }
}

extension Double {
    /// Short enough for an exact number to take.
    fileprivate func rounded(to digits: Int) -> Double {
        guard self != 0 else { return 0 }
        var scale = 1.0
        while abs(self) * scale < 1e11, scale < 1e18 { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}
