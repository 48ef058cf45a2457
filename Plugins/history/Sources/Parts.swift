import PluginKit

extension Predicate {
    /// The parts that all have to hold.
    package var conjuncts: [Node] {
        var parts: [Node] = []
        func collect(_ node: Node) {
            guard case .and(let a, let b) = node else { return parts.append(node) }
            collect(a)
            collect(b)
        }
        collect(root)
        return parts
    }
}

extension Predicate.Node {
    /// The issues it speaks of, each once, in the order of mention.
    package var scope: OrderedSet<ID<Issue>> {
        switch self {
        case .atom(let atom): [atom.issue]
        case .not(let a): a.scope
        case .and(let a, let b), .or(let a, let b), .implies(let a, let b), .iff(let a, let b): a.scope.union(b.scope)
        }
    }

    /// What it asks for before it asks for anything else; nil when it asks at once.
    package var premise: Self? {
        guard case .implies(let premise, _) = self else { return nil }
        return premise
    }

    func holds(_ choice: (ID<Issue>) -> ID<Option>?, in workspace: Workspace) -> Bool {
        switch self {
        case .atom(let atom): atom.holds(at: choice(atom.issue), of: workspace.issues[atom.issue])
        case .not(let a): !a.holds(choice, in: workspace)
        case .and(let a, let b): a.holds(choice, in: workspace) && b.holds(choice, in: workspace)
        case .or(let a, let b): a.holds(choice, in: workspace) || b.holds(choice, in: workspace)
        case .implies(let a, let b): !a.holds(choice, in: workspace) || b.holds(choice, in: workspace)
        case .iff(let a, let b): a.holds(choice, in: workspace) == b.holds(choice, in: workspace)
        }
    }
}

extension Space {
    /// What can be said of a part of a condition, over every way of settling what is open that the requirements allow.
    package func truth(of part: Predicate.Node) -> Truth {
        truth(over: Array(part.scope)) { row in part.holds({ row[$0] ?? possible($0).first }, in: workspace) } ?? .open
    }
}

/// How a package stands with a test.
package enum Verdict: Sendable {
    case fails
    /// It depends on what the package leaves open.
    case open
    case passes
    /// Every part of the test begins with a case that does not arise in the package: nothing is put to the test.
    case idle
}

extension Space {
    package func verdict(_ test: Predicate) -> Verdict {
        switch truth(of: test) {
        case .no: .fails
        case .open: .open
        case .yes: idle(test).count == test.conjuncts.count ? .idle : .passes
        }
    }

    /// The parts of a test whose case does not arise.
    func idle(_ test: Predicate) -> [Predicate.Node] {
        test.conjuncts.filter { part in part.premise.map { truth(of: $0) == .no } ?? false }
    }

    /// Whether no part's case arises any more once a change is made.
    func idles(_ test: Predicate, _ change: Fixed) -> Bool {
        test.conjuncts.allSatisfy { part in
            guard let premise = part.premise else { return false }
            return truth(over: premise.scope.filter { change[$0] == nil }) { row in
                premise.holds({ change[$0] ?? row[$0] ?? possible($0).first }, in: workspace)
            } == .no
        }
    }

    /// The issues because of which a test is not passed for certain.
    func blamed(_ test: Predicate) -> [ID<Issue>] {
        let truths = test.conjuncts.map { ($0, truth(of: $0)) }
        let failing = truths.filter { $0.1 == .no }
        let blamed = failing.isEmpty ? truths.filter { $0.1 == .open } : failing
        // Parts may each hold for some way of settling what is open and never together.
        return (blamed.isEmpty ? truths : blamed).reduce(OrderedSet<ID<Issue>>()) { $0.union($1.0.scope) }.elements
    }
}
