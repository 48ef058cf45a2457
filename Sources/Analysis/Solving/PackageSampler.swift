/// Draws packages of a graph, each as likely as any other: a number below the number of packages is drawn, and the package is the
/// one with that number when all are put in order. Draws are numbered; each is the same whoever asks for it and when.
package struct PackageSampler: Sendable {
    package struct Draw: Sendable, Hashable {
        /// The option of each variable.
        package let package: [Int]
        package let sums: [Int64]
    }

    /// An arc, and how many packages go by those before it from the same state.
    private struct Branch {
        var arc: StateGraph.Arc
        var before: UInt128
    }

    let graph: StateGraph
    /// Per layer, by the state they come from: those of state `s` are `starts[s] ..< starts[s + 1]`.
    private var branches: [[Branch]] = []
    private var starts: [[Int]] = []

    /// - Returns: nil where there is no package, or more than 128 bits can number.
    package init?(_ graph: StateGraph) {
        guard !graph.isEmpty, graph.packageCount < .max else { return nil }
        self.graph = graph
        for (index, layer) in graph.layers.enumerated() {
            let states = graph.completions[index].count
            let sorted = layer.arcs.sorted { ($0.from, $0.option) < ($1.from, $1.option) }
            var first = [Int](repeating: 0, count: states + 1)
            for arc in sorted { first[Int(arc.from) + 1] += 1 }
            for state in 0..<states { first[state + 1] += first[state] }
            var passed = [UInt128](repeating: 0, count: states)
            branches.append(
                sorted.map { arc in
                    defer { passed[Int(arc.from)] += graph.completions[index + 1][Int(arc.to)] }
                    return Branch(arc: arc, before: passed[Int(arc.from)])
                })
            starts.append(first)
        }
    }

    /// The draw of a number under a seed.
    package func draw(_ number: Int, seed: UInt64) -> Draw {
        var random = NumberedDraws(seed: seed, number: number)
        return self[random.below(graph.packageCount)]
    }

    /// The package with a number below `packageCount`.
    subscript(number: UInt128) -> Draw {
        var rest = number
        var state = 0
        var options = [Int](repeating: 0, count: graph.problem.sizes.count)
        var sums = [Int64](repeating: 0, count: graph.width)
        for (index, layer) in graph.layers.enumerated() {
            var (low, high) = (starts[index][state], starts[index][state + 1] - 1)
            while low < high {
                let middle = (low + high + 1) / 2
                if branches[index][middle].before <= rest { low = middle } else { high = middle - 1 }
            }
            let branch = branches[index][low]
            rest -= branch.before
            state = Int(branch.arc.to)
            options[layer.variable] = Int(branch.arc.option)
            for component in sums.indices { sums[component] += layer.rows[Int(branch.arc.row) * graph.width + component] }
        }
        return Draw(package: options, sums: sums)
    }
}

/// Random numbers of one draw: SplitMix64 (Steele, Lea & Flood 2014), begun where seed and number, mixed by its own function,
/// say.
struct NumberedDraws: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, number: Int) {
        state = Self.mixed(Self.mixed(seed &+ Self.step) &+ UInt64(bitPattern: Int64(number)) &* Self.step)
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mixed(state)
    }

    /// Each number below the limit is as likely; those drawn beyond it are drawn again.
    mutating func below(_ limit: UInt128) -> UInt128 {
        let mask = UInt128.max >> UInt128((limit - 1).leadingZeroBitCount)
        if limit == 1 { return 0 }
        while true {
            let drawn = (UInt128(next()) << 64 | UInt128(next())) & mask
            if drawn < limit { return drawn }
        }
    }
}
