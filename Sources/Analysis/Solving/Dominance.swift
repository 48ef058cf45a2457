/// Candidates of one merge, as vectors of `width` whole numbers, row after row.
///
/// `a` dominates `b` when it is nowhere below and somewhere among the first `objectives` components above. A vector that is
/// above only in components that merely have floors does not: the packages it stands for are as good to those compared.
struct Candidates {
    var values: UnsafeMutablePointer<Int64>
    let width: Int
    let objectives: Int
    private(set) var count = 0
    /// Where each of the sets that are merged begins; the last entry is `count`.
    private(set) var runs: [Int] = [0]
    let arcs: UnsafeMutablePointer<Int32>
    let parents: UnsafeMutablePointer<Int32>
    private(set) var lowest: [Int64]
    private(set) var highest: [Int64]

    init(capacity: Int, width: Int, objectives: Int) {
        values = .allocate(capacity: max(1, capacity * width))
        arcs = .allocate(capacity: max(1, capacity))
        parents = .allocate(capacity: max(1, capacity))
        self.width = width
        self.objectives = objectives
        lowest = [Int64](repeating: .max, count: width)
        highest = [Int64](repeating: .min, count: width)
    }

    func deallocate() {
        values.deallocate()
        arcs.deallocate()
        parents.deallocate()
    }

    /// Takes the row that stands at `next`.
    @inline(__always)
    mutating func accept(arc: Int32, parent: Int32) {
        arcs[count] = arc
        parents[count] = parent
        count += 1
    }

    var next: UnsafeMutablePointer<Int64> { values + count * width }

    mutating func endRun() {
        if runs.last != count { runs.append(count) }
    }

    mutating func measure() {
        for component in 0..<width {
            var low = Int64.max
            var high = Int64.min
            var at = component
            for _ in 0..<count {
                let value = values[at]
                low = min(low, value)
                high = max(high, value)
                at += width
            }
            lowest[component] = low
            highest[component] = high
        }
    }

    /// The components in which candidates differ.
    var active: [Int] { (0..<width).filter { lowest[$0] < highest[$0] } }
}

/// What a filter leaves: one of each set of equal vectors that nothing dominates.
struct Survivors {
    /// Candidates, in an order that depends on nothing but the candidates.
    var kept: [Int32] = []
    /// Candidates equal to a kept one: chained, the kept one's first.
    var ties = TieChains()
}

/// Linked lists over candidates; costs nothing until there is a tie.
struct TieChains {
    private var following: [Int32] = []
    private var tails: [Int32] = []

    var isEmpty: Bool { following.isEmpty }

    /// Hangs `other`, with what hangs on it, behind `keeper`.
    mutating func link(_ other: Int32, behind keeper: Int32, of count: Int) {
        if following.isEmpty {
            following = [Int32](repeating: -1, count: count)
            tails = (0..<Int32(count)).map { $0 }
        }
        following[Int(tails[Int(keeper)])] = other
        tails[Int(keeper)] = tails[Int(other)]
    }

    func forEach(behind keeper: Int32, _ body: (Int32) -> Void) {
        guard !following.isEmpty else { return }
        var at = following[Int(keeper)]
        while at >= 0 {
            body(at)
            at = following[Int(at)]
        }
    }
}

extension Candidates {
    /// The vectors that no other dominates, each once. Which method runs depends on how many components differ; what comes out
    /// does not depend on the method.
    func survivors(_ control: Control) throws -> Survivors {
        if count == 0 { return Survivors() }
        let active = active
        let comparable = active.allSatisfy { $0 < objectives }
        if comparable, active.count == 2 { return try sweep(active[0], active[1], control) }
        if comparable, active.count == 3 { return try staircase(active[0], active[1], active[2], control) }
        if comparable, active.count < 2 { return greatest(active.first) }
        return try DominanceTree(self, active, control).survivors(control)
    }

    /// One component, or none: the greatest.
    private func greatest(_ component: Int?) -> Survivors {
        var result = Survivors()
        for index in 0..<count {
            if let component, values[index * width + component] < highest[component] { continue }
            if let first = result.kept.first {
                result.ties.link(Int32(index), behind: first, of: count)
            } else {
                result.kept.append(Int32(index))
            }
        }
        return result
    }
}

