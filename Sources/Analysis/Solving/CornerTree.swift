/// Rows of numbers, asked whether one of them is nowhere above some other numbers: a k-d tree, eight numbers a register.
///
/// A subtree is passed over when its coordinatewise minimum is above what is asked somewhere. Numbers have 24 bits here; whoever
/// compares with them leaves a margin for that.
struct CornerTree: Sendable {
    typealias Lanes = SIMD8<Float>

    /// Registers a row.
    let registers: Int
    let count: Int
    private var rows: [Lanes]
    private let depth: Int
    /// Coordinatewise minima of the nodes, level by level; the children of `n` are `2n + 1` and `2n + 2`.
    private var minima: [Lanes]

    private static let leafSize = 16

    /// - Parameter rows: `registers` for each; lanes that are not used hold 0, and 0 is asked of them.
    init(_ rows: [Lanes], registers: Int) {
        self.registers = registers
        self.rows = rows
        count = registers == 0 ? 0 : rows.count / registers
        var depth = 0
        while (count >> depth) > Self.leafSize { depth += 1 }
        self.depth = depth
        minima = [Lanes](repeating: .zero, count: ((2 << depth) - 1) * registers)
        if count > 0 { split() }
    }

    private func places(_ node: Int, _ level: Int) -> Range<Int> {
        let place = node + 1 - (1 << level)
        return (place * count) >> level..<((place + 1) * count) >> level
    }

    /// Splits every node at the middle of the number in which it is widest.
    private mutating func split() {
        var order = Array(0..<count)
        for level in 0...depth {
            for node in (1 << level) - 1..<(2 << level) - 1 {
                let range = places(node, level)
                var widest = (span: Float(0), lane: 0)
                for register in 0..<registers {
                    var low = rows[order[range.lowerBound] * registers + register]
                    var high = low
                    for place in range {
                        let lanes = rows[order[place] * registers + register]
                        low.replace(with: lanes, where: lanes .< low)
                        high.replace(with: lanes, where: lanes .> high)
                    }
                    minima[node * registers + register] = low
                    for lane in 0..<8 where high[lane] - low[lane] > widest.span {
                        widest = (high[lane] - low[lane], register * 8 + lane)
                    }
                }
                guard level < depth else { continue }
                let keys = order[range].map { (rows[$0 * registers + widest.lane / 8][widest.lane % 8], $0) }
                order.replaceSubrange(range, with: keys.sorted { $0 < $1 }.map(\.1))
            }
        }
        rows = order.flatMap { rows[$0 * registers..<($0 + 1) * registers] }
    }

    @inline(__always) private static func isAbove(_ a: Lanes, _ b: Lanes) -> Bool { any(a .> b) }

    /// Whether some row is nowhere above what is asked.
    ///
    /// - Parameters:
    ///   - asked: `registers` of it.
    ///   - hint: a place to look at first, and where the row was found: what is asked next is often met by the same.
    @inline(__always)
    func holds(nowhereAbove asked: UnsafePointer<Lanes>, hint: inout Int) -> Bool {
        guard count > 0 else { return false }
        return rows.withUnsafeBufferPointer { rows in
            @inline(__always) func meets(_ base: UnsafePointer<Lanes>, _ at: Int) -> Bool {
                for register in 0..<registers where Self.isAbove(base[at * registers + register], asked[register]) { return false }
                return true
            }
            let base = rows.baseAddress.unsafelyUnwrapped
            if hint < count, meets(base, hint) { return true }
            return minima.withUnsafeBufferPointer { minima in
                let low = minima.baseAddress.unsafelyUnwrapped
                return withUnsafeTemporaryAllocation(of: (node: Int32, level: Int32).self, capacity: 64) { stack in
                    var top = 1
                    stack[0] = (0, 0)
                    while top > 0 {
                        top -= 1
                        let (node, level) = (Int(stack[top].node), Int(stack[top].level))
                        if !meets(low, node) { continue }
                        if level < depth {
                            stack[top] = (Int32(2 * node + 2), Int32(level + 1))
                            stack[top + 1] = (Int32(2 * node + 1), Int32(level + 1))
                            top += 2
                            continue
                        }
                        for place in places(node, level) where meets(base, place) {
                            hint = place
                            return true
                        }
                    }
                    return false
                }
            }
        }
    }
}
