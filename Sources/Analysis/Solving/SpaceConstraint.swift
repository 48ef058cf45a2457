import Negotiation

/// Something that a package must not break to be possible, or to be accepted.
package struct SpaceConstraint: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        /// What is impossible by logic, law or nature.
        case linkage(ID<Linkage>)
        /// A red line stated as a condition, by its id.
        case redLine(ID<Party>, String)
        /// Options of an issue that are not acceptable to a party.
        case stance(ID<Party>, ID<Issue>)
        /// That a package is worth as much to a party as no deal, or as its stated reservation.
        case reservation(ID<Party>)
        /// A rule by which so many of several must accept: of a bloc, or of the workspace.
        case rule(ID<Party>?)
    }

    package let subject: Subject
    /// The packages that break it, where that is a condition.
    let broken: FormulaStore.ID

    init(_ subject: Subject, broken: FormulaStore.ID = FormulaStore.no) {
        self.subject = subject
        self.broken = broken
    }
}

extension SpaceConstraint.Subject {
    /// What is impossible otherwise, whoever accepts.
    package var isRequirement: Bool { if case .linkage = self { true } else { false } }

    /// Whose it is.
    package var party: ID<Party>? {
        switch self {
        case .redLine(let party, _), .stance(let party, _), .reservation(let party): party
        case .linkage, .rule: nil
        }
    }

    /// Whose it is, a bloc with its rule.
    package var owner: ID<Party>? { if case .rule(let owner) = self { owner } else { party } }
}
