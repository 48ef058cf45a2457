import PluginKit

/// What cannot be otherwise, by the meaning of the words: nobody is admitted to an alliance whose members have bound
/// themselves to admit nobody; an ally that may not support an invitation cannot give the consent it takes; a neutrality with
/// guarantors has a guarantor. Whose consent an option takes is not here but in its `needs`.
package struct DerivedLinkages {
    private typealias Found = (id: ID<Linkage>, contributed: ContributedLinkage)

    private let workspace: Workspace
    private let section: NATOSection
    private let place: Pointer

    package init(_ theCase: ModuleCase<NATOSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? NATOSection()
        place = theCase.place
    }

    package func all() -> OrderedDictionary<ID<Linkage>, ContributedLinkage> {
        var all: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
        let accession = section.accession?.issues.flatMap { [treaty(against: $0), undertaking(against: $0)] } ?? []
        for case let found? in accession + [neutrality()] { all[found.id] = found.contributed }
        return all
    }

    /// A treaty of all allies that no State is admitted leaves only what admits none; the end of a moratorium would.
    private func treaty(against membership: ID<Issue>) -> Found? {
        let bars = conditions { option, _ in option.word(Attribute.legal) == Word.treaty }
        guard let excluding = words(of: membership, where: \.excludes), !bars.isEmpty else { return nil }
        return found(
            "treaty-bars-\(membership)", "A treaty against enlargement and \(title(membership))",
            "(\(bars.joined(separator: " or "))) implies \(membership).\(Attribute.membership) in [\(excluding)]",
            """
            A treaty of all allies that no further State is admitted contradicts a path into the alliance, and the end of a \
            suspension, that would admit one.
            """)
    }

    /// Where each ally has to agree, one that has bound itself not to support an invitation cannot set out the steps to one.
    private func undertaking(against membership: ID<Issue>) -> Found? {
        let consents = section.accession?.consents ?? []
        let bars = conditions { option, _ in
            option.word(Attribute.legal) == Word.bilateral
                && option.word(Attribute.binds).map { consents.contains(ID($0)) } == true
        }
        guard words(of: membership, where: { $0 == .open }) != nil, !bars.isEmpty else { return nil }
        return found(
            "undertaking-bars-\(membership)", "An undertaking against enlargement and \(title(membership))",
            "(\(bars.joined(separator: " or "))) implies \(membership).\(Attribute.membership) != \(Membership.open.rawValue)",
            "An ally whose consent an invitation takes cannot undertake not to support one and set out the steps towards it.")
    }

    private func neutrality() -> Found? {
        guard let scale = section.guaranteeScale, words(of: scale.membership, where: { $0 == .neutral }) != nil,
            workspace.issues[scale.issue]?.options.values.contains(where: { $0.commitment == Commitment.none }) == true
        else { return nil }
        return found(
            "neutrality-is-guaranteed", "Neutrality with guarantors",
            """
            \(scale.membership).\(Attribute.membership) = \(Membership.neutral.rawValue) implies \
            \(scale.issue).\(Attribute.guarantee) != \(Commitment.none.rawValue)
            """,
            "Neutrality with guarantors takes a guarantee; without one it is another option.", at: place / "guaranteeScale",
            source: scale.beyond?.source)
    }

    // MARK: Parts

    private func found(
        _ id: String, _ title: String, _ require: String, _ because: String, at basis: Pointer? = nil, source: Citation? = nil
    ) -> Found? {
        guard let predicate = try? Predicate(require) else { return nil }
        var linkage = Linkage()
        linkage.title = title
        linkage.require = predicate
        linkage.because = because
        linkage.source = source ?? section.accession?.source
        return (ID(id), ContributedLinkage(linkage, basis: basis ?? place / "accession"))
    }

    /// The conditions under which the enlargement of the alliance is ruled out, issue by issue.
    private func conditions(_ rulesOut: (Option, ID<Option>) -> Bool) -> [String] {
        workspace.issues.filter { $0.value.isOurs(.enlargement) }.flatMap { id, issue in
            issue.options.filter { rulesOut($0.value, $0.key) }.keys.map { "\(id) = \($0)" }
        }
    }

    /// The words of membership that an issue offers and that fit, for a list; nil when there is none.
    private func words(of issue: ID<Issue>, where fits: (Membership) -> Bool) -> String? {
        let words = OrderedSet(workspace.issues[issue]?.options.values.compactMap(\.membership) ?? []).filter(fits)
        return words.isEmpty ? nil : words.map(\.rawValue).joined(separator: ", ")
    }

    private func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }
}
