import PluginKit

/// What cannot be otherwise, by the meaning of the words: relief against verified steps takes steps, and somebody who
/// verifies them; so does the release of blocked assets by benchmarks.
///
/// “Steps” are whatever `exchange.against` may come to beyond what holds without an agreement. What a party asks for as the
/// price of relief is not here but in its positions.
package struct DerivedLinkages {
    private let theCase: ModuleCase<SanctionsSection>
    private var workspace: Workspace { theCase.workspace }

    package init(_ theCase: ModuleCase<SanctionsSection>) { self.theCase = theCase }

    package func all() -> OrderedDictionary<ID<Linkage>, ContributedLinkage> {
        guard let exchange = theCase.section?.exchange, let verifying = exchange.verifiedThrough,
            let steps = beyondNoDeal(exchange.against, "or"), let verifier = beyondNoDeal([verifying], "and")
        else { return [:] }
        let claims =
            exchange.relief.map { ($0, Attribute.trigger, Word.verifiedSteps) }
            + workspace.issues.filter { $0.value.isOurs(.assets) }.keys.map { ($0, Attribute.release, Word.benchmarks) }
        var all: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
        for (issue, attribute, word) in claims {
            // An id has no more than 64 characters.
            guard let known = workspace.issues[issue], known.options.values.contains(where: { $0.word(attribute) == word }),
                let predicate = try? Predicate("\(issue).\(attribute) = \(word) implies (\(steps) and \(verifier))"),
                Kebab.isID("\(issue)-needs-steps")
            else { continue }
            var linkage = Linkage()
            linkage.title = "Steps for \(known.title)"
            linkage.require = predicate
            linkage.because = """
                What waits for verified steps or benchmarks takes steps, on \(Phrase.list(exchange.against.map(title), "or")), and \
                somebody who verifies them.
                """
            linkage.source = exchange.source
            all[ID("\(issue)-needs-steps")] = ContributedLinkage(linkage, basis: theCase.place / "exchange")
        }
        return all
    }

    private func title(_ issue: ID<Issue>) -> String { workspace.issues[issue]?.title ?? issue.text }

    /// That one, or each, of some issues comes to something else than no deal has it at.
    private func beyondNoDeal(_ issues: [ID<Issue>], _ joint: String) -> String? {
        let parts = issues.compactMap { issue -> String? in
            guard workspace.issues[issue] != nil else { return nil }
            return workspace.noDeal?.choices[issue].map { "\(issue) != \($0)" }
        }
        guard parts.count == issues.count, !parts.isEmpty else { return nil }
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " \(joint) ")))"
    }
}
