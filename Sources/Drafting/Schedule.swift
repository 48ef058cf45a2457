import Findings
import Negotiation
import OrderedCollections
import Shapes

/// The package's schedule in the words of an annex.
struct Schedule {
    let workspace: Workspace
    let articles: [Draft.Article]

    func steps(of package: Package) -> [Draft.ScheduledStep] {
        let numbers = Dictionary(uniqueKeysWithValues: articles.map { ($0.issue, $0.number) })
        return package.schedule.map { step in
            var words = Draft.ScheduledStep()
            words.id = step.id
            words.time = step.at == .zero ? "at signature" : "\(workspace.timeUnit.rawValue) \(step.at)"
            words.title = Phrase.clause(Wording.tidied(step.title))
            words.party = name(step.party)
            words.verifiers = step.verifiedBy.map(verifier)
            words.delivers = step.delivers.compactMap { issue, share in
                guard let number = numbers[issue] else { return nil }
                var delivery = Draft.ScheduledStep.Delivery()
                delivery.article = number
                delivery.share = share
                return delivery
            }
            words.isReversible = step.reversible
            words.detection = step.detection.map(detection)
            words.snapback = snapback(step)
            return words
        }
    }

    private func name(_ party: ID<Party>) -> String { Wording.tidied(workspace.parties[party]?.name ?? party.text) }

    /// A party, or a body that some module or option describes under this id.
    private func verifier(_ id: String) -> String {
        if let party = workspace.parties[ID(id)] { return Wording.tidied(party.name) }
        for section in workspace.modules.values {
            for (_, entries) in section.object ?? Object() {
                guard let body = entries[id], let title = body["title"]?.string ?? body["name"]?.string else { continue }
                return Phrase.clause(Wording.tidied(title))
            }
        }
        let titles = workspace.issues.values.compactMap { $0.options[ID(id)]?.title }
        return titles.first.map { Phrase.clause(Wording.tidied($0)) } ?? id
    }

    private func detection(_ detection: Step.Detection) -> String {
        let chance = Phrase.range(Interval(low: detection.probability.low * 100, high: detection.probability.high * 100))
        let unit = detection.lag == Interval(1) ? workspace.timeUnit.rawValue : "\(workspace.timeUnit.rawValue)s"
        return "\(chance)%, " + (detection.lag == .zero ? "at once" : "within \(Phrase.range(detection.lag)) \(unit)")
    }

    private func snapback(_ step: Step) -> String? {
        step.snapbackBy.map { party in
            "by \(name(party))" + (step.veto.isEmpty ? "" : ", unless \(Phrase.list(step.veto.map(name), "or")) stops it")
        } ?? (step.veto.isEmpty ? nil : "\(Phrase.list(step.veto.map(name), "or")) can stop it")
    }
}

extension Draft.ScheduledStep {
    /// The step in one sentence, as it is compared.
    package var line: String {
        var parts = ["\(Phrase.capitalized(time)): \(title) (\(party))."]
        if !delivers.isEmpty { parts.append("It carries out \(Phrase.list(delivers.map(\.text))).") }
        if !verifiers.isEmpty { parts.append("Verified by \(Phrase.list(verifiers)).") }
        parts.append(isReversible ? "It can be undone." : "It cannot be undone.")
        if let detection { parts.append("A breach is seen: \(detection).") }
        if let snapback { parts.append("Snapback: \(snapback).") }
        return parts.joined(separator: " ")
    }
}

extension Draft.ScheduledStep.Delivery {
    package var text: String { "\(share * 100)% of Article \(article)" }
}
