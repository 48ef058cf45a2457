import OrderedCollections
import Shapes

/// Who may see what. A workspace holds more than everybody at the table should read; what is written for others is made from
/// what they may see, and from nothing else.
extension Workspace {
    /// The audiences that there are: the parties, and whoever else something is meant for. In the order of mention.
    package var audiences: [String] {
        var audiences = OrderedSet(parties.keys.map(\.text))
        func note(_ names: [String]) { audiences.append(contentsOf: names) }
        for source in sources.values { note(source.audience) }
        for party in parties.values {
            note(party.audience)
            for goal in party.agenda.values { note(goal.audience) }
            for line in party.redLines.values { note(line.audience) }
        }
        for position in issues.values.flatMap(\.positions.values) {
            note(position.audience)
            note(position.assessed?.audience ?? [])
        }
        for entry in record.values { note(entry.audience) }
        return Array(audiences)
    }

    /// The workspace as an audience may see it; nil stands for everybody, who see what is restricted to nobody.
    ///
    /// - What names an audience stays only for that audience. An assessment that names none stays for nobody: it is its
    ///   owner's.
    /// - What is claimed on a source that may not be seen goes with it. What the negotiation is made of (parties, issues,
    ///   options, packages, the rule of decision, what holds without a deal) stays, without the citation and without the
    ///   words that explain it.
    /// - A party's audience covers its goals, red lines, reservation, what no deal brings it, patience and capability.
    /// - Of the audiences that something is meant for nobody reads the others.
    /// - A section of a module goes as a whole when anything in it is restricted: only its module knows what hangs on what.
    ///
    /// What is left is sound when the whole was: nothing that stays speaks of anything that goes.
    package func visible(to audience: String?) -> Workspace {
        let curtain = Curtain(
            audience: audience, hidden: Set(sources.filter { !Curtain.admits($0.value.audience, audience) }.keys))
        var result = self
        result.sources = sources.filter { !curtain.hidden.contains($0.key) }
        for source in result.sources.keys { result.sources[source]?.audience.removeAll { $0 != audience } }
        result.parties = parties.mapValues(curtain.over)
        result.issues = issues.mapValues(curtain.over)
        if let noDeal, !curtain.shows(noDeal.source) {
            result.noDeal?.source = nil
            result.noDeal?.summary = nil
        }
        result.decision = decision.map(curtain.over)
        result.linkages = linkages.filter { curtain.shows($0.value.source) }
        result.scenarios = curtain.over(scenarios)
        result.modules = modules.filter { curtain.shows($0.value) }.mapValues(curtain.over)
        result.record = record.filter { curtain.admits($0.value.audience) && curtain.shows($0.value.source) }
        for entry in result.record.keys { result.record[entry]?.audience.removeAll { $0 != audience } }
        result.packages = packages.mapValues(curtain.over)
        return result
    }
}

/// What stands between an audience and a workspace.
private struct Curtain {
    let audience: String?
    /// The sources that it may not see.
    let hidden: Set<ID<Source>>

    static func admits(_ names: [String], _ audience: String?) -> Bool {
        names.isEmpty || audience.map(names.contains) == true
    }

    func admits(_ names: [String]) -> Bool { Curtain.admits(names, audience) }
    func shows(_ citation: Citation?) -> Bool { citation.map { !hidden.contains($0.source) } ?? true }

    func over(_ party: Party) -> Party {
        let isAdmitted = admits(party.audience)
        var party = party
        party.audience.removeAll { $0 != audience }
        if !shows(party.source) {
            party.source = nil
            party.summary = nil
        }
        party.decision = party.decision.map(over)
        guard isAdmitted else {
            party.agenda = [:]
            party.redLines = [:]
            party.outside = []
            party.reservation = nil
            party.reservationSource = nil
            party.patience = nil
            party.capability = nil
            return party
        }
        party.agenda = party.agenda.filter { admits($0.value.audience) && shows($0.value.source) }
        party.redLines = party.redLines.filter { admits($0.value.audience) && shows($0.value.source) }
        for goal in party.agenda.keys { party.agenda[goal]?.audience.removeAll { $0 != audience } }
        for line in party.redLines.keys { party.redLines[line]?.audience.removeAll { $0 != audience } }
        // Dated values replace each other: without one of them an earlier one would seem to last.
        if !party.outside.allSatisfy({ shows($0.source) }) { party.outside = [] }
        if !shows(party.reservationSource) {
            party.reservation = nil
            party.reservationSource = nil
        }
        return party
    }

    func over(_ decision: Decision) -> Decision {
        guard !shows(decision.source) else { return decision }
        var decision = decision
        decision.source = nil
        decision.note = nil
        return decision
    }

    func over(_ issue: Issue) -> Issue {
        var issue = issue
        if !shows(issue.source) {
            issue.source = nil
            issue.summary = nil
        }
        issue.options = issue.options.mapValues { option in
            guard !shows(option.source) else { return option }
            var option = option
            option.source = nil
            option.summary = nil
            return option
        }
        issue.acts = issue.acts.filter { shows($0.value.source) }
        issue.positions = issue.positions.compactMapValues(over)
        return issue
    }

    private func over(_ position: Position) -> Position? {
        guard admits(position.audience), shows(position.source) else { return nil }
        var position = position
        position.audience.removeAll { $0 != audience }
        guard let assessed = position.assessed else { return position }
        if !assessed.audience.isEmpty, admits(assessed.audience), shows(assessed.source) {
            position.assessed?.audience.removeAll { $0 != audience }
            return position
        }
        position.assessed = nil
        let saysNothing = position.stance.isEmpty && position.salience == nil && position.statement == nil
        return saysNothing ? nil : position
    }

    /// Of an exclusive set either all stay or none: the rest would not sum to one.
    func over(_ scenarios: OrderedDictionary<ID<Scenario>, Scenario>) -> OrderedDictionary<ID<Scenario>, Scenario> {
        let broken = Set(scenarios.values.filter { !shows($0.source) }.compactMap(\.exclusive))
        return scenarios.filter { shows($0.value.source) && $0.value.exclusive.map(broken.contains) != true }.mapValues { scenario in
            var scenario = scenario
            scenario.consequences.removeAll { !shows($0.source) }
            return scenario
        }
    }

    func over(_ package: Package) -> Package {
        var package = package
        if !shows(package.source) {
            package.source = nil
            package.rationale = nil
        }
        package.schedule.removeAll { !shows($0.source) }
        return package
    }

    /// A section that may be seen, with nobody named as its audience but this one.
    func over(_ section: Value) -> Value {
        switch section.content {
        case .array(let values): return Value(.array(values.map(over)), mark: section.mark)
        case .object(var members):
            for (key, value) in members {
                members[key] = key == "audience" && value.array != nil
                    ? Value(.array((value.array ?? []).filter { $0.string == audience }), mark: value.mark) : over(value)
            }
            return Value(.object(members), mark: section.mark)
        default: return section
        }
    }

    /// Whether a module's section names no source and no audience that is not this one's. Only the module knows which of its
    /// texts are citations, so every text that could be one counts.
    func shows(_ section: Value) -> Bool {
        switch section.content {
        case .string(let text): !hidden.contains(ID(String(text.prefix { $0 != "#" })))
        case .array(let values): values.allSatisfy(shows)
        case .object(let members):
            members.allSatisfy { key, value in
                let names = key == "audience" ? value.array?.compactMap(\.string) ?? [] : []
                return admits(names) && shows(value)
            }
        default: true
        }
    }
}
