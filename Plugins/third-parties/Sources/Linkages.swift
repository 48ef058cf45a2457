import PluginKit

/// What cannot be otherwise, by the meaning of the words: where only the two that lead the talks sit at the table, a further
/// State has no seat of equal standing there. Whose consent an option takes is not here but in its `needs`.
package struct DerivedLinkages {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Linkage>, ContributedLinkage> {
        var all: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
        let formats = workspace.issues.filter { $0.value.options.values.contains { $0.word(Attribute.sides) == Word.two } }.keys
        for (id, seat) in workspace.issues where seat.isOurs(.seat) {
            guard let option = seat.options.first(where: { $0.value.word(Attribute.voice) == Word.full }) else { continue }
            for format in formats {
                let name = "\(format)-of-two-and-\(id)"
                guard Kebab.isID(name), let predicate = predicate(format, id) else { continue }
                var linkage = Linkage()
                linkage.title = "A seat at a table of two"
                linkage.require = predicate
                linkage.because = """
                    Where two sides sit at the table, nobody else is a party of equal standing in the talks, as \
                    \(Phrase.quoted(option.value.title)) has it.
                    """
                linkage.source = option.value.source
                all[ID(name)] = ContributedLinkage(
                    linkage, basis: ["issues", id.text, "options", option.key.text, "attributes", Attribute.voice])
            }
        }
        return all
    }

    private func predicate(_ format: ID<Issue>, _ seat: ID<Issue>) -> Predicate? {
        try? Predicate("\(format).\(Attribute.sides) = \(Word.two) implies \(seat).\(Attribute.voice) != \(Word.full)")
    }
}
