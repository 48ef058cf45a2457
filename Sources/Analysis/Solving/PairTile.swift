
/// Some partial packages from one end, and all that they may be joined with from the other: which pairs reach the thresholds is
/// found for all the points of a tile at once. Sorted by a component, those that reach a threshold with a given partner are the
/// last so many; as sets of bits, what a pair must pass is an intersection.
struct PairTile {
    typealias Bits = SIMD8<UInt64>

    static let capacity = Bits.scalarCount * 64
    /// So many partners are enough work to be worth a tile, and few enough to be shared out.
    static let partnerLimit = 32_768

    private let points: PartialSums
    private let members: ArraySlice<Int32>
    private let partners: PartialSums
    private let asking: Range<Int>

    /// - Parameters:
    ///   - members: of the points, at most `capacity`.
    ///   - asking: of the partners.
    init(_ points: PartialSums, _ members: ArraySlice<Int32>, with partners: PartialSums, _ asking: Range<Int>) {
        self.points = points
        self.members = members
        self.partners = partners
        self.asking = asking
    }

    /// How many pairs of all the tiles are acceptable, side by side.
    ///
    /// - Parameter lane: where in the rows the sums begin: the lowest, or the highest.
    static func count(_ tiles: [PairTile], _ demands: Demands, lane: Int, _ control: Control) throws -> UInt128 {
        var found = [UInt128](repeating: 0, count: tiles.count)
        found.withUnsafeMutableBufferPointer { found in
            // Each tile writes its own place.
            nonisolated(unsafe) let found = found
            SideBySide.perform(tiles.count) { found[$0] = tiles[$0].count(demands, lane, control) }
        }
        if control.isStopped { throw CancellationError() }
        return found.reduce(0) { $0.saturatingSum($1) }
    }

    private func count(_ demands: Demands, _ lane: Int, _ control: Control) -> UInt128 {
        let places = demands.components.count
        let size = members.count
        // Per component the sums in order, and for each rank the points from there on.
        var sums: [Int64] = []
        var masks: [Bits] = []
        sums.reserveCapacity(places * size)
        masks.reserveCapacity(places * (size + 1))
        for place in 0..<places {
            let sorted = members.enumerated()
                .map { (points.rows[Int($0.element) * 2 * places + lane + place], $0.offset) }.sorted { $0 < $1 }
            sums += sorted.map(\.0)
            let start = masks.count
            masks += repeatElement(.zero, count: size + 1)
            for rank in (0..<size).reversed() {
                masks[start + rank] = masks[start + rank + 1]
                masks[start + rank][sorted[rank].1 / 64] |= 1 << UInt64(sorted[rank].1 % 64)
            }
        }
        var all = Bits.zero
        for member in 0..<size { all[member / 64] |= 1 << UInt64(member % 64) }
        let weights = Weights(members.map { points.counts[Int($0)] })
        var total: UInt128 = 0
        let groups = demands.groups
        let (rows, counts) = (partners.rows, partners.counts)
        // Without counting references again and again.
        sums.withUnsafeBufferPointer { sums in
            masks.withUnsafeBufferPointer { masks in
                demands.thresholds.withUnsafeBufferPointer { thresholds in
                    for partner in asking {
                        if partner & 0xFFF == 0xFFF, control.isStopped { return }
                        /// The points that reach a threshold with the partner.
                        func reaching(_ threshold: Int) -> Bits {
                            let (place, value) = (thresholds[threshold].place, thresholds[threshold].value)
                            let asked = value - rows[partner * 2 * places + lane + place]
                            var (rank, length) = (place * size, size)
                            while length > 0 {
                                let half = length / 2
                                let isBelow = sums[rank + half] < asked
                                rank = isBelow ? rank + half + 1 : rank
                                length = isBelow ? length - half - 1 : half
                            }
                            return masks[rank + place]
                        }
                        var alive = all
                        for group in groups where alive != .zero { alive &= Self.satisfying(group, reaching) }
                        if alive != .zero {
                            total = total.saturatingSum(counts[partner].saturatingProduct(weights.sum(alive)))
                        }
                    }
                }
            }
        }
        return total
    }

    /// The points that miss no more of a group's thresholds than they may.
    private static func satisfying(_ group: Demands.Group, _ reaching: (Int) -> Bits) -> Bits {
        if group.slack == 0 {
            var all = ~Bits.zero
            for threshold in group.thresholds {
                all &= reaching(threshold)
                if all == .zero { break }
            }
            return all
        }
        // Those that miss more than 0, 1, 2 … of the thresholds so far.
        var missing = [Bits](repeating: .zero, count: group.slack + 1)
        for threshold in group.thresholds {
            let missed = ~reaching(threshold)
            for more in missing.indices.dropFirst().reversed() { missing[more] |= missing[more - 1] & missed }
            missing[0] |= missed
        }
        return ~missing[group.slack]
    }

    /// How many packages the points stand for, bit by bit of the number, so that a set of them is added up by counting bits.
    private struct Weights {
        private var planes: [(bit: Int, points: Bits)] = []

        init(_ counts: [UInt128]) {
            let used = counts.reduce(0) { $0 | $1 }
            for bit in 0..<UInt128.bitWidth where used >> UInt128(bit) & 1 == 1 {
                var points = Bits.zero
                for (point, count) in counts.enumerated() where count >> UInt128(bit) & 1 == 1 {
                    points[point / 64] |= 1 << UInt64(point % 64)
                }
                planes.append((bit, points))
            }
        }

        func sum(_ points: Bits) -> UInt128 {
            var total: UInt128 = 0
            for plane in planes {
                let both = plane.points & points
                var count = 0
                for word in 0..<Bits.scalarCount { count += both[word].nonzeroBitCount }
                total = total.saturatingSum(UInt128(count).saturatingProduct(1 << UInt128(plane.bit)))
            }
            return total
        }
    }
}
