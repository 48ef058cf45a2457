import Negotiation

/// What can be said of a consent, over all stated ranges and over everything that is still open.
package enum Verdict: String, Sendable, CaseIterable {
    /// Given, whatever the true values within the ranges and whatever is chosen for what is open.
    case certain
    /// Given for some values within the ranges and withheld for others, whatever is chosen for what is open.
    case possible
    /// Withheld, whatever the true values and whatever is chosen.
    case excluded
    /// Not settled before what is open is chosen, or because nothing is known of what the party wants.
    case unknown
}

extension Verdict {
    /// Of several consents that are all needed. The ranges of different parties vary independently, so consents that are
    /// each possible are possible together.
    package static func all(_ verdicts: [Verdict]) -> Verdict {
        if verdicts.contains(.excluded) { return .excluded }
        if verdicts.contains(.unknown) { return .unknown }
        return verdicts.contains(.possible) ? .possible : .certain
    }

    /// Of several consents of which at least `count` are needed.
    package static func atLeast(_ count: Int, of verdicts: [Verdict]) -> Verdict {
        func number(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
        if number(.certain) >= count { return .certain }
        if verdicts.count - number(.excluded) < count { return .excluded }
        return number(.unknown) > 0 ? .unknown : .possible
    }
}

/// Whose consent counts, once what a decision rule leaves unsaid is filled in.
package struct EffectiveDecision: Sendable, Hashable {
    package var required: [ID<Party>]
    /// At least so many of these; nil when the rule counts nobody.
    package var counted: (atLeast: Int, of: [ID<Party>])? { atLeast.map { ($0, of) } }
    private var atLeast: Int?
    private var of: [ID<Party>]

    /// - Parameter standard: who decides where the rule names nobody: every principal, or every member of a bloc.
    init(_ decision: Decision?, standard: [ID<Party>]) {
        let namesNobody = decision.map { $0.required.isEmpty && $0.atLeast == nil } ?? true
        required = namesNobody ? standard : decision?.required ?? []
        atLeast = decision?.atLeast
        of = decision.map { $0.of.isEmpty ? standard : $0.of } ?? []
    }

    /// What the rule makes of the verdicts of those it names.
    func verdict(_ of: (ID<Party>) -> Verdict) -> Verdict {
        let all = Verdict.all(required.map(of))
        guard let counted else { return all }
        return .all([all, .atLeast(counted.atLeast, of: counted.of.map(of))])
    }

    /// The same at nominal values; nil when it cannot be told.
    func nominal(_ of: (ID<Party>) -> Bool?) -> Bool? {
        let answer = verdict { party in
            switch of(party) {
            case true?: .certain
            case false?: .excluded
            case nil: .unknown
            }
        }
        return answer == .unknown ? nil : answer == .certain
    }
}
