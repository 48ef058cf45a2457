import PluginKit

/// What would close a gap: another body, another endorsement, a later start.
extension VerificationReport {
    func closing(_ undertaking: Undertaking) -> String? {
        guard undertaking.worst < .sound else { return nil }
        let commitment = undertaking.commitment
        var ways: [String] = []
        for issue in workspace.issues(of: .monitoring) {
            let better = better(undertaking, on: issue)
            if !better.isEmpty {
                let options = better.map { option, level in
                    "\(Phrase.quoted(explainer.title(option, of: issue))) (\(level == .sound ? "enough" : "not settled whether enough")\(stopping(option)))"
                }
                ways.append("\(Phrase.list(options, "or")) on \(explainer.title(issue))")
            }
        }
        if undertaking.worst == .unmandated { ways += endorsements(undertaking) }
        if let later = later(undertaking) { ways.append(later) }
        if !section.bodies.values.contains(where: { $0.verifies.contains(commitment.issue) }) {
            ways.append("a body that may verify \(explainer.title(commitment.issue)): none of the section does (see “verifies” of each)")
        }
        let free = workspace.issues[commitment.issue]?.choices.filter { truth(commitment, with: $0) == .no } ?? []
        if undertaking.best < .short, !free.isEmpty {
            let options = free.map { Phrase.quoted(explainer.title($0, of: commitment.issue)) }
            ways.append(
                "\(Phrase.list(Array(options.prefix(3)), "or")) on \(explainer.title(commitment.issue)), which takes no verification")
        }
        guard !ways.isEmpty else { return nil }
        return "What would close it: \(ways.joined(separator: "; "))."
    }

    /// When the commitment would have to begin for a body to be there, where each comes too late as it is.
    func later(_ undertaking: Undertaking) -> String? {
        let late = undertaking.coverages.flatMap(\.gaps).compactMap { gap -> (ready: Interval, step: Int)? in
            guard case .time(let time, let step) = gap, time.verdict == .short else { return nil }
            return (time.need, step)
        }
        guard let step = late.first?.step, let earliest = late.map(\.ready.low).min(), let sure = late.map(\.ready.high).max() else {
            return nil
        }
        return """
            “\(readiness.steps[step].title)” in month \(earliest) at the earliest, and \(sure) to be sure, or somebody else to watch \
            until then
            """
    }

    /// Other choices of who watches under which more is known to be verified, each body with its mandate.
    func better(_ undertaking: Undertaking, on issue: ID<Issue>) -> [(ID<Option>, Coverage.Level)] {
        let possible = surroundings.possible(issue)
        return (workspace.issues[issue]?.choices ?? []).filter { !possible.contains($0) }.compactMap { option in
            let bodies = section.bodies.filter { $0.value.option == option }.map { (name: $0, body: $1, hasMandate: true) }
            let level = Coverage(undertaking.commitment, bodies, readiness).level
            return level >= .open && level > undertaking.best ? (option, level) : nil
        }
    }

    /// Who would stop the mandate of the bodies that an option takes, for the end of a remark.
    func stopping(_ option: ID<Option>) -> String {
        let parties = section.bodies.filter { $0.value.option == option }.flatMap { name, body in
            MandateAccount(name, body, theCase, surroundings).holders(.would, under: reading).map(\.party)
        }
        return parties.isEmpty ? "" : "; \(explainer.names(OrderedSet(parties).elements)) would stop its mandate"
    }

    func endorsements(_ undertaking: Undertaking) -> [String] {
        let words = undertaking.coverages.filter { $0.level == .unmandated }.compactMap { $0.body.flatMap { section.bodies[$0]?.mandate.by } }
        return workspace.issues(of: .endorsement).compactMap { issue in
            let giving =
                workspace.issues[issue]?.options.filter { words.contains($0.value.word(Attribute.endorsedBy) ?? "") }.map(\.key) ?? []
            guard !giving.isEmpty else { return nil }
            let options = giving.map { Phrase.quoted(explainer.title($0, of: issue)) }
            return "\(Phrase.list(options, "or")) on \(explainer.title(issue))"
        }
    }
}
