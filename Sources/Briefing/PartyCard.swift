import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// One party: what it wants, what it will not sign, what no deal brings it, and what matters to it most.
    package func partyCard(_ id: ID<Party>, in workspace: Workspace) -> String {
        guard let party = workspace.parties[id] else { return "" }
        var page = Page(self)
        page.title(StyledText(party.name), "\(id) · \(party.role.singular)\(party.role.mayBlock ? ", may block" : "")")
        page.gap()
        if let summary = party.summary {
            page.paragraph(StyledText(prose: summary) + " " + workspace.cited(party.source))
        } else if let source = party.source {
            page.paragraph("Named as a party in " + workspace.cited(source))
        } else {
            page.paragraph(StyledText("No source says that this is a party.", .dim))
        }
        if let represented = party.represents { page.paragraph("\("Public of: ", .dim)\(workspace.name(of: represented))") }
        if !party.members.isEmpty { page.paragraph("\("Members: ", .dim)\(workspace.names(of: party.members))", hang: 2) }
        if let decision = party.decision {
            page.paragraph("\("Decides by consent of: ", .dim)" + workspace.rule(decision), hang: 2)
        }
        if !party.agenda.isEmpty {
            page.heading("Wants")
            for goal in party.agenda.values { page.goal(goal, in: workspace) }
        }
        if !party.redLines.isEmpty {
            page.heading("Red lines")
            let widest = party.redLines.values.reduce(0) { max($0, $1.firmness.rawValue.count) }
            for line in party.redLines.values { page.redLine(line, lead: widest, in: workspace) }
        }
        page.means(of: party, in: workspace)
        page.saliences(of: id, in: workspace)
        return page.text
    }
}

extension Page {
    fileprivate mutating func goal(_ goal: Goal, in workspace: Workspace) {
        let weight = goal.weight.map { StyledText(" (\($0.forPeople) points)") } ?? ""
        paragraph(StyledText(goal.title) + weight + " " + workspace.cited(goal.source), indent: 2, hang: 2)
        let condition = goal.predicate.map { StyledText("when \($0.text)", .dim) } ?? StyledText("no issue here can tell", .dim)
        paragraph(condition, indent: 6, hang: 2)
        if let note = goal.note { paragraph(StyledText(prose: note, .dim), indent: 6) }
    }

    fileprivate mutating func redLine(_ line: RedLine, lead: Int, in workspace: Workspace) {
        let style: Style = line.firmness == .declared ? .yellow : .red
        paragraph(
            StyledText(line.title) + " " + workspace.cited(line.source),
            lead: StyledText(line.firmness.rawValue, style).padded(to: lead + 2), indent: 2)
        paragraph(StyledText("crossed when \(line.predicate.text)", .dim), indent: lead + 4, hang: 2)
        if let note = line.note { paragraph(StyledText(prose: note, .dim), indent: lead + 4) }
    }

    fileprivate mutating func means(of party: Party, in workspace: Workspace) {
        var pairs: [(label: StyledText, value: StyledText)] = []
        func add(_ label: String, _ value: StyledText) { pairs.append((StyledText(label, .dim), value)) }
        for value in party.outside {
            let begin = value.after == 0 ? "" : ", from \(workspace.timeUnit.rawValue) \(value.after) on"
            let because = value.because.map { StyledText(": \($0)") } ?? ""
            add("No deal\(begin)", "\(value.points.forPeople) points" + because + " " + workspace.cited(value.source))
        }
        if let reservation = party.reservation {
            add("Would sign for", "at least \(reservation.forPeople) " + workspace.cited(party.reservationSource))
        }
        if let patience = party.patience { add("Patience", "\(patience.forPeople) a \(workspace.timeUnit)") }
        if let capability = party.capability { add("Capability", "\(capability.forPeople) of 100") }
        guard !pairs.isEmpty else { return }
        heading("Outside an agreement")
        self.pairs(pairs, indent: 2)
    }

    /// Issues by how much they matter to the party under the assessed reading, most first.
    fileprivate mutating func saliences(of id: ID<Party>, in workspace: Workspace) {
        let words = workspace.words.effective
        func weight(_ position: Position) -> Number {
            (position.assessed?.salience ?? position.salience)?.midpoint(words.salience) ?? -1
        }
        let positions = workspace.issues.compactMap { key, issue in
            issue.positions[id].map { (id: key, issue: issue, position: $0) }
        }
        guard !positions.isEmpty else { return }
        let sorted = positions.enumerated().sorted { a, b in
            (weight(b.element.position), a.offset) < (weight(a.element.position), b.offset)
        }
        heading("What matters to it")
        var grid = Grid([
            Grid.Column(header: "Issue"), Grid.Column(header: "Id", isID: true), Grid.Column(header: "Salience"),
            Grid.Column(header: "Declared first choice"),
        ])
        for (_, entry) in sorted {
            let stances = entry.position.stance.mapValues { $0.midpoint(words.stance) }
            let best = stances.values.max()
            let wishes = stances.filter { $0.value == best }.keys.map { entry.issue.title(of: $0) }.joined(separator: " or ")
            grid.rows.append([
                StyledText(entry.issue.title), StyledText(entry.id.text, .dim),
                Judgement.both(entry.position.salience, entry.position.assessed?.salience), StyledText(wishes),
            ])
        }
        add(grid.lines(width: terminal.width))
        if positions.contains(where: { $0.position.assessed?.salience != nil }) {
            paragraph(StyledText("a → b: declared a, assessed b", .dim))
        }
    }
}

extension Workspace {
    /// How a bloc decides, with who says so.
    fileprivate func rule(_ decision: Decision) -> StyledText {
        var parts: [String] = []
        if !decision.required.isEmpty {
            parts.append("\(decision.required.count > 1 ? "all of " : "")\(names(of: decision.required))")
        }
        if let atLeast = decision.atLeast { parts.append("at least \(atLeast) of \(names(of: decision.of))") }
        let note = decision.note.map { ". " + StyledText(prose: $0) } ?? ""
        return StyledText(parts.joined(separator: "; ")) + note + (decision.source.map { " " + cited($0) } ?? "")
    }
}

extension Judgement {
    /// The middle of what is meant; 0 for a red line, and for a word that the workspace does not know.
    fileprivate func midpoint(_ words: OrderedDictionary<String, Interval>) -> Number {
        switch self {
        case .number(let number): number
        case .range(let range): range.midpoint
        case .word(let word): words[word]?.midpoint ?? 0
        }
    }
}
