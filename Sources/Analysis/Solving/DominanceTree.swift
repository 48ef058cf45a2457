/// Four components and more: a k-d tree over coarse copies of the candidates, asked once for each whether something in it
/// dominates it.
///
/// A coarse copy has 16 bits a component, eight to a register, by a shift that keeps the order; so “nowhere below” is one
/// comparison of two registers, and only what passes it is compared in full. A subtree is passed over when its coordinatewise
/// maximum is below the candidate somewhere. All questions are independent of each other: they are spread over the cores, and
/// neither their order nor the number of threads shows in the answer.
struct DominanceTree: Sendable {
    private typealias Lanes = SIMD8<Int16>

    private struct Point {
        var lanes: Lanes
        var index: Int32
    }

    /// Components of a vector.
    private let dimension: Int
    /// The first so many decide between dominated and not.
    private let objectiveCount: Int
    private let lowest: [Int64]
    private let shifts: [UInt64]
    private var points: [Point]
    /// Beyond eight components: the further registers, in the order of `points`, `extraWidth` a point.
    private var extra: [Lanes] = []
    private let extraWidth: Int
    private let depth: Int
    /// Coordinatewise maxima of the nodes, level by level; the children of `n` are `2n + 1` and `2n + 2`.
    private var maxima: [Lanes]
    private var extraMaxima: [Lanes] = []
    /// Exact values in the order of `points`, active components only: objectives first.
    private var exact: [Int64]

    private static let leafSize = 24

