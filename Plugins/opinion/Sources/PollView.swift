import PluginKit

/// A poll beside a package.
package struct PollView {
    package let id: String
    package let poll: Poll
    /// Whether the package is one that the answer is about.
    package let truth: Truth
    package var estimate: Estimate

    /// The polls of one public.
    package static func all(of constituency: ID<Party>, in section: OpinionSection, beside draft: Draft) -> [PollView] {
        section.polls.filter { $0.value.constituency == constituency }.map { id, poll in
            PollView(id: id, poll: poll, truth: poll.truth(of: draft), estimate: section.estimate(poll))
        }
    }

    /// The issues because of which the poll concerns the package, as far as they are settled.
    package func grounds(in draft: Draft) -> [ID<Issue>] {
        truth == .no ? [] : poll.concerns?.met(in: draft) ?? []
    }

    /// The open issues on which it depends whether the poll concerns the package.
    func waits(in draft: Draft) -> [ID<Issue>] {
        truth == .open ? poll.concerns?.scope.filter { draft.possible($0).count > 1 } ?? [] : []
    }
}

extension Poll {
    package func truth(of draft: Draft) -> Truth {
        concerns?.truth(over: draft.possible, in: draft.workspace).truth ?? .no
    }
}

extension Predicate {
    /// The issues that the package settles as the condition has it, leaving out alternatives that cannot hold. A part that is
    /// still open counts with what is settled of it.
    package func met(in draft: Draft) -> [ID<Issue>] {
        func truth(_ node: Node) -> Bool? {
            switch node {
            case .atom(let atom):
                let all = Set(draft.possible(atom.issue).map { atom.holds(at: $0, of: draft.workspace.issues[atom.issue]) })
                return all.count == 1 ? all.first : nil
            case .not(let a): return truth(a).map { !$0 }
            case .and(let a, let b):
                let both = [truth(a), truth(b)]
                return both.contains(false) ? false : both.contains(nil) ? nil : true
            case .or(let a, let b): return truth(.not(.and(.not(a), .not(b))))
            case .implies(let a, let b): return truth(.or(.not(a), b))
            case .iff(let a, let b):
                guard let left = truth(a), let right = truth(b) else { return nil }
                return left == right
            }
        }
        func issues(_ node: Node, _ wanted: Bool) -> [ID<Issue>] {
            guard truth(node) != !wanted else { return [] }
            switch node {
            case .atom(let atom): return truth(node) == wanted ? [atom.issue] : []
            case .not(let a): return issues(a, !wanted)
            case .and(let a, let b), .or(let a, let b): return issues(a, wanted) + issues(b, wanted)
            case .implies(let a, let b): return issues(a, !wanted) + issues(b, wanted)
            case .iff(let a, let b): return [a, b].flatMap { side in truth(side).map { issues(side, $0) } ?? [] }
            }
        }
        return OrderedSet(issues(root, true)).elements
    }
}
