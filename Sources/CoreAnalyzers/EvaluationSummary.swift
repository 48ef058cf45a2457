import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// An evaluation in a sentence or two, and what it lacks.
extension EvaluationReport {
    var lacks: [String] {
        var lacks: [String] = []
        func titles(_ holds: (Int) -> Bool) -> String? {
            let titles = resolved.issues.indices.filter(holds).map { Phrase.quoted(resolved.issues[$0].issue.title) }
            return titles.isEmpty ? nil : Phrase.brief(titles)
        }
        let statuses = evaluation.choices.statuses
        if let open = titles({ statuses[$0] == .open }) { lacks.append("a choice on \(open)") }
        if let disputed = titles({ statuses[$0] == .disputed }) { lacks.append("one option instead of several on \(disputed)") }
        if let unsaid = titles({ resolved.noDeal.choice($0) == nil }) {
            lacks.append("what holds without a deal on \(unsaid), under “noDeal”")
        }
        let silent = required.filter { $0.floor != .members && $0.contributions.isEmpty }
        if !silent.isEmpty { lacks.append("positions of \(names(silent))") }
        return lacks
    }

    private var required: [PartyEvaluation] { evaluation.parties.filter { $0.requirement == .yes } }
    private func required(_ verdict: Verdict) -> [PartyEvaluation] { required.filter { $0.verdict == verdict } }
    private func names(_ parties: [PartyEvaluation]) -> String { Phrase.list(parties.map { explainer.name($0.id) }) }

    private func consents(_ parties: [PartyEvaluation]) -> String {
        "the \(Phrase.verb(parties.count, "consent", "consents")) of \(names(parties))"
    }

    func summary() -> String {
        let under = resolved.reading.phrase
        switch evaluation.agreement {
        case .infeasible:
            let reasons = evaluation.requirements.filter(\.isBroken).map { requirement in
                Phrase.clause(resolved.workspace.linkages[requirement.linkage]?.because ?? requirement.linkage.text)
            }
            return "Not possible as it stands: \(Phrase.brief(reasons, most: 2))."
        case .verdict(.excluded): return "Excluded \(under): \(obstacles)."
        case .verdict(.certain):
            let whose = required.isEmpty ? "" : " (\(names(required)))"
            return """
                Acceptable \(under) to all whose consent is required\(whose), whatever the true values within the stated ranges.
                """
        case .verdict(.possible):
            let uncertain = required(.possible)
            let whose = uncertain.isEmpty ? "the count of consents" : consents(uncertain)
            let nominal = evaluation.isAcceptedNominally.map { "; at the midpoints \($0 ? "all" : "not all") consent" } ?? ""
            return """
                Possible \(under): \(whose) \(uncertain.count > 1 ? "depend" : "depends") on true values within the stated \
                ranges\(nominal).
                """
        case .verdict(.unknown): return "Unknown \(under): \(uncertainties)."
        }
    }

    /// Who stands in the way, and by what.
    private var obstacles: String {
        let blocking = required(.excluded)
        guard !blocking.isEmpty else { return "too few of those whose consents are counted can consent" }
        return blocking.map { party in
            let crossed = party.lines.filter(\.isCertain)
            let reason: String
            if !crossed.isEmpty {
                let titles = Phrase.brief(crossed.map { title($0, of: party.id) }, most: 2)
                reason = "the package crosses its red \(Phrase.verb(crossed.count, "line", "lines")) \(titles)"
            } else if party.floor == .members {
                reason = "its members do not give it"
            } else {
                let floor = party.floor == .reservation ? "its reservation" : "no deal"
                reason = "\(floor) is better for it, whatever the true values within the ranges"
            }
            return "\(explainer.name(party.id))'s consent is required, and \(reason)"
        }.joined(separator: "; ")
    }

    /// What is settled although the whole is not, and what is not.
    private var uncertainties: String {
        var parts: [String] = []
        let open = evaluation.choices.statuses.count { $0 == .open || $0 == .disputed }
        if open > 0 { parts.append("\(Phrase.count(open, "issue")) \(Phrase.verb(open, "is", "are")) open or disputed") }
        let (certain, possible, unknown) = (required(.certain), required(.possible), required(.unknown))
        if !certain.isEmpty {
            parts.append("\(consents(certain)) \(Phrase.verb(certain.count, "is", "are")) certain whatever is chosen")
        }
        if !possible.isEmpty {
            parts.append("\(consents(possible)) \(Phrase.verb(possible.count, "stays", "stay")) uncertain whatever is chosen")
        }
        if !unknown.isEmpty {
            parts.append(
                "\(consents(unknown)) cannot be told until more is chosen, or known")
        }
        return parts.isEmpty ? "too little is known of those whose consents are counted" : parts.joined(separator: "; ")
    }
}
