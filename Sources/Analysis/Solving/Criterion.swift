import BigInt
import Glibc

/// A definition of the best compromise on a finite set of packages, in the form all of them share: each party's gain becomes a key
/// `slope · (gain − origin) + offset`, and keys are multiplied, added, or compared from the least upward.
package struct Criterion: Sendable {
    package enum Name: String, Sendable, CaseIterable {
        /// Greatest product of gains over the floors (Nash 1950); with weights as exponents (Harsanyi & Selten 1972). Where a
        /// package has no product because somebody loses by it, it is nothing.
        case nash
        /// Leximin of gains, each as a share of the party's best acceptable gain (Kalai & Smorodinsky 1975; lexicographic form
        /// on finite sets after Imai 1983).
        case kalaiSmorodinsky
        /// Leximin of gains over the floors (Kalai 1977; lexicographic as in Thomson & Lensberg 1989).
        case egalitarian
        /// Greatest sum of values.
        case utilitarian
        /// Greatest sum of values, each scaled to 0–1 over the packages that nobody who must consent rules out (Dhillon & Mertens
        /// 1999).
        case relativeUtilitarian
        /// Leximin of values (Rawls 1971; Sen 1970).
        case maximin
        /// Least greatest regret against one's best acceptable value, then the next greatest (Savage 1951).
        case minimaxRegret
    }

    package enum Form: Sendable { case product, sum, leximin }

    package let name: Name
    package let form: Form
    /// Per objective.
    package let slopes: [Fraction]
    package let origins: [Int64]
    package let offsets: [Fraction]
    /// Exponents of a product.
    package let weights: [Int]

    /// The same keys over one common denominator, for comparing exactly.
    private let wholeSlopes: [BigInt]
    private let wholeOffsets: [BigInt]
    private let doubleSlopes: [Double]
    private let doubleOffsets: [Double]

    package init(_ name: Name, _ form: Form, slopes: [Fraction], origins: [Int64], offsets: [Fraction], weights: [Int]? = nil) {
        self.name = name
        self.form = form
        self.slopes = slopes
        self.origins = origins
        self.offsets = offsets
        self.weights = weights ?? slopes.map { _ in 1 }
        var common: BigInt = 1
        for fraction in slopes + self.offsets {
            common = common / common.greatestCommonDivisor(with: fraction.denominator) * fraction.denominator
        }
        wholeSlopes = slopes.map { $0.numerator * (common / $0.denominator) }
        wholeOffsets = self.offsets.map { $0.numerator * (common / $0.denominator) }
        doubleSlopes = slopes.map(\.double)
        doubleOffsets = self.offsets.map(\.double)
    }

    /// A party's key for so many units.
    package func key(_ objective: Int, _ units: Int64) -> Fraction { slopes[objective] * Fraction(BigInt(units - origins[objective]), 1) + offsets[objective] }

    /// What is maximised: the product, the sum, or the least key.
    package func score(_ point: some Collection<Int64>) -> Fraction {
        let keys = point.enumerated().map { key($0.offset, $0.element) }
        switch form {
        case .sum: return keys.reduce(.zero, +)
        case .leximin: return keys.min() ?? .zero
        case .product:
            if keys.contains(where: { $0 < .zero }) { return .zero }
            return zip(keys, weights).reduce(.one) { product, element in
                (0..<element.1).reduce(product) { product, _ in product * element.0 }
            }
        }
    }

    /// The same nearly, and for a product its logarithm.
    func roughScore(_ point: UnsafePointer<Int64>) -> Double {
        var result = form == .leximin ? Double.infinity : 0
        for objective in doubleSlopes.indices {
            let key = doubleSlopes[objective] * Double(point[objective] - origins[objective]) + doubleOffsets[objective]
            switch form {
            case .sum: result += key
            case .leximin: result = min(result, key)
            case .product: result += key > 0 ? Double(weights[objective]) * log(key) : -.infinity
            }
        }
        return result
    }

    /// How far a rough score of this size may be off, generously.
    func tolerance(at score: Double, _ magnitude: Double) -> Double { 1e-9 * max(1, magnitude, abs(score).isFinite ? abs(score) : 0) }

    /// Which of some points are best: all of them that are exactly equal by the definition.
    ///
    /// - Parameter points: rows of as many numbers as there are objectives.
    package func best(of points: [Int64]) -> [Int] {
        let width = slopes.count
        let count = points.count / max(1, width)
        guard count > 0 else { return [] }
        var near: [Int] = []
        points.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var greatest = -Double.infinity
            var scores = [Double](repeating: 0, count: count)
            for index in 0..<count {
                scores[index] = roughScore(base + index * width)
                greatest = max(greatest, scores[index])
            }
            let slack = tolerance(at: greatest, magnitude(points))
            near = scores.indices.filter { scores[$0] >= greatest - slack || greatest == -.infinity }
        }
        var best: [Int] = []
        var bestRank: [BigInt] = []
        for index in near {
            let rank = rank(points[index * width..<(index + 1) * width])
            if best.isEmpty || bestRank.lexicographicallyPrecedes(rank) {
                best = [index]
                bestRank = rank
            } else if rank == bestRank {
                best.append(index)
            }
        }
        return best
    }

    /// What is compared, greatest first place first.
    func rank(_ point: ArraySlice<Int64>) -> [BigInt] {
        let keys = point.enumerated().map { wholeSlopes[$0.offset] * BigInt($0.element - origins[$0.offset]) + wholeOffsets[$0.offset] }
        switch form {
        case .sum: return [keys.reduce(0, +)]
        case .leximin: return keys.sorted()
        case .product:
            // Two losses make no gain: a package that somebody loses by stands below all that nobody does.
            if keys.contains(where: { $0 < 0 }) { return [-1] }
            return [zip(keys, weights).reduce(1) { $0 * $1.0.power($1.1) }]
        }
    }

    /// The size of the numbers that a rough score is made of.
    private func magnitude(_ points: [Int64]) -> Double {
        if form == .product { return 64 * Double(weights.reduce(0, +)) }
        var most = 0.0
        let width = slopes.count
        for (index, value) in points.enumerated() {
            most = max(most, abs(doubleSlopes[index % width] * Double(value - origins[index % width])) + abs(doubleOffsets[index % width]))
        }
        return form == .sum ? most * Double(width) : most
    }
}

extension Criterion {
    /// What one component comes to.
    package static func component(_ objective: Int, of count: Int) -> Criterion {
        weighted((0..<count).map { $0 == objective ? 1 : 0 })
    }

    /// A weighted sum. The weights are taken as they are, which is exact for binary floating point.
    static func weighted(_ weights: [Double]) -> Criterion {
        Criterion(
            .utilitarian, .sum, slopes: weights.map(Fraction.init(exactly:)), origins: weights.map { _ in 0 },
            offsets: weights.map { _ in .zero })
    }
}
