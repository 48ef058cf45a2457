import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// One issue: its options with who put them there, and the positions of the parties, declared and assessed.
    package func issueCard(_ id: ID<Issue>, in workspace: Workspace) -> String {
        guard let issue = workspace.issues[id] else { return "" }
        var page = Page(self)
        let about = [id.text, issue.module, issue.kind].compactMap(\.self)
        page.title(StyledText(issue.title), StyledText(about.joined(separator: " · ")))
        page.gap()
        if let summary = issue.summary {
            page.paragraph(StyledText(prose: summary) + (issue.source.map { " " + workspace.cited($0) } ?? ""))
        } else if let source = issue.source {
            page.paragraph("At issue according to " + workspace.cited(source))
        } else {
            page.paragraph(StyledText("No source says that this is at issue.", .dim))
        }
        page.options(of: issue, in: workspace)
        if let noDeal = workspace.noDeal?.choices[id] {
            page.gap()
            let id = issue.range == nil ? " (\(noDeal))" : ""
            page.paragraph("\("No deal: ", .dim)\(issue.title(of: noDeal))\(id, .dim)", hang: 2)
        }
        if !issue.controlledBy.isEmpty {
            page.paragraph("\("Who can change it alone: ", .dim)\(workspace.names(of: issue.controlledBy))", hang: 2)
        }
        for (act, move) in issue.acts {
            let from = move.from.isEmpty ? "" : "from \(enumerated(move.from.map(issue.title(of:)))) "
            let back = move.reversible ? "can be taken back" : "cannot be taken back"
            let what = "\(workspace.name(of: move.party)) \(from)to \(issue.title(of: move.to)), \(back) "
            page.paragraph("\("Unilateral act: ", .dim)\(what)\("(\(act)) ", .dim)" + workspace.cited(move.source), hang: 2)
        }
        if !issue.positions.isEmpty {
            page.heading("Positions")
            page.add(Grid(positionsOn: issue, in: workspace).lines(width: width))
            if issue.positions.values.contains(where: { $0.assessed != nil }) {
                page.paragraph(StyledText("a → b: the party says a, the analyst thinks b", .dim))
            }
            let told = issue.positions.filter { _, position in
                position.statement != nil || position.source != nil || position.assessed != nil
            }
            if !told.isEmpty { page.heading("What they say, and what is thought of it") }
            for (party, position) in told { page.account(of: position, by: workspace.name(of: party), in: workspace) }
        }
        return page.text
    }
}

extension Page {
    fileprivate mutating func options(of issue: Issue, in workspace: Workspace) {
        heading("Options")
        if let range = issue.range {
            let unit = range.unit.map { " \($0)" } ?? ""
            let ends = Interval(low: range.from, high: range.to).forPeople
            paragraph("\(ends)\(unit), in steps of \(range.step.forPeople)", indent: 2)
        }
        for (id, option) in issue.options {
            paragraph("\(option.title) \("(\(id)) ", .dim)" + workspace.cited(option.source), indent: 2, hang: 2)
            if let summary = option.summary { paragraph(StyledText(prose: summary), indent: 6) }
            if !option.attributes.isEmpty {
                let attributes = option.attributes.map { "\($0.key) \($0.value.brief)" }.joined(separator: ", ")
                paragraph(StyledText(attributes, .dim), indent: 6)
            }
            if !option.needs.isEmpty { paragraph("needs the consent of \(workspace.names(of: option.needs))", indent: 6) }
        }
    }

    fileprivate mutating func account(of position: Position, by name: String, in workspace: Workspace) {
        func account(_ text: String?, _ confidence: Position.Confidence?, _ source: Citation?) -> StyledText {
            let words = text.map { StyledText(prose: $0) } ?? StyledText("no statement", .dim)
            let sure = confidence.map { StyledText(" (\($0) confidence)", .dim) } ?? ""
            return words + sure + " " + workspace.cited(source)
        }
        paragraph(account(position.statement, position.confidence, position.source), lead: "\(name): ", indent: 2, hang: 2)
        guard let assessed = position.assessed else { return }
        let reason = account(assessed.because, assessed.confidence, assessed.source)
        paragraph(reason, lead: "\("assessed: ", .dim)", indent: 6, hang: 2)
    }
}

extension Grid {
    /// Parties with their saliences by options; where a stance differs between the readings, both.
    fileprivate init(positionsOn issue: Issue, in workspace: Workspace) {
        var choices = Array(issue.options.keys)
        if issue.range != nil {
            // Stances on a number are given at some of its values only.
            let named = Set(issue.positions.values.flatMap { Array($0.stance.keys) + Array($0.assessed?.stance.keys ?? []) })
            choices = named.sorted { ((try? Number.parse($0.text)) ?? 0, $0) < ((try? Number.parse($1.text)) ?? 0, $1) }
        }
        self.init(["Party, salience"] + choices.map { StyledText($0.text) })
        for (party, position) in issue.positions {
            let stances = choices.map { Judgement.both(position.stance[$0], position.assessed?.stance[$0]) }
            let salience = Judgement.both(position.salience, position.assessed?.salience).styled(.dim)
            rows.append(["\(workspace.name(of: party)), \(salience)"] + stances)
        }
    }
}

extension Judgement {
    /// The declared and the assessed judgement: one where they agree, an arrow between them where they do not.
    static func both(_ declared: Judgement?, _ assessed: Judgement?) -> StyledText {
        let first = declared?.styledText ?? StyledText("?", .dim)
        guard let assessed, assessed != declared else { return first }
        // The arrow stays with what it leads to when the cell is wrapped.
        return first + StyledText(" →\u{A0}", .dim) + assessed.styledText
    }

    private var styledText: StyledText {
        switch forPeople {
        case Words.redLine: StyledText(forPeople, .red)
        case "opposes": StyledText(forPeople, .yellow)
        case "demands", "prefers": StyledText(forPeople, .green)
        default: StyledText(forPeople)
        }
    }
}