// MARK: Two components

private struct Pair {
    var x: Int64
    var y: Int64
    var index: Int32

    @inline(__always) func precedes(_ other: Pair) -> Bool { x != other.x ? x > other.x : y > other.y }
}

extension Candidates {
    /// Two components: sets sorted by the first are merged pairwise, and whoever does not exceed the best second component so
    /// far is dominated. Each set that is merged is non-dominated already, so it is sorted as it comes.
    fileprivate func sweep(_ first: Int, _ second: Int, _ control: Control) throws -> Survivors {
        var chains = TieChains()
        var sets: [[Pair]] = []
        for run in 0..<runs.count - 1 {
            var pairs: [Pair] = []
            pairs.reserveCapacity(runs[run + 1] - runs[run])
            var isSorted = true
            for index in runs[run]..<runs[run + 1] {
                let pair = Pair(x: values[index * width + first], y: values[index * width + second], index: Int32(index))
                if let last = pairs.last, pair.precedes(last) { isSorted = false }
                pairs.append(pair)
            }
            if !isSorted { pairs.sort { $0.x != $1.x || $0.y != $1.y ? $0.precedes($1) : $0.index < $1.index } }
            sets.append(pairs)
        }
        if sets.count == 1 { sets.append([]) }
        while sets.count > 1 {
            if control.isStopped { throw CancellationError() }
            var merged: [[Pair]] = []
            for place in stride(from: 0, to: sets.count, by: 2) {
                merged.append(place + 1 < sets.count ? merge(sets[place], sets[place + 1], &chains) : sets[place])
            }
            sets = merged
        }
        return Survivors(kept: sets[0].map(\.index), ties: chains)
    }

    private func merge(_ a: [Pair], _ b: [Pair], _ chains: inout TieChains) -> [Pair] {
        var result: [Pair] = []
        result.reserveCapacity(a.count + b.count)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var (i, j) = (0, 0)
                var best = Int64.min
                var bestX = Int64.min
                while i < a.count || j < b.count {
                    let pair: Pair
                    if j == b.count || (i < a.count && !b[j].precedes(a[i])) {
                        pair = a[i]
                        i += 1
                    } else {
                        pair = b[j]
                        j += 1
                    }
                    if pair.y > best || result.isEmpty {
                        best = pair.y
                        bestX = pair.x
                        result.append(pair)
                    } else if pair.y == best, pair.x == bestX {
                        chains.link(pair.index, behind: result[result.count - 1].index, of: count)
                    }
                }
            }
        }
        return result
    }
}

// MARK: Three components

private struct Triple {
    var x: Int64
    var y: Int64
    var z: Int64
    var index: Int32

    @inline(__always) func precedes(_ other: Triple) -> Bool {
        x != other.x ? x > other.x : y != other.y ? y > other.y : z > other.z
    }

    @inline(__always) func equals(_ other: Triple) -> Bool { x == other.x && y == other.y && z == other.z }
}

