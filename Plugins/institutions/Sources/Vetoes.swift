import PluginKit

/// Whether a party that can stop a body's mandate would.
///
/// A veto leaves nobody to watch. So a holder has reason to use it when it would sooner have what holds without an agreement
/// than the body, and none when it would sooner have the body: its stance on the option is compared with its stance on the
/// no-deal option of the same issue (a veto player moves only to what it prefers to the status quo: Tsebelis 2002). A red line
/// settles it. What it gets elsewhere in return is not looked at; whoever needs that asks what a package is worth.
package struct VetoAnswer: Sendable, Hashable {
    package enum Verdict: Sendable { case would, wouldNot, open, unknown }

    package enum Ground: Sendable, Hashable {
        case redLineStance
        case redLine(String)
        case stances(Comparison, none: ID<Option>)
        /// Nothing is said of the body or of having nobody.
        case silence
    }

    package var party: ID<Party>
    package var verdict: Verdict
    package var ground: Ground
}

/// One body, what its mandate takes, and who can stop it.
package struct MandateAccount: Sendable {
    /// What becomes of the mandate as far as the positions of those say who can stop it.
    package enum Standing: Sendable, Hashable {
        /// Somebody would stop it.
        case stopped
        /// Nobody is known to stop it, and it is not settled that nobody would.
        case open
        /// None of those who can stop it would; or nobody can.
        case free
    }

    let name: String
    let body: Body
    let path: MandatePath?
    /// The issue whose option takes the body; nil when it stands whatever is chosen.
    let issue: ID<Issue>?
    private let surroundings: Surroundings
    private let workspace: Workspace
    private let section: Pointer

    package init(_ name: String, _ body: Body, _ theCase: ModuleCase<InstitutionsSection>, _ surroundings: Surroundings) {
        self.name = name
        self.body = body
        path = theCase.section?.mandatePaths[name]
        issue = body.option.flatMap { theCase.workspace.issue(of: .monitoring, offering: $0) }
        self.surroundings = surroundings
        workspace = theCase.workspace
        section = theCase.place
    }

    var place: Pointer { section / "bodies" / name }
    var pathPlace: Pointer { section / "mandatePaths" / name }

    /// Everybody here that can stop the mandate, at whichever step.
    package var holders: [ID<Party>] {
        OrderedSet(body.mandate.vetoes + (path?.steps.flatMap(\.stoppedBy) ?? [])).elements
    }

    package func standing(_ reading: Reading) -> Standing {
        let verdicts = holders.map { answer(of: $0, reading).verdict }
        if verdicts.contains(.would) { return .stopped }
        return verdicts.allSatisfy { $0 == .wouldNot } && body.mandate.unmodelled == nil ? .free : .open
    }

    package func answer(of party: ID<Party>, _ reading: Reading) -> VetoAnswer {
        func answer(_ verdict: VetoAnswer.Verdict, _ ground: VetoAnswer.Ground) -> VetoAnswer {
            VetoAnswer(party: party, verdict: verdict, ground: ground)
        }
        guard let issue, let option = body.option else { return answer(.unknown, .silence) }
        let stances = Stances(workspace, reading)
        let level = stances.level(party, on: issue, option)
        if level?.level == .redLine { return answer(.would, .redLineStance) }
        var chosen = Surroundings.Branch()
        chosen.options[issue] = option
        let crossed = workspace.parties[party]?.redLines.first { _, line in
            line.binds(under: reading) && line.predicate.scope.contains(issue)
                && surroundings.truth(line.predicate, with: chosen) == .yes
        }
        if let crossed { return answer(.would, .redLine(crossed.key)) }
        guard let level, let none = workspace.noDeal?.choices[issue], let without = stances.level(party, on: issue, none) else {
            return answer(.unknown, .silence)
        }
        let comparison = Comparison(level.level.interval, of: without.level.interval)
        let verdict: VetoAnswer.Verdict =
            switch comparison.verdict {
            // Who rules out that nobody watches would not stop the body.
            case _ where without.level == .redLine: .wouldNot
            case .enough: .wouldNot
            case .short: .would
            case .open: .open
            }
        return answer(verdict, .stances(comparison, none: none))
    }

    // MARK: Words

    func sentence(_ answer: VetoAnswer, _ explainer: Explainer) -> String {
        let name = explainer.name(answer.party)
        let title = Phrase.quoted(issue.map { issue in body.option.map { explainer.title($0, of: issue) } ?? "" } ?? body.title)
        switch answer.ground {
        case .redLineStance: return "\(name) rules out \(title)."
        case .redLine(let line):
            return "\(name) has a red line that it crosses: \(Phrase.quoted(workspace.parties[answer.party]?.redLines[line]?.title ?? line))."
        case .silence: return "Nothing is said of how \(name) would see \(title) beside having nobody."
        case .stances(let comparison, let none):
            let without = Phrase.quoted(issue.map { explainer.title(none, of: $0) } ?? none.text)
            let (here, there) = (Phrase.range(comparison.have), Phrase.range(comparison.need))
            switch answer.verdict {
            case .would: return "\(name) would sooner have \(without) (\(there)) than \(title) (\(here))."
            case .wouldNot: return "\(name) would not sooner have \(without) (\(there)) than \(title) (\(here))."
            default:
                let narrow = comparison.settling == .have ? title : without
                return """
                    \(name) has \(title) at \(here) and \(without) at \(there), so it is not settled which it would sooner have; \
                    a narrower range for \(narrow) could settle it.
                    """
            }
        }
    }

    /// Where an answer stands.
    func evidence(_ answer: VetoAnswer, _ reading: Reading, _ explainer: inout Explainer) -> [Evidence] {
        guard let issue, let option = body.option else { return [] }
        func stance(_ option: ID<Option>) -> Evidence? {
            guard let level = Stances(workspace, reading).level(answer.party, on: issue, option) else { return nil }
            return explainer.evidence(answer.party, on: issue, of: option, level.account, isSoftened: level.isSoftened)
        }
        switch answer.ground {
        case .silence: return []
        case .redLine(let line): return [explainer.evidence(redLine: line, of: answer.party)]
        case .redLineStance: return [stance(option)].compactMap { $0 }
        case .stances(_, let none): return [stance(option), stance(none)].compactMap { $0 }
        }
    }

    /// Who gives the mandate, and by what rule.
    func evidence(_ explainer: inout Explainer) -> Evidence {
        explainer.evidence(
            place, at: place / "mandate",
            "\(body.title): mandate by \(workspace.reading(of: body.mandate.by)), \(body.mandate.rule.phrase)", body.source)
    }

    /// The option by which a package takes the body.
    func evidenceOfOption(_ explainer: inout Explainer) -> Evidence? {
        guard let issue, let option = body.option else { return nil }
        return explainer.evidence(
            ["issues", issue.text, "options", option.text],
            "\(Phrase.quoted(explainer.title(option, of: issue))) on \(explainer.title(issue)) takes it",
            workspace.issues[issue]?.options[option]?.source)
    }
}

extension MandateAccount {
    /// Those among the holders whose answer is this one.
    func holders(_ verdicts: VetoAnswer.Verdict..., under reading: Reading) -> [VetoAnswer] {
        holders.map { answer(of: $0, reading) }.filter { verdicts.contains($0.verdict) }
    }
}
