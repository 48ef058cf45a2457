/// A condition over numbered variables, kept so that two ways of saying the same thing are usually the same node.
///
/// Nodes are made only by the functions below, which simplify: constants vanish, conjunctions and disjunctions are flat,
/// sorted and without repeats, comparisons of one variable inside one joint are united, and negation stands only at
/// comparisons and before parities. Fixing a variable therefore yields few different rests, and those rests are the states of a decision diagram
/// (Bryant 1986; for more than two values Srinivasan et al. 1990).
package struct FormulaStore: Sendable {
    package typealias ID = Int32

    private enum Node: Hashable, Sendable {
        case constant(Bool)
        /// The variable takes one of the options in the set.
        case among(variable: Int32, set: [UInt64])
        case and([ID])
        case or([ID])
        /// An odd number of these holds.
        case odd([ID])
    }

    package static let no: ID = 0
    package static let yes: ID = 1

    private var nodes: [Node] = [.constant(false), .constant(true)]
    private var ids: [Node: ID] = [.constant(false): 0, .constant(true): 1]
    private var negations: [ID: ID] = [0: 1, 1: 0]
    private struct Fixing: Hashable {
        var node: ID
        var variable: Int32
        var option: Int32
    }
    private var fixings: [Fixing: ID] = [:]
    private let sizes: [Int]

    /// - Parameter sizes: how many options each variable has.
    package init(sizes: [Int]) { self.sizes = sizes }

    func size(of variable: Int) -> Int { sizes[variable] }

    /// How many conditions and rests are remembered.
    package var count: Int { nodes.count + fixings.count }

    private mutating func id(of node: Node) -> ID {
        if let known = ids[node] { return known }
        let id = ID(nodes.count)
        nodes.append(node)
        ids[node] = id
        return id
    }

    /// The variable takes an option for which `holds`.
    package mutating func among(_ variable: Int, where holds: (Int) -> Bool) -> ID {
        var set = [UInt64](repeating: 0, count: (sizes[variable] + 63) / 64)
        var count = 0
        for option in 0..<sizes[variable] where holds(option) {
            set[option >> 6] |= 1 << UInt64(option & 63)
            count += 1
        }
        return atom(Int32(variable), set, count)
    }

    private mutating func atom(_ variable: Int32, _ set: [UInt64], _ count: Int) -> ID {
        if count == 0 { return Self.no }
        if count == sizes[Int(variable)] { return Self.yes }
        return id(of: .among(variable: variable, set: set))
    }

    package mutating func not(_ a: ID) -> ID {
        if let known = negations[a] { return known }
        let result: ID
        switch nodes[Int(a)] {
        case .constant(let value): result = value ? Self.no : Self.yes
        case .among(let variable, let set):
            var complement = set.map { ~$0 }
            let rest = sizes[Int(variable)] & 63
            if rest != 0 { complement[complement.count - 1] &= (1 << UInt64(rest)) - 1 }
            result = atom(variable, complement, complement.reduce(0) { $0 + $1.nonzeroBitCount })
        case .and(let parts):
            let negated = parts.map { not($0) }
            result = or(negated)
        case .or(let parts):
            let negated = parts.map { not($0) }
            result = and(negated)
        case .odd: result = id(of: .odd([a]))
        }
        negations[a] = result
        negations[result] = a
        return result
    }

    package mutating func and(_ parts: [ID]) -> ID { joint(parts, isAnd: true) }
    package mutating func or(_ parts: [ID]) -> ID { joint(parts, isAnd: false) }

    private mutating func joint(_ parts: [ID], isAnd: Bool) -> ID {
        let absorbing = isAnd ? Self.no : Self.yes
        var flat: Set<ID> = []
        var sets: [Int32: [UInt64]] = [:]
        var order: [Int32] = []
        var queue = parts
        while let part = queue.popLast() {
            switch nodes[Int(part)] {
            case .constant(let value): if value != isAnd { return absorbing }
            case .and(let inner) where isAnd: queue += inner
            case .or(let inner) where !isAnd: queue += inner
            case .among(let variable, let set):
                if let known = sets[variable] {
                    sets[variable] = zip(known, set).map { isAnd ? $0 & $1 : $0 | $1 }
                } else {
                    sets[variable] = set
                    order.append(variable)
                }
            default: flat.insert(part)
            }
        }
        for variable in order {
            guard let set = sets[variable] else { continue }
            let part = atom(variable, set, set.reduce(0) { $0 + $1.nonzeroBitCount })
            if part == absorbing { return absorbing }
            if part != (isAnd ? Self.yes : Self.no) { flat.insert(part) }
        }
        // A part and its opposite.
        for part in flat { if let opposite = negations[part], flat.contains(opposite) { return absorbing } }
        if flat.isEmpty { return isAnd ? Self.yes : Self.no }
        if flat.count == 1, let only = flat.first { return only }
        let sorted = flat.sorted()
        return id(of: isAnd ? .and(sorted) : .or(sorted))
    }

    package mutating func iff(_ a: ID, _ b: ID) -> ID {
        let differ = odd([a, b])
        return not(differ)
    }

    /// An odd number of the parts holds: flat, each part in one polarity, pairs cancelled. So a chain of “iff” leaves a rest of
    /// the undecided parts and one bit, however long it is.
    private mutating func odd(_ parts: [ID]) -> ID {
        var isNegated = false
        var remaining: Set<ID> = []
        var queue = parts
        while let part = queue.popLast() {
            switch nodes[Int(part)] {
            case .constant(let value): if value { isNegated.toggle() }
            case .odd(let inner) where inner.count == 1:
                isNegated.toggle()
                queue += inner
            case .odd(let inner): queue += inner
            default:
                let opposite = not(part)
                if opposite < part { isNegated.toggle() }
                let canonical = min(part, opposite)
                if remaining.remove(canonical) == nil { remaining.insert(canonical) }
            }
        }
        let sorted = remaining.sorted()
        let result: ID
        switch sorted.count {
        case 0: result = Self.no
        case 1: result = sorted[0]
        default: result = id(of: .odd(sorted))
        }
        return isNegated ? not(result) : result
    }

    /// Whether a condition holds for a package: an option for each variable.
    package func holds(_ a: ID, for package: [Int]) -> Bool {
        switch nodes[Int(a)] {
        case .constant(let value): value
        case .among(let variable, let set):
            set[package[Int(variable)] >> 6] >> UInt64(package[Int(variable)] & 63) & 1 == 1
        case .and(let parts): parts.allSatisfy { holds($0, for: package) }
        case .or(let parts): parts.contains { holds($0, for: package) }
        case .odd(let parts): parts.count { holds($0, for: package) } % 2 == 1
        }
    }

    package mutating func implies(_ a: ID, _ b: ID) -> ID { or([not(a), b]) }

    /// What is left of a condition once a variable has taken an option.
    package mutating func fixing(_ variable: Int, to option: Int, in a: ID) -> ID {
        if a <= Self.yes { return a }
        let key = Fixing(node: a, variable: Int32(variable), option: Int32(option))
        if let known = fixings[key] { return known }
        let result: ID
        switch nodes[Int(a)] {
        case .constant: result = a
        case .among(let other, let set):
            result = Int(other) != variable ? a : set[option >> 6] & (1 << UInt64(option & 63)) != 0 ? Self.yes : Self.no
        case .and(let parts):
            let rests = parts.map { fixing(variable, to: option, in: $0) }
            result = and(rests)
        case .or(let parts):
            let rests = parts.map { fixing(variable, to: option, in: $0) }
            result = or(rests)
        case .odd(let parts):
            let rests = parts.map { fixing(variable, to: option, in: $0) }
            // One part alone stands for its negation.
            result = parts.count == 1 ? not(rests[0]) : odd(rests)
        }
        fixings[key] = result
        return result
    }

    /// Per variable how many groups of options some conditions tell apart.
    package func distinctions(in conditions: [ID]) -> [Int] {
        var sets: [Set<[UInt64]>] = sizes.map { _ in [] }
        var seen: Set<ID> = []
        var queue = conditions
        while let part = queue.popLast() {
            guard seen.insert(part).inserted else { continue }
            switch nodes[Int(part)] {
            case .constant: break
            case .among(let variable, let set): sets[Int(variable)].insert(set)
            case .and(let parts), .or(let parts), .odd(let parts): queue += parts
            }
        }
        return sizes.indices.map { variable in
            let patterns = (0..<sizes[variable]).map { option in
                Set(sets[variable].filter { $0[option >> 6] & (1 << UInt64(option & 63)) != 0 })
            }
            return Set(patterns).count
        }
    }

    /// The variables a condition still depends on, ascending.
    package func scope(of a: ID) -> [Int] {
        var seen: Set<ID> = []
        var variables: Set<Int> = []
        var queue = [a]
        while let part = queue.popLast() {
            guard seen.insert(part).inserted else { continue }
            switch nodes[Int(part)] {
            case .constant: break
            case .among(let variable, _): variables.insert(Int(variable))
            case .and(let parts), .or(let parts), .odd(let parts): queue += parts
            }
        }
        return variables.sorted()
    }
}