extension Candidates {
    /// Three components (Kung, Luccio & Preparata 1975): in falling order of the first, a point is dominated exactly when the
    /// staircase of the other two, over what came before, covers it.
    fileprivate func staircase(_ first: Int, _ second: Int, _ third: Int, _ control: Control) throws -> Survivors {
        var from = [Triple](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                let row = values + index * width
                buffer.initializeElement(at: index, to: Triple(x: row[first], y: row[second], z: row[third], index: Int32(index)))
            }
            initialized = count
        }
        var bounds = runs
        for run in 0..<runs.count - 1 {
            let part = runs[run]..<runs[run + 1]
            let isSorted = zip(part, part.dropFirst()).allSatisfy { !from[$1].precedes(from[$0]) }
            if !isSorted { from[part].sort { $0.precedes($1) || ($0.equals($1) && $0.index < $1.index) } }
        }
        var into = from
        while bounds.count > 2 {
            if control.isStopped { throw CancellationError() }
            var merged = [0]
            for place in stride(from: 0, to: bounds.count - 1, by: 2) {
                let end = place + 2 < bounds.count ? bounds[place + 2] : bounds[place + 1]
                Self.merge(from, bounds[place], bounds[place + 1], end, &into)
                merged.append(end)
            }
            swap(&from, &into)
            bounds = merged
        }
        return try sweepStairs(from, control)
    }

    private static func merge(_ from: [Triple], _ start: Int, _ middle: Int, _ end: Int, _ into: inout [Triple]) {
        from.withUnsafeBufferPointer { from in
            into.withUnsafeMutableBufferPointer { into in
                var (i, j) = (start, middle)
                for at in start..<end {
                    if j == end || (i < middle && !from[j].precedes(from[i])) {
                        into[at] = from[i]
                        i += 1
                    } else {
                        into[at] = from[j]
                        j += 1
                    }
                }
            }
        }
    }

    private func sweepStairs(_ sorted: [Triple], _ control: Control) throws -> Survivors {
        var result = Survivors()
        var stairs = Staircase()
        var isKept = false
        for place in sorted.indices {
            if place & 0x3FFF == 0, control.isStopped { throw CancellationError() }
            let point = sorted[place]
            if place > 0, point.equals(sorted[place - 1]) {
                if isKept, let last = result.kept.last { result.ties.link(point.index, behind: last, of: count) }
                continue
            }
            isKept = stairs.insert(point.y, point.z)
            if isKept { result.kept.append(point.index) }
        }
        return result
    }
}

/// The non-dominated pairs seen so far, `y` falling and `z` rising, in blocks so that inserting moves little.
private struct Staircase {
    private struct Block {
        var ys: [Int64] = []
        var zs: [Int64] = []
    }

    private static let blockSize = 128
    private var blocks: [Block] = [Block()]
    /// The least `y` of each block.
    private var ends: [Int64] = [.min]

    /// Takes a pair unless one that is there is nowhere below it; whether it was taken.
    mutating func insert(_ y: Int64, _ z: Int64) -> Bool {
        // The block of the last pair with a y of at least ours, and the place behind it.
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > y { low = middle + 1 } else { high = middle }
        }
        let block = low
        var place = blocks[block].ys.withUnsafeBufferPointer { ys in
            var low = 0
            var high = ys.count
            while low < high {
                let middle = (low + high) / 2
                if ys[middle] >= y { low = middle + 1 } else { high = middle }
            }
            return low
        }
        // Of those at or above ours in y, the last has the greatest z.
        if place > 0 {
            if blocks[block].zs[place - 1] >= z { return false }
        } else if block > 0, let last = blocks[block - 1].zs.last, last >= z {
            return false
        }
        // Ours covers those from here on that have no greater z, and one of the same y just before.
        if place > 0, blocks[block].ys[place - 1] == y { place -= 1 }
        var end = place
        while end < blocks[block].zs.count, blocks[block].zs[end] <= z { end += 1 }
        let reachesEnd = end == blocks[block].zs.count
        blocks[block].ys.replaceSubrange(place..<end, with: CollectionOfOne(y))
        blocks[block].zs.replaceSubrange(place..<end, with: CollectionOfOne(z))
        if reachesEnd {
            while block + 1 < blocks.count {
                let covered = blocks[block + 1].zs.prefix { $0 <= z }.count
                if covered == 0 { break }
                if covered < blocks[block + 1].zs.count {
                    blocks[block + 1].ys.removeFirst(covered)
                    blocks[block + 1].zs.removeFirst(covered)
                    break
                }
                blocks.remove(at: block + 1)
                ends.remove(at: block + 1)
            }
        }
        if blocks[block].ys.count > Self.blockSize {
            let half = Self.blockSize / 2
            var upper = Block()
            upper.ys = Array(blocks[block].ys[half...])
            upper.zs = Array(blocks[block].zs[half...])
            blocks[block].ys.removeSubrange(half...)
            blocks[block].zs.removeSubrange(half...)
            blocks.insert(upper, at: block + 1)
            ends.insert(0, at: block + 1)
            ends[block + 1] = blocks[block + 1].ys[blocks[block + 1].ys.count - 1]
        }
        ends[block] = blocks[block].ys[blocks[block].ys.count - 1]
        // Below everything there is nothing: the last block takes every smaller y.
        ends[blocks.count - 1] = .min
        return true
    }
}
