import PluginKit

/// What cannot be otherwise, by the meaning of the words: a body whose mandate comes from whoever may endorse the agreement
/// takes that endorsement; what is to be verified, or is to follow upon a finding of the monitoring body, takes such a body.
/// Whether a body is wanted, and whether a veto is used, is no matter of logic and stands in the analyzers.
package struct DerivedLinkages {
    private let workspace: Workspace

    package init(_ theCase: ModuleCase<InstitutionsSection>) { workspace = theCase.workspace }

    package func all() -> OrderedDictionary<ID<Linkage>, ContributedLinkage> {
        var all: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
        for monitoring in workspace.issues(of: .monitoring) where words(monitoring, Attribute.body).contains(Word.none) {
            add(&all, mandates(of: monitoring))
            add(&all, findings(by: monitoring))
            add(&all, verified(by: monitoring))
        }
        return all
    }

    private typealias Found = (id: String, contributed: ContributedLinkage)

    private func add(_ all: inout OrderedDictionary<ID<Linkage>, ContributedLinkage>, _ found: [Found]) {
        for (id, contributed) in found where Kebab.isID(id) { all[ID(id)] = contributed }
    }

    /// Monitoring whose mandate comes from whoever may endorse the agreement. One decision is meant, which does both.
    private func mandates(of monitoring: ID<Issue>) -> [Found] {
        workspace.issues(of: .endorsement).flatMap { endorsement in
            words(endorsement, Attribute.endorsedBy).filter { $0 != Word.none }.compactMap { word -> Found? in
                let options = options(monitoring, Attribute.mandate, word)
                guard let first = options.first else { return nil }
                return found(
                    "\(monitoring)-needs-\(word)", "A mandate for \(title(monitoring))",
                    "\(monitoring).\(Attribute.mandate) = \(word) implies \(endorsement).\(Attribute.endorsedBy) = \(word)",
                    """
                    \(quoted(monitoring, options)) has its mandate from “\(workspace.reading(of: word))”, and this agreement hears of it \
                    in \(Phrase.list(quotedAll(endorsement, self.options(endorsement, Attribute.endorsedBy, word)), "or")).
                    """, on: monitoring, first)
            }
        }
    }

    private func findings(by monitoring: ID<Issue>) -> [Found] {
        workspace.issues(of: .compliance).compactMap { compliance in
            let options = options(compliance, Attribute.finding, Word.monitoringBody)
            guard let first = options.first else { return nil }
            return found(
                "\(compliance)-needs-\(monitoring)", "A finding takes a finder",
                "\(compliance).\(Attribute.finding) = \(Word.monitoringBody) implies \(monitoring).\(Attribute.body) != \(Word.none)",
                "Under \(quoted(compliance, options)) the monitoring body finds breaches, so there has to be one.", on: compliance,
                first)
        }
    }

    /// Options of whatever module that say `verified: true`.
    private func verified(by monitoring: ID<Issue>) -> [Found] {
        workspace.issues.compactMap { id, issue in
            let options = issue.options.filter { $0.value.flag(Attribute.verified) == true }.map(\.key)
            guard let first = options.first else { return nil }
            return found(
                "\(id)-needs-\(monitoring)", "Verification takes a verifier",
                "\(id).\(Attribute.verified) = true implies \(monitoring).\(Attribute.body) != \(Word.none)",
                "Under \(quoted(id, options)) it is verified whether it is done, and that takes somebody who verifies.", on: id,
                first)
        }
    }

    // MARK: Parts

    private func found(
        _ id: String, _ title: String, _ require: String, _ because: String, on issue: ID<Issue>, _ option: ID<Option>
    ) -> Found? {
        // Words of a workspace may be such as a condition cannot name.
        guard let predicate = try? Predicate(require) else { return nil }
        var linkage = Linkage()
        linkage.title = title
        linkage.require = predicate
        linkage.because = because
        linkage.source = workspace.issues[issue]?.options[option]?.source
        return (id, ContributedLinkage(linkage, basis: ["issues", issue.text, "options", option.text, "attributes"]))
    }

    private func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }

    private func words(_ issue: ID<Issue>, _ attribute: String) -> OrderedSet<String> {
        OrderedSet(workspace.issues[issue]?.options.values.compactMap { $0.word(attribute) } ?? [])
    }

    private func options(_ issue: ID<Issue>, _ attribute: String, _ word: String) -> [ID<Option>] {
        workspace.issues[issue]?.options.filter { $0.value.word(attribute) == word }.map(\.key) ?? []
    }

    private func quotedAll(_ issue: ID<Issue>, _ options: [ID<Option>]) -> [String] {
        options.map { Phrase.quoted(workspace.issues[issue]?.title(of: $0) ?? $0.text) }
    }

    private func quoted(_ issue: ID<Issue>, _ options: [ID<Option>]) -> String { Phrase.list(quotedAll(issue, options), "or") }
}

extension Workspace {
    /// How a word is read: a party's name, or the word itself.
    func reading(of word: String) -> String {
        parties[ID(word)]?.name ?? word.split(separator: "-").joined(separator: " ")
    }
}
