import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What follows from an evaluation, in sentences: who blocks by what, whose consent is uncertain, who objects.
extension EvaluationReport {
    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for requirement in evaluation.requirements { findings.append(finding(requirement)) }
        let required = evaluation.parties.filter { $0.requirement == .yes }
        for party in required where party.verdict == .excluded {
            findings.append(consent(party, .blocks, "cannot consent to this"))
        }
        for party in required where party.verdict == .possible {
            let nominal = party.accepts.map { $0 ? "it would accept" : "it would refuse" } ?? "it cannot be told"
            findings.append(
                consent(
                    party, .fragile, "may consent: it depends on true values within the ranges; at the midpoints \(nominal)"))
        }
        for party in evaluation.parties where party.requirement == .open && party.verdict != .certain {
            findings.append(
                consent(party, .fragile, "has to consent to some of what is still open, and its consent is not certain"))
        }
        if let counted = evaluation.decision.counted { findings.append(finding(counted)) }
        for party in required where party.verdict == .unknown {
            let isOpen = !party.contributions.isEmpty || party.floor == .members
            findings.append(
                consent(
                    party, .missing,
                    isOpen
                        ? "has to consent; whether it can is not settled before what is open is"
                        : "has to consent, and nothing here says what it wants"))
        }
        if resolved.workspace.noDeal == nil {
            findings.append(
                Finding(
                    .missing, id: "no-deal", "Nothing says what holds if talks fail",
                    detail: "Every issue then may have any of its options without a deal. Describe it under “noDeal”."))
        }
        for party in required where party.verdict == .certain {
            findings.append(consent(party, .strong, "consents, whatever the true values within the stated ranges"))
        }
        for party in evaluation.parties where party.requirement == .no && !party.reasons.contains(.counted) {
            if party.verdict == .excluded {
                findings.append(consent(party, .note, "objects, but its consent is not required"))
            } else if party.verdict == .possible, party.accepts == false {
                findings.append(consent(party, .note, "may object; its consent is not required"))
            }
        }
        return findings
    }

    private mutating func finding(_ requirement: PackageEvaluation.Requirement) -> Finding {
        let linkage = resolved.workspace.linkages[requirement.linkage]
        let because = Phrase.clause(linkage?.because ?? requirement.linkage.text)
        var finding = Finding(
            requirement.isBroken ? .blocks : .fragile, id: "requirement/\(requirement.linkage)",
            requirement.isBroken
                ? "The package is not possible as it stands: \(because)"
                : "What is still open may make the package impossible: \(because)",
            detail: linkage?.require.map { "Required: \($0.text)" })
        finding.issues = linkage?.require?.scope ?? []
        finding.evidence = [explainer.evidence(linkage: requirement.linkage)]
        return finding
    }

    private func finding(_ counted: (atLeast: Int, of: [ID<Party>])) -> Finding {
        func names(_ verdict: Verdict) -> [String] {
            counted.of.filter { id in evaluation.parties.first { $0.id == id }?.verdict == verdict }.map(explainer.name)
        }
        let verdict = Verdict.atLeast(
            counted.atLeast, of: counted.of.map { id in evaluation.parties.first { $0.id == id }?.verdict ?? .unknown })
        let kind: Finding.Kind = [.certain: .strong, .possible: .fragile, .excluded: .blocks][verdict] ?? .missing
        let parts = [("certain", Verdict.certain), ("possible", .possible), ("unknown", .unknown), ("excluded", .excluded)]
            .compactMap {
                names($0.1).isEmpty ? nil : "\($0.0): \(Phrase.list(names($0.1)))"
            }
        var finding = Finding(
            kind, id: "counted",
            "At least \(counted.atLeast) of \(counted.of.count) must consent: \(names(.certain).count) certainly \(names(.certain).count == 1 ? "does" : "do"), \(names(.excluded).count) cannot",
            detail: Phrase.capitalized(parts.joined(separator: "; ")) + ".")
        finding.parties = counted.of
        finding.evidence = [
            Evidence("/decision", text: resolved.workspace.decision?.note, source: resolved.workspace.decision?.source)
        ]
        return finding
    }

    /// A finding about one party's consent, with its red lines, or else the parts that weigh most.
    private mutating func consent(_ party: PartyEvaluation, _ kind: Finding.Kind, _ clause: String) -> Finding {
        var finding = Finding(kind, id: "consent/\(party.id)", "\(explainer.name(party.id)) \(clause)")
        finding.parties = [party.id]
        var details: [String] = []
        if party.requirement != .no { details.append(reason(party)) }
        if !party.lines.isEmpty {
            let crossed = party.lines.filter(\.isCertain)
            if !crossed.isEmpty {
                details.append("Red lines crossed: \(Phrase.list(crossed.map { title($0, of: party.id) })).")
            }
            let open = party.lines.filter { !$0.isCertain }
            if !open.isEmpty {
                details.append("Red lines that may be crossed: \(Phrase.list(open.map { title($0, of: party.id) })).")
            }
            for line in party.lines {
                finding.evidence += evidence(line, of: party.id)
                if case .condition(let id) = line.kind {
                    finding.issues += self.party(party.id)?.party.redLines[id]?.predicate.scope ?? []
                }
            }
        }
        if party.floor == .members {
            details.append(members(party))
        } else if let margin = party.margin, !party.contributions.isEmpty, !party.lines.contains(where: \.isCertain) {
            details.append(
                "Against \(party.floor == .reservation ? "its reservation" : "no deal") the package brings it \(Phrase.points(margin.range)) swing points\(margin.range.isPoint ? "" : margin.nominal.map { " (\(Phrase.points(Interval($0))) at the midpoints)" } ?? "")."
            )
            let weighty = weightiest(party, gains: kind == .strong)
            if !weighty.isEmpty {
                let parts = weighty.map { contribution in
                    "\(label(contribution, of: party.id)) (\(Phrase.points(contribution.difference.range)))"
                }
                details.append("\(kind == .strong ? "Most gained by" : "Most lost by") \(Phrase.list(parts)).")
                for contribution in weighty { finding.evidence += evidence(contribution, of: party.id) }
            }
        }
        for case .need(let issue, let option) in party.reasons {
            finding.evidence.append(explainer.evidence(need: option, on: issue))
        }
        finding.detail = details.isEmpty ? nil : details.joined(separator: " ")
        finding.issues = Array(OrderedSet(finding.issues + finding.evidence.compactMap(issue)))
        return finding
    }

    private func issue(_ evidence: Evidence) -> ID<Issue>? {
        let tokens = evidence.pointer.tokens
        return tokens.count > 1 && tokens[0] == "issues" ? ID(tokens[1]) : nil
    }

    private func reason(_ party: PartyEvaluation) -> String {
        var parts: [String] = party.reasons.contains(.decision) ? ["by the decision rule"] : []
        for case .need(let issue, let option) in party.reasons {
            parts.append("for \(Phrase.quoted(explainer.title(option, of: issue))) on \(explainer.title(issue))")
        }
        return "Its consent \(party.requirement == .yes ? "is" : "may be") required \(Phrase.brief(parts, most: 3))."
    }

    private func members(_ party: PartyEvaluation) -> String {
        guard let bloc = self.party(party.id)?.party else { return "" }
        let parts = Verdict.allCases.compactMap { verdict -> String? in
            let names = bloc.members.filter { id in evaluation.parties.first { $0.id == id }?.verdict == verdict }.map(
                explainer.name)
            return names.isEmpty ? nil : "\(verdict.rawValue) for \(Phrase.list(names))"
        }
        return "It decides through its members: \(parts.joined(separator: "; "))."
    }

    /// The parts that lose (or gain) a party most, at the ends that matter for the question.
    private func weightiest(_ party: PartyEvaluation, gains: Bool) -> [Contribution] {
        func weight(_ contribution: Contribution) -> Number {
            gains ? contribution.difference.range.high : -contribution.difference.range.low
        }
        return party.contributions.enumerated().filter { weight($0.element) > 0 }.sorted { a, b in
            let (x, y) = (weight(a.element), weight(b.element))
            return x != y ? x > y : a.offset < b.offset
        }.prefix(3).map(\.element)
    }

    private func label(_ contribution: Contribution, of party: ID<Party>) -> String {
        switch words(contribution, of: party).name {
        case .name(let name, _), .text(let name): name
        case .empty, .figure, .verdict: ""
        }
    }

    private mutating func evidence(_ line: PartyEvaluation.Line, of party: ID<Party>) -> [Evidence] {
        switch line.kind {
        case .condition(let id): return [explainer.evidence(redLine: id, of: party)]
        case .stance(let issue, let options):
            guard let index = resolved.index(of: issue), let position = self.party(party)?.positions[index] else { return [] }
            let resolvedIssue = resolved.issues[index]
            return options.prefix(4).compactMap(resolvedIssue.index).flatMap {
                explainer.evidence(party, on: resolvedIssue, position.level(of: $0, on: resolvedIssue), at: $0)
            }
        }
    }

    private mutating func evidence(_ contribution: Contribution, of party: ID<Party>) -> [Evidence] {
        switch contribution.subject {
        case .issue(let id):
            guard let index = resolved.index(of: id), let position = self.party(party)?.positions[index] else { return [] }
            let issue = resolved.issues[index]
            let open = evaluation.choices.choice(index) == nil
            let choices = (open ? [] : evaluation.choices.domains[index]) + [resolved.noDeal.choice(index)].compactMap { $0 }
            return OrderedSet(choices).flatMap {
                explainer.evidence(party, on: issue, position.level(of: $0, on: issue), at: $0)
            }
        case .goal(let id): return [explainer.evidence(goal: id, of: party)]
        case .linkage(let id): return [explainer.evidence(linkage: id)]
        case .outside:
            return (self.party(party)?.outsideInForce ?? []).compactMap { explainer.evidence(outside: $0, of: party) }
        }
    }

    // MARK: The whole

    var lacks: [String] {
        var lacks: [String] = []
        let choices = evaluation.choices
        func titles(_ status: ChoiceSet.Status) -> [String] {
            resolved.issues.indices.filter { choices.statuses[$0] == status }.map {
                Phrase.quoted(resolved.issues[$0].issue.title)
            }
        }
        if !titles(.open).isEmpty { lacks.append("a choice on \(Phrase.brief(titles(.open)))") }
        if !titles(.disputed).isEmpty { lacks.append("one option instead of several on \(Phrase.brief(titles(.disputed)))") }
        let unsaid = resolved.issues.indices.filter { resolved.noDeal.choice($0) == nil }
        if !unsaid.isEmpty {
            lacks.append(
                "what holds without a deal on \(Phrase.brief(unsaid.map { Phrase.quoted(resolved.issues[$0].issue.title) })), under “noDeal”"
            )
        }
        let silent = evaluation.parties.filter { $0.requirement == .yes && $0.floor != .members && $0.contributions.isEmpty }
        if !silent.isEmpty { lacks.append("positions of \(Phrase.list(silent.map { explainer.name($0.id) }))") }
        return lacks
    }

    func summary() -> String {
        let under = resolved.reading.phrase
        let required = evaluation.parties.filter { $0.requirement == .yes }
        func names(_ verdict: Verdict) -> [String] { required.filter { $0.verdict == verdict }.map { explainer.name($0.id) } }
        func consents(_ names: [String]) -> String {
            "\(names.count == 1 ? "the consent" : "the consents") of \(Phrase.list(names))"
        }
        switch evaluation.agreement {
        case .infeasible:
            let broken = evaluation.requirements.filter(\.isBroken)
            let reasons = broken.map { resolved.workspace.linkages[$0.linkage]?.because ?? $0.linkage.text }
            return "Not possible as it stands: \(Phrase.brief(reasons.map(Phrase.clause), most: 2))."
        case .verdict(.excluded):
            let blocking = required.filter { $0.verdict == .excluded }
            guard !blocking.isEmpty else {
                return "Excluded \(under): too few of those whose consents are counted can consent."
            }
            let parts = blocking.map { party in
                let crossed = party.lines.filter(\.isCertain)
                let by =
                    !crossed.isEmpty
                    ? "the package crosses its red \(crossed.count == 1 ? "line" : "lines") \(Phrase.brief(crossed.map { title($0, of: party.id) }, most: 2))"
                    : party.floor == .members
                        ? "its members do not give it"
                        : "\(party.floor == .reservation ? "its reservation" : "no deal") is better for it, whatever the true values within the ranges"
                return "\(explainer.name(party.id))'s consent is required, and \(by)"
            }
            return "Excluded \(under): \(parts.joined(separator: "; "))."
        case .verdict(.certain):
            return
                "Acceptable \(under) to all whose consent is required\(required.isEmpty ? "" : " (\(Phrase.list(required.map { explainer.name($0.id) })))"), whatever the true values within the stated ranges."
        case .verdict(.possible):
            let nominal = evaluation.isAcceptedNominally.map {
                $0 ? "at the midpoints all consent" : "at the midpoints not all consent"
            }
            let uncertain = names(.possible).isEmpty ? "the count of consents" : consents(names(.possible))
            let verb = names(.possible).count > 1 ? "depend" : "depends"
            return
                "Possible \(under): \(uncertain) \(verb) on true values within the stated ranges\(nominal.map { "; \($0)" } ?? "")."
        case .verdict(.unknown):
            var parts: [String] = []
            if !names(.certain).isEmpty {
                parts.append(
                    "\(consents(names(.certain))) \(names(.certain).count == 1 ? "is" : "are") certain whatever is chosen")
            }
            if !names(.possible).isEmpty {
                parts.append(
                    "\(consents(names(.possible))) \(names(.possible).count == 1 ? "stays" : "stay") uncertain whatever is chosen"
                )
            }
            if !names(.unknown).isEmpty {
                parts.append(
                    "\(consents(names(.unknown))) cannot be settled before a solver looks for completions, or before more is known"
                )
            }
            let open = evaluation.choices.statuses.count { $0 == .open || $0 == .disputed }
            return
                "Unknown \(under): \(Phrase.count(open, "issue")) \(open == 1 ? "is" : "are") open or disputed\(parts.isEmpty ? "" : "; \(parts.joined(separator: "; "))")."
        }
    }
}
