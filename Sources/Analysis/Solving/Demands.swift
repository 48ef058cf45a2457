/// What the sums of a package have to reach for it to be acceptable: floors and quotas, as groups of thresholds of which so
/// many may be missed; a floor is a group of its own. What every package reaches, or none, has been counted already.
struct Demands: Sendable {
    struct Threshold: Sendable {
        /// Which of `components`.
        var place: Int
        var value: Int64
    }

    struct Group: Sendable {
        var thresholds: Range<Int>
        var slack: Int
    }

    /// Those that decide anything, of the graph's.
    private(set) var components: [Int] = []
    private(set) var thresholds: [Threshold] = []
    private(set) var groups: [Group] = []
    /// Whether some group can never be satisfied.
    private(set) var isImpossible = false
    /// Per place the least of its thresholds, and the greatest.
    private(set) var lowest: [Int64] = []
    private(set) var highest: [Int64] = []

    /// A sum that passes whatever is added stands this far out, one that misses as far below: beyond every sum there is.
    static let settled: Int64 = 1 << 60

    private init() {}

    init(_ graph: StateGraph) {
        guard !graph.isEmpty else {
            isImpossible = true
            return
        }
        func ask(_ asked: [(component: Int, value: Int64)], atLeast: Int) {
            let open = asked.filter { graph.least[0][$0.component] < $0.value && $0.value <= graph.most[0][$0.component] }
            let reached = asked.count { $0.value <= graph.least[0][$0.component] }
            let slack = open.count + reached - atLeast
            if slack < 0 { isImpossible = true }
            if 0..<open.count ~= slack { add(open, slack: slack) }
        }
        for (component, floor) in graph.problem.floors.enumerated() { if let floor { ask([(component, floor)], atLeast: 1) } }
        for quota in graph.problem.quotas { ask(Array(zip(quota.components, quota.thresholds)), atLeast: quota.atLeast) }
    }

    private mutating func add(_ asked: [(component: Int, value: Int64)], slack: Int) {
        let start = thresholds.count
        for (component, value) in asked {
            let place = components.firstIndex(of: component) ?? components.count
            if place == components.count {
                components.append(component)
                lowest.append(value)
                highest.append(value)
            }
            lowest[place] = min(lowest[place], value)
            highest[place] = max(highest[place], value)
            thresholds.append(Threshold(place: place, value: value))
        }
        groups.append(Group(thresholds: start..<thresholds.count, slack: slack))
    }

    /// Some of the groups, without the others.
    func only(_ kept: [Int]) -> Demands {
        var demands = Demands()
        for group in kept.map({ groups[$0] }) {
            demands.add(thresholds[group.thresholds].map { (components[$0.place], $0.value) }, slack: group.slack)
        }
        return demands
    }

    /// Whether a package with these sums satisfies a group.
    func isSatisfied(_ group: Group, _ sums: [Int64]) -> Bool {
        thresholds[group.thresholds].count { sums[components[$0.place]] < $0.value } <= group.slack
    }

    /// Rows of a graph, as far as they decide.
    func projected(_ rows: [Int64], _ width: Int) -> [Int64] {
        stride(from: 0, to: rows.count, by: max(1, width)).flatMap { start in components.map { rows[start + $0] } }
    }

    enum Standing { case certain, impossible, undecided }

    /// Where sums between `low` and `high` stand to which between `least` and `most` is still added. A component of which nothing
    /// is left to decide is set so far out that it no longer keeps sums apart.
    ///
    /// A component is put above although it may miss where its group is satisfied by others; those stand above too, so that the
    /// group stays satisfied whatever is added. Nothing can be below every threshold from one side and above from the other,
    /// except where it does not matter.
    func settle(
        _ low: UnsafeMutablePointer<Int64>, _ high: UnsafeMutablePointer<Int64>, _ least: UnsafePointer<Int64>, _ most: UnsafePointer<Int64>
    ) -> Standing {
        let places = components.count
        return withUnsafeTemporaryAllocation(of: Bool.self, capacity: 2 * places) { flags in
            let (passes, misses) = (flags.baseAddress.unsafelyUnwrapped, flags.baseAddress.unsafelyUnwrapped + places)
            flags.initialize(repeating: true)
            var isCertain = true
            for group in groups {
                var (missed, open) = (0, 0)
                for threshold in group.thresholds {
                    let (place, value) = (thresholds[threshold].place, thresholds[threshold].value)
                    if low[place] + least[place] >= value { continue }
                    if high[place] + most[place] < value { missed += 1 } else { open += 1 }
                }
                if missed > group.slack { return .impossible }
                let isMet = missed + open <= group.slack
                if !isMet { isCertain = false }
                for threshold in group.thresholds {
                    let (place, value) = (thresholds[threshold].place, thresholds[threshold].value)
                    if !isMet, low[place] + least[place] < value { passes[place] = false }
                    if high[place] + most[place] >= value { misses[place] = false }
                }
            }
            for place in 0..<places where passes[place] || misses[place] {
                low[place] = passes[place] ? Self.settled : -Self.settled
                high[place] = low[place]
            }
            return isCertain ? .certain : .undecided
        }
    }
}
