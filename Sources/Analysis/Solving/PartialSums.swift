/// Partial packages that share a state, as what they have gathered so far, alike ones taken together.
///
/// Where there are too many, those that are close are taken together as well, as a box around their sums: what its lowest corner
/// passes all of them pass, and what its highest misses all of them miss. (Rounding sums both ways for bounds on a count:
/// Dyer 2003, who counts the solutions of knapsacks.)
struct PartialSums: Sendable {
    /// Per entry the lowest sums, and then the highest.
    var rows: [Int64] = []
    /// How many partial packages each entry stands for, as far as 128 bits go.
    var counts: [UInt128] = []

    var count: Int { counts.count }

    /// Whether some entries stand for different sums.
    func isCoarse(_ places: Int) -> Bool {
        counts.indices.contains { entry in (0..<places).contains { rows[entry * 2 * places + $0] != rows[(entry * 2 + 1) * places + $0] } }
    }

    /// Entries in groups of alike ones: halved where they lie farthest apart, and so on (the order of a k-d tree; Bentley 1975).
    ///
    /// - Parameters:
    ///   - pieces: as many groups, or one for each entry.
    ///   - window: per component the lowest and the highest sum that still makes a difference.
    func grouped(_ pieces: Int, window: [(low: Int64, high: Int64)], scales: [Double]) -> (order: [Int32], groups: [Range<Int>]) {
        let places = window.count
        var order = (0..<Int32(count)).map { $0 }
        var groups: [Range<Int>] = []
        var keys = [Int64](repeating: 0, count: count)
        func split(_ range: Range<Int>, _ pieces: Int) {
            guard pieces > 1, range.count > 1 else {
                groups.append(range)
                return
            }
            var (widest, place) = (-Double.infinity, 0)
            for candidate in 0..<places {
                var (least, most) = (Int64.max, Int64.min)
                for at in range {
                    let row = Int(order[at]) * 2 * places + candidate
                    least = min(least, rows[row])
                    most = max(most, rows[row + places])
                }
                let extent = Double(min(most, window[candidate].high) - max(least, window[candidate].low)) / scales[candidate]
                if extent > widest { (widest, place) = (extent, candidate) }
            }
            for at in range {
                let row = Int(order[at]) * 2 * places + place
                keys[Int(order[at])] = rows[row] / 2 + rows[row + places] / 2
            }
            let pieces = min(pieces, range.count)
            let middle = range.lowerBound + range.count * (pieces / 2) / pieces
            order.select(range, middle, by: keys)
            split(range.lowerBound..<middle, pieces / 2)
            split(middle..<range.upperBound, pieces - pieces / 2)
        }
        split(0..<count, pieces)
        return (order, groups)
    }

    /// At most so many entries, as boxes around what was taken together.
    func coarsened(_ limit: Int, window: [(low: Int64, high: Int64)], scales: [Double]) -> PartialSums {
        guard count > limit else { return self }
        let places = window.count
        let (order, groups) = grouped(limit, window: window, scales: scales)
        var coarse = PartialSums()
        for group in groups {
            let start = coarse.rows.count
            let first = Int(order[group.lowerBound]) * 2 * places
            coarse.rows += rows[first..<first + 2 * places]
            var total: UInt128 = 0
            for at in group {
                let row = Int(order[at]) * 2 * places
                for place in 0..<places {
                    coarse.rows[start + place] = min(coarse.rows[start + place], rows[row + place])
                    coarse.rows[start + places + place] = max(coarse.rows[start + places + place], rows[row + places + place])
                }
                total = total.saturatingSum(counts[Int(order[at])])
            }
            coarse.counts.append(total)
        }
        return coarse
    }
}

extension [Int32] {
    /// Puts what belongs before `middle` by its key before it, within a range (Hoare 1961).
    fileprivate mutating func select(_ range: Range<Int>, _ middle: Int, by keys: [Int64]) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            let pivot = keys[Int(self[(low + high) / 2])]
            var (left, right) = (low, high)
            while left <= right {
                while keys[Int(self[left])] < pivot { left += 1 }
                while keys[Int(self[right])] > pivot { right -= 1 }
                if left <= right {
                    swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if middle <= right { high = right } else if middle >= left { low = left } else { return }
        }
    }
}

/// Entries found again by their rows while a list is put together.
struct PartialSumsTable {
    private(set) var sums = PartialSums()
    private let lanes: Int
    /// Entries by hash, −1 where there is none.
    private var slots = [Int32](repeating: -1, count: 64)

    /// - Parameter lanes: numbers a row.
    init(lanes: Int) { self.lanes = lanes }

    mutating func add(_ row: UnsafePointer<Int64>, _ count: UInt128) {
        if 2 * sums.count >= slots.count { grow() }
        let mask = slots.count - 1
        var slot = Self.hash(row, lanes) & mask
        while slots[slot] >= 0 {
            let entry = Int(slots[slot])
            let isSame = sums.rows.withUnsafeBufferPointer { rows in
                (0..<lanes).allSatisfy { rows[entry * lanes + $0] == row[$0] }
            }
            if isSame {
                sums.counts[entry] = sums.counts[entry].saturatingSum(count)
                return
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(sums.count)
        sums.rows.append(contentsOf: UnsafeBufferPointer(start: row, count: lanes))
        sums.counts.append(count)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        let mask = slots.count - 1
        sums.rows.withUnsafeBufferPointer { rows in
            for entry in 0..<sums.count {
                guard let base = rows.baseAddress else { break }
                var slot = Self.hash(base + entry * lanes, lanes) & mask
                while slots[slot] >= 0 { slot = (slot + 1) & mask }
                slots[slot] = Int32(entry)
            }
        }
    }

    /// The same in every process, unlike the library's.
    private static func hash(_ row: UnsafePointer<Int64>, _ lanes: Int) -> Int {
        var hash: UInt64 = 0
        for lane in 0..<lanes {
            hash = (hash ^ UInt64(bitPattern: row[lane])) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
        }
        return Int(truncatingIfNeeded: hash)
    }
}
