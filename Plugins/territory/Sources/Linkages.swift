import PluginKit

/// What cannot be otherwise, by the meaning of the words: forces that are not to remain withdraw; nothing moves while they
/// fight; an international administration has a mandate. What a party makes a condition is not here but in its red lines.
///
/// They are derived from the roles of `ceasefire` and the attributes of options, so they hold for any case. Where the
/// workspace does not say enough for one, it is not derived.
package struct DerivedLinkages {
    private typealias Found = (id: ID<Linkage>, contributed: ContributedLinkage)

    private let workspace: Workspace
    private let section: TerritorySection
    private let place: Pointer

    package init(_ theCase: ModuleCase<TerritorySection>) {
        workspace = theCase.workspace
        section = theCase.section ?? TerritorySection()
        place = theCase.place
    }

    package func all() -> OrderedDictionary<ID<Linkage>, ContributedLinkage> {
        var all: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
        let regions = section.regions.flatMap { name, region in
            [withdrawal(from: name, region), mandate(for: name, region)]
        }
        let lines = section.lines.map { name, line in ceasefire(for: name, line) }
        for case let found? in regions + lines + [ceasefireForWithdrawal()] { all[found.id] = found.contributed }
        return all
    }

    /// Options under which the forces that stand in a region without an agreement do not remain take their full withdrawal.
    ///
    /// Whose withdrawal is at issue says the issue's `controlledBy`; both sides' when it says nothing.
    private func withdrawal(from name: String, _ region: Region) -> Found? {
        guard let withdrawal = section.ceasefire?.withdrawal, offers(withdrawal, Attribute.extent, .string(Word.full)),
            let issue = workspace.issues[region.issue], let standing = workspace.noDeal?.choices[region.issue],
            let today = issue.options[standing]?.word(.forces)
        else { return nil }
        let leaving = section.dimensions.sides(of: today).intersection(sides(thatSettle: withdrawal))
        let gone = { (forces: String) in !leaving.isSubset(of: section.dimensions.sides(of: forces)) }
        let options = issue.options.values.filter { $0.word(.forces).map(gone) ?? false }
        let words = OrderedSet(options.compactMap { $0.word(.forces) })
        guard !words.isEmpty else { return nil }
        return found(
            "\(name)-needs-withdrawal", "Forces that leave \(title(region))",
            "\(region.issue).forces \(among(words)) implies \(withdrawal).\(Attribute.extent) = \(Word.full)",
            """
            Under \(Phrase.list(options.map { Phrase.quoted($0.title) }, "or")) the forces that stand in \(title(region)) without an \
            agreement do not remain, so they have to withdraw in full.
            """, place / "regions" / name)
    }

    /// An international administration or force takes somebody who gives it a mandate.
    private func mandate(for name: String, _ region: Region) -> Found? {
        guard let endorsement = section.ceasefire?.endorsement, let issue = workspace.issues[region.issue] else { return nil }
        let endorsers = workspace.issues[endorsement]?.options.values.compactMap { $0.word(Attribute.endorsedBy) } ?? []
        let given = OrderedSet(endorsers).subtracting([Word.none])
        let parts = [Dimension.control, .forces].filter { dimension in
            issue.options.values.contains { $0.word(dimension) == Word.international }
        }.map { "\(region.issue).\($0.rawValue) = \(Word.international)" }
        guard !given.isEmpty, !parts.isEmpty else { return nil }
        return found(
            "\(name)-needs-mandate", "A mandate for \(title(region))",
            "(\(parts.joined(separator: " or "))) implies \(endorsement).\(Attribute.endorsedBy) \(among(given))",
            "An international administration or force in \(title(region)) takes somebody who gives it a mandate.",
            place / "regions" / name)
    }

    /// A line moves by an agreement to stop shooting, or not at all by agreement.
    private func ceasefire(for name: String, _ line: Line) -> Found? {
        guard let terms = line.restsOn.ceasefire ?? section.ceasefire?.terms, offers(terms, Attribute.agreed, false),
            offers(line.issue, Attribute.moves, .string(Word.none))
        else { return nil }
        return found(
            "\(name)-needs-ceasefire", "A line that is agreed",
            "\(terms).\(Attribute.agreed) = false implies \(line.issue).\(Attribute.moves) = \(Word.none)",
            "A line is agreed by agreeing to stop shooting; without that it is where the fighting puts it.",
            place / "lines" / name)
    }

    private func ceasefireForWithdrawal() -> Found? {
        guard let ceasefire = section.ceasefire, let withdrawal = ceasefire.withdrawal,
            offers(ceasefire.terms, Attribute.agreed, false), offers(withdrawal, Attribute.extent, .string(Word.none))
        else { return nil }
        return found(
            "withdrawal-needs-ceasefire", "Withdrawal while fighting",
            "\(ceasefire.terms).\(Attribute.agreed) = false implies \(withdrawal).\(Attribute.extent) = \(Word.none)",
            "Forces cannot withdraw under an agreement, and be seen to, while they fight without one.",
            place / "ceasefire" / Role.withdrawal.rawValue)
    }

    // MARK: Parts

    /// The roles are what makes these follow, so theirs is the source: a region's own source does not speak of them.
    private func found(_ id: String, _ title: String, _ require: String, _ because: String, _ basis: Pointer) -> Found? {
        // Words of other modules' issues may be such as a condition cannot name.
        guard let predicate = try? Predicate(require) else { return nil }
        var linkage = Linkage()
        linkage.title = title
        linkage.require = predicate
        linkage.because = because
        linkage.source = section.ceasefire?.source
        return (ID(id), ContributedLinkage(linkage, basis: basis))
    }

    private func among(_ words: OrderedSet<String>) -> String {
        words.count == 1 ? "= \(words[0])" : "in [\(words.joined(separator: ", "))]"
    }

    private func title(_ region: Region) -> String {
        region.title ?? workspace.issues[region.issue]?.title ?? region.issue.text
    }

    private func offers(_ issue: ID<Issue>, _ attribute: String, _ value: Value) -> Bool {
        workspace.issues[issue]?.options.values.contains { $0.attributes[attribute] == value } ?? false
    }

    private func sides(thatSettle withdrawal: ID<Issue>) -> Set<End> {
        let movers = workspace.issues[withdrawal]?.controlledBy ?? []
        return Set(
            End.allCases.filter { end in
                movers.isEmpty || section.dimensions.party(at: end, in: workspace).map(movers.contains) ?? false
            })
    }
}
