/// How many packages are acceptable: exact, or between proven bounds.
package struct AcceptableCount: Sendable, Hashable {
    /// At least this many; `UInt128.max` means as many as 128 bits hold, or more.
    package let atLeast: UInt128
    package let atMost: UInt128

    package var isExact: Bool { atLeast == atMost && atMost < .max }

    package static let standardLimit = 10_000

    package init(atLeast: UInt128, atMost: UInt128) {
        self.atLeast = atLeast
        self.atMost = atMost
    }

    /// Counts by sweeping over the graph with partial sums that are alike taken together. What has become certain leaves the sweep
    /// at once, with all its completions, and what has become impossible as well; so only what is undecided is carried.
    ///
    /// - Parameter limit: different partial sums at a boundary beyond which the count stops with bounds.
    package init(_ graph: StateGraph, limit: Int = AcceptableCount.standardLimit, control: Control = Control()) throws {
        var sweep = Sweep(graph)
        let isWhole = try sweep.run(limit, control)
        atLeast = sweep.certain
        atMost = isWhole ? sweep.certain : sweep.certain.saturatingSum(sweep.undecided)
    }

    private struct Sweep {
        let graph: StateGraph
        /// Components that decide, and the boundary from which on they are asked.
        let components: [Int]
        private(set) var certain: UInt128 = 0
        private(set) var undecided: UInt128 = 0

        private struct Partial {
            var state: Int32
            var values: [Int64]
            var count: UInt128
        }

        init(_ graph: StateGraph) {
            self.graph = graph
            let problem = graph.problem
            var deciding = Set(problem.floors.indices.filter { problem.floors[$0] != nil })
            for quota in problem.quotas { deciding.formUnion(quota.components) }
            components = deciding.sorted()
        }

        private enum Standing { case certain, impossible, undecided }

        private func standing(_ boundary: Int, _ state: Int, _ values: inout [Int64]) -> Standing {
            let problem = graph.problem
            let width = graph.width
            var isCertain = true
            var settled = [Bool](repeating: true, count: values.count)
            func ends(_ place: Int, _ threshold: Int64) -> Standing {
                let component = components[place]
                if values[place] + graph.least[boundary][state * width + component] >= threshold { return .certain }
                return values[place] + graph.most[boundary][state * width + component] < threshold ? .impossible : .undecided
            }
            for (place, component) in components.enumerated() {
                guard let floor = problem.floors[component] else { continue }
                switch ends(place, floor) {
                case .impossible: return .impossible
                case .undecided:
                    isCertain = false
                    settled[place] = false
                case .certain: break
                }
            }
            for quota in problem.quotas {
                var (met, open) = (0, 0)
                for (component, threshold) in zip(quota.components, quota.thresholds) {
                    guard let place = components.firstIndex(of: component) else { continue }
                    switch ends(place, threshold) {
                    case .certain: met += 1
                    case .impossible: settled[place] = false
                    case .undecided:
                        open += 1
                        settled[place] = false
                    }
                }
                if met + open < quota.atLeast { return .impossible }
                if met < quota.atLeast { isCertain = false }
            }
            if isCertain { return .certain }
            // What is settled need not keep partial sums apart: any value from which it is settled will do.
            for (place, component) in components.enumerated() where settled[place] {
                let thresholds = [problem.floors[component]].compactMap { $0 }
                    + problem.quotas.flatMap { quota in
                        zip(quota.components, quota.thresholds).filter { $0.0 == component }.map(\.1)
                    }
                values[place] = (thresholds.max() ?? 0) - graph.least[boundary][state * width + component]
            }
            return .undecided
        }

        mutating func run(_ limit: Int, _ control: Control) throws -> Bool {
            guard !graph.isEmpty else { return true }
            var start = [Int64](repeating: 0, count: components.count)
            var partials: [Partial] = []
            switch standing(0, 0, &start) {
            case .certain: certain = graph.packageCount
            case .impossible: break
            case .undecided: partials = [Partial(state: 0, values: start, count: 1)]
            }
            for (index, layer) in graph.layers.enumerated() where !partials.isEmpty {
                var places: [Key: Int] = [:]
                var next: [Partial] = []
                var arcsFrom: [Int32: [StateGraph.Arc]] = [:]
                for arc in layer.arcs { arcsFrom[arc.from, default: []].append(arc) }
                for (number, partial) in partials.enumerated() {
                    if control.isStopped { throw CancellationError() }
                    if next.count > limit {
                        // Too many: what is left of both boundaries is not decided.
                        for partial in partials[number...] { leave(partial, at: index) }
                        for partial in next { leave(partial, at: index + 1) }
                        return false
                    }
                    for arc in arcsFrom[partial.state] ?? [] {
                        var values = partial.values
                        for (place, component) in components.enumerated() {
                            values[place] += layer.rows[Int(arc.row) * graph.width + component]
                        }
                        switch standing(index + 1, Int(arc.to), &values) {
                        case .impossible: continue
                        case .certain:
                            certain = certain.saturatingSum(partial.count.saturatingProduct(graph.completions[index + 1][Int(arc.to)]))
                        case .undecided:
                            let key = Key(state: arc.to, values: values)
                            if let place = places[key] {
                                next[place].count = next[place].count.saturatingSum(partial.count)
                            } else {
                                places[key] = next.count
                                next.append(Partial(state: arc.to, values: values, count: partial.count))
                            }
                        }
                    }
                }
                partials = next
            }
            return true
        }

        private mutating func leave(_ partial: Partial, at boundary: Int) {
            let completions = graph.completions[boundary][Int(partial.state)]
            undecided = undecided.saturatingSum(partial.count.saturatingProduct(completions))
        }

        private struct Key: Hashable {
            var state: Int32
            var values: [Int64]
        }
    }
}

extension UInt128 {
    /// As far as 128 bits go.
    package func saturatingSum(_ other: UInt128) -> UInt128 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    func saturatingProduct(_ other: UInt128) -> UInt128 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