    /// - Parameter components: those that are looked at, objectives first.
    init(_ candidates: Candidates, _ components: [Int], _ control: Control) {
        let (values, count, width) = (candidates.values, candidates.count, candidates.width)
        let lowest = components.map { candidates.lowest[$0] }
        let highest = components.map { candidates.highest[$0] }
        dimension = components.count
        objectiveCount = components.count { $0 < candidates.objectives }
        self.lowest = lowest
        extraWidth = max(0, (components.count + 7) / 8 - 1)
        var depth = 0
        while (count >> depth) > Self.leafSize { depth += 1 }
        self.depth = depth
        let shifts = zip(lowest, highest).map { low, high -> UInt64 in
            var shift: UInt64 = 0
            let span = UInt64(bitPattern: high &- low)
            while span >> shift > 32_767 { shift += 1 }
            return shift
        }
        self.shifts = shifts
        func lane(_ index: Int, _ position: Int) -> Int16 {
            let offset = UInt64(bitPattern: values[index * width + components[position]] &- lowest[position])
            return Int16(truncatingIfNeeded: offset >> shifts[position])
        }
        points = [Point](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                var lanes = Lanes.zero
                for position in 0..<min(8, components.count) { lanes[position] = lane(index, position) }
                buffer.initializeElement(at: index, to: Point(lanes: lanes, index: Int32(index)))
            }
            initialized = count
        }
        maxima = [Lanes](repeating: .zero, count: (2 << depth) - 1)
        exact = []
        split(control)
        exact = [Int64](unsafeUninitializedCapacity: count * components.count) { buffer, initialized in
            var at = 0
            for point in points {
                let row = values + Int(point.index) * width
                for component in components {
                    buffer.initializeElement(at: at, to: row[component])
                    at += 1
                }
            }
            initialized = at
        }
        if extraWidth > 0 {
            extra.reserveCapacity(count * extraWidth)
            for point in points {
                for register in 1...extraWidth {
                    var lanes = Lanes.zero
                    for position in register * 8..<min(register * 8 + 8, components.count) {
                        lanes[position - register * 8] = lane(Int(point.index), position)
                    }
                    extra.append(lanes)
                }
            }
            extraMaxima = [Lanes](repeating: .zero, count: maxima.count * extraWidth)
            for node in maxima.indices.reversed() {
                for register in 0..<extraWidth {
                    var high = Lanes(repeating: .min)
                    if 2 * node + 1 < maxima.count {
                        for child in [2 * node + 1, 2 * node + 2] { Self.raise(&high, extraMaxima[child * extraWidth + register]) }
                    } else {
                        for place in bounds(of: node) { Self.raise(&high, extra[place * extraWidth + register]) }
                    }
                    extraMaxima[node * extraWidth + register] = high
                }
            }
        }
    }

    @inline(__always) private static func raise(_ a: inout Lanes, _ b: Lanes) { a.replace(with: b, where: b .> a) }

    /// Whether some lane of `a` is below that of `b`.
    @inline(__always) private static func isBelow(_ a: Lanes, _ b: Lanes) -> Bool {
        let mask = unsafeBitCast(a .< b, to: SIMD2<UInt64>.self)
        return (mask[0] | mask[1]) != 0
    }

    private func bounds(of node: Int) -> Range<Int> {
        let level = (node + 1).bitWidth - 1 - (node + 1).leadingZeroBitCount
        let place = node + 1 - (1 << level)
        return (place * points.count) >> level..<((place + 1) * points.count) >> level
    }

    /// Splits every node at the middle of the component in which it is widest.
    private mutating func split(_ control: Control) {
        let depth = depth
        let count = points.count
        maxima.withUnsafeMutableBufferPointer { maxima in
            points.withUnsafeMutableBufferPointer { points in
                // A node touches its own part of the points and its own maxima only, so the subtrees of one level go side by side.
                nonisolated(unsafe) let (maxima, points) = (maxima, points)
                @Sendable func split(_ node: Int, _ level: Int, _ place: Int) {
                    let low = (place * count) >> level
                    let high = ((place + 1) * count) >> level
                    var top = Lanes(repeating: .min)
                    var bottom = Lanes(repeating: .max)
                    for at in low..<high {
                        let lanes = points[at].lanes
                        top.replace(with: lanes, where: lanes .> top)
                        bottom.replace(with: lanes, where: lanes .< bottom)
                    }
                    maxima[node] = top
                    // Whoever stopped the work asks nothing of the tree.
                    guard level < depth, !control.isStopped else { return }
                    var widest = 0
                    for lane in 1..<8 where Int(top[lane]) - Int(bottom[lane]) > Int(top[widest]) - Int(bottom[widest]) { widest = lane }
                    Self.select(points, low, high, ((2 * place + 1) * count) >> (level + 1), lane: widest)
                    if level == 0, count > 8_192 {
                        SideBySide.perform(2) { split(2 * node + 1 + $0, 1, $0) }
                    } else {
                        split(2 * node + 1, level + 1, 2 * place)
                        split(2 * node + 2, level + 1, 2 * place + 1)
                    }
                }
                if count > 0 { split(0, 0, 0) }
            }
        }
    }

    /// Puts the `middle` smallest by a lane before the others (Hoare 1961); ties by index, so that the order is one.
    private static func select(_ points: UnsafeMutableBufferPointer<Point>, _ low: Int, _ high: Int, _ middle: Int, lane: Int) {
        @inline(__always) func key(_ point: Point) -> Int64 { Int64(point.lanes[lane]) << 32 | Int64(point.index) }
        var (left, right) = (low, high - 1)
        while left < right {
            let (a, b, c) = (key(points[left]), key(points[(left + right) / 2]), key(points[right]))
            let pivot = max(min(a, b), min(max(a, b), c))
            var (i, j) = (left, right)
            while i <= j {
                while key(points[i]) < pivot { i += 1 }
                while key(points[j]) > pivot { j -= 1 }
                if i <= j {
                    points.swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if middle <= j { right = j } else if middle >= i { left = i } else { return }
        }
    }

    private enum Verdict {
        static let kept: Int32 = -1
        static let dominated: Int32 = -2
    }

    func survivors(_ control: Control) throws -> Survivors {
        let count = points.count
        // Per place: kept, dominated, or the place of an equal vector with a smaller index.
        var verdicts = [Int32](repeating: Verdict.kept, count: count)
        verdicts.withUnsafeMutableBufferPointer { verdicts in
            points.withUnsafeBufferPointer { points in
                maxima.withUnsafeBufferPointer { maxima in
                    exact.withUnsafeBufferPointer { exact in
                        // Each question writes its own place, and everything else is only read.
                        nonisolated(unsafe) let (verdicts, points, maxima, exact) = (verdicts, points, maxima, exact)
                        let ask = { @Sendable (range: Range<Int>) in
                            for place in range {
                                if place & 15 == 0, control.isStopped { return }
                                verdicts[place] = verdict(place, points, maxima, exact)
                            }
                        }
                        let chunk = 256
                        if count <= 2 * chunk {
                            ask(0..<count)
                        } else {
                            SideBySide.perform((count + chunk - 1) / chunk) { part in
                                if !control.isStopped { ask(part * chunk..<min(count, (part + 1) * chunk)) }
                            }
                        }
                    }
                }
            }
        }
        if control.isStopped { throw CancellationError() }
        var result = Survivors()
        var hasTies = false
        for place in 0..<count {
            if verdicts[place] == Verdict.kept { result.kept.append(points[place].index) }
            hasTies = hasTies || verdicts[place] >= 0
        }
        result.kept.sort()
        if hasTies {
            var ties: [(root: Int32, index: Int32)] = []
            for place in 0..<count where verdicts[place] >= 0 {
                var root = place
                while verdicts[root] >= 0 { root = Int(verdicts[root]) }
                if verdicts[root] == Verdict.kept { ties.append((points[root].index, points[place].index)) }
            }
            ties.sort { $0.index < $1.index }
            for tie in ties { result.ties.link(tie.index, behind: tie.root, of: count) }
        }
        return result
    }

    private func verdict(
        _ place: Int, _ points: UnsafeBufferPointer<Point>, _ maxima: UnsafeBufferPointer<Lanes>, _ exact: UnsafeBufferPointer<Int64>
    ) -> Int32 {
        let asked = points[place]
        let count = points.count
        let dimension = dimension
        let own = exact.baseAddress.unsafelyUnwrapped + place * dimension
        // Depth first, the half with the greater values first: what dominates is more likely there.
        return withUnsafeTemporaryAllocation(of: (node: Int32, level: Int32).self, capacity: 64) { stack in
            var top = 1
            stack[0] = (0, 0)
            while top > 0 {
                top -= 1
                let (node, level) = (Int(stack[top].node), Int(stack[top].level))
                if Self.isBelow(maxima[node], asked.lanes) { continue }
                if extraWidth > 0, isBelow(extraMaxima, node, place) { continue }
                if level < depth {
                    stack[top] = (Int32(2 * node + 1), Int32(level + 1))
                    stack[top + 1] = (Int32(2 * node + 2), Int32(level + 1))
                    top += 2
                    continue
                }
                let first = node + 1 - (1 << level)
                let low = (first * count) >> level
                let high = ((first + 1) * count) >> level
                next: for other in low..<high {
                    if Self.isBelow(points[other].lanes, asked.lanes) || other == place { continue }
                    if extraWidth > 0, isBelow(extra, other, place) { continue }
                    let theirs = exact.baseAddress.unsafelyUnwrapped + other * dimension
                    var isAbove = false
                    var isEqual = true
                    for component in 0..<dimension {
                        if theirs[component] < own[component] { continue next }
                        if theirs[component] > own[component] {
                            isEqual = false
                            if component < objectiveCount { isAbove = true }
                        }
                    }
                    if isAbove { return Verdict.dominated }
                    if isEqual, points[other].index < asked.index { return Int32(other) }
                }
            }
            return Verdict.kept
        }
    }

    private func isBelow(_ registers: [Lanes], _ at: Int, _ place: Int) -> Bool {
        for register in 0..<extraWidth where Self.isBelow(registers[at * extraWidth + register], extra[place * extraWidth + register]) {
            return true
        }
        return false
    }
}
