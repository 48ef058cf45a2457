import Findings
import Negotiation
import OrderedCollections

/// Whose consent a draft takes, and by what: the rule of decision, and what the options need beyond it.
struct Consents {
    let workspace: Workspace
    let articles: [Draft.Article]

    /// Those whose consent the rule asks for in any case.
    var required: [ID<Party>] {
        workspace.decision.map(\.required) ?? workspace.parties.filter { $0.value.role == .principal }.map(\.key)
    }

    /// `at least 2 of A, B and C`, where the rule counts consents.
    var counted: String? {
        guard let decision = workspace.decision, let count = decision.atLeast, !decision.of.isEmpty else { return nil }
        return "at least \(count) of \(Phrase.list(decision.of.map(name)))"
    }

    func name(_ party: ID<Party>) -> String { workspace.parties[party]?.name ?? party.text }

    func all() -> [Draft.NeededConsent] {
        var reasons: OrderedDictionary<ID<Party>, [String]> = [:]
        for party in required { reasons[party, default: []].append("the rule of decision") }
        let (certain, conditional) = needs()
        for (party, numbers) in certain { reasons[party, default: []].append(Consents.articles(numbers)) }
        for (party, places) in conditional {
            for (article, options) in places { reasons[party, default: []].append("Article \(article), if \(options) is chosen") }
        }
        var consents = reasons.map { party, reasons in
            var consent = Draft.NeededConsent()
            consent.parties = [party]
            consent.text = "\(name(party)): \(reasons.map { "by \($0)" }.joined(separator: "; ")).\(through(party))"
            return consent
        }
        if let counted {
            var consent = Draft.NeededConsent()
            consent.parties = workspace.decision?.of ?? []
            consent.text = "\(Phrase.capitalized(counted)): by the rule of decision."
            consents.insert(consent, at: min(required.count, consents.count))
        }
        return consents
    }

    /// By party the articles of which every alternative needs it, and those of which some do, with these.
    private func needs() -> (
        certain: OrderedDictionary<ID<Party>, [Int]>, conditional: OrderedDictionary<ID<Party>, OrderedDictionary<Int, String>>
    ) {
        var certain: OrderedDictionary<ID<Party>, [Int]> = [:]
        var conditional: OrderedDictionary<ID<Party>, OrderedDictionary<Int, String>> = [:]
        for article in articles {
            func needs(_ alternative: Draft.Alternative) -> [ID<Party>] {
                workspace.issues[article.issue]?.options[alternative.option]?.needs ?? []
            }
            for party in OrderedSet(article.alternatives.flatMap(needs)) {
                let needing = article.alternatives.filter { needs($0).contains(party) }
                if needing.count == article.alternatives.count {
                    certain[party, default: []].append(article.number)
                } else {
                    conditional[party, default: [:]][article.number] = Consents.options(needing, isWorded: article.isWorded)
                }
            }
        }
        return (certain, conditional)
    }

    /// By their labels, or by their titles where the package's own words show no labels.
    private static func options(_ alternatives: [Draft.Alternative], isWorded: Bool) -> String {
        if isWorded { return Phrase.list(alternatives.map { Phrase.quoted($0.title) }, "or") }
        let labels = alternatives.compactMap(\.label)
        return "\(labels.count == 1 ? "Option" : "one of Options") \(Phrase.list(labels, "or"))"
    }

    static func articles(_ numbers: [Int]) -> String {
        "\(numbers.count == 1 ? "Article" : "Articles") \(Phrase.list(numbers.map(String.init)))"
    }

    /// How a bloc consents.
    private func through(_ id: ID<Party>) -> String {
        guard let party = workspace.parties[id], let decision = party.decision else { return "" }
        var parts = decision.required.isEmpty ? [] : ["the consent of \(Phrase.list(decision.required.map(name)))"]
        if let count = decision.atLeast, !decision.of.isEmpty { parts.append("that of at least \(count) of \(Phrase.list(decision.of.map(name)))") }
        return parts.isEmpty ? "" : " It consents by \(Phrase.list(parts))."
    }
}
