import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// A workspace at a glance.
    package func overview(_ workspace: Workspace, revision: Int? = nil) -> String {
        var page = Page(self)
        let about = [workspace.id.text, workspace.asOf.map { "as of \($0)" }, revision.map { "revision \($0)" }]
        page.title(StyledText(workspace.title), StyledText(about.compactMap(\.self).joined(separator: " · ")))
        if let summary = workspace.summary {
            page.gap()
            page.paragraph(StyledText(prose: summary))
        }

        page.heading("Parties")
        var parties: [(label: StyledText, value: StyledText)] = Party.Role.allCases.compactMap { role in
            let parties = workspace.parties.filter { $0.value.role == role }
            let named = parties.map { "\($0.value.name) \("(\($0.key))", .dim)" as StyledText }
            return named.isEmpty ? nil : (StyledText(role.plural, .dim), named.joined(separator: ", "))
        }
        parties.append((StyledText("Must consent", .dim), StyledText(workspace.consent)))
        page.pairs(parties, indent: 2)

        page.heading("Issues")
        page.add(Grid(issuesOf: workspace).lines(width: width))
        page.gap()
        page.paragraph(StyledText(workspace.possibilities), indent: 2)

        if !workspace.packages.isEmpty {
            page.heading("Packages")
            page.add(Grid(packagesOf: workspace).lines(width: width))
        }
        page.gap()
        page.paragraph(StyledText(workspace.counts, .dim))
        return page.text
    }
}

extension Grid {
    fileprivate init(issuesOf workspace: Workspace) {
        self.init([
            Column(header: "Id", isID: true), Column(header: "Issue"), Column(header: "Options", isNumeric: true),
            Column(header: "Positions", isNumeric: true), Column(header: "No deal"),
        ])
        for (module, issues) in workspace.issuesByModule {
            if let heading = workspace.heading(module) { groups[rows.count] = heading }
            for id in issues {
                guard let issue = workspace.issues[id] else { continue }
                let noDeal = workspace.noDeal?.choices[id]
                let fallback = noDeal.map { StyledText(issue.title(of: $0)) } ?? StyledText("not stated", .yellow)
                rows.append([
                    StyledText(id.text), StyledText(issue.title), StyledText("\(issue.choices.count)"),
                    StyledText("\(issue.positions.count)"), fallback,
                ])
            }
        }
    }
}

extension Workspace {
    /// How many packages there are, exactly, and as a power of ten.
    fileprivate var possibilities: String {
        let (count, isExact) = packageCount
        let number = "\(isExact ? "" : "more than ")\(count.forPeople)"
        return "\(number) complete packages\(count.asPower.map { " (\($0))" } ?? ""), linkages aside."
    }

    /// Whose consent an agreement takes.
    fileprivate var consent: String {
        let required = decision?.required ?? parties.filter { $0.value.role == .principal }.map(\.key)
        var rule = required.isEmpty ? [] : [names(of: required)]
        if let decision, let atLeast = decision.atLeast { rule.append("at least \(atLeast) of \(names(of: decision.of))") }
        return (rule + ["whoever the chosen options need"]).joined(separator: "; ")
    }

    fileprivate var counts: String {
        let all = [
            (issues.values.reduce(0) { $0 + $1.positions.count }, "position", "positions"),
            (linkages.count, "linkage", "linkages"), (scenarios.count, "scenario", "scenarios"),
            (sources.count, "source", "sources"),
            (record.count, "record entry", "record entries"),
        ]
        let parts = all.filter { $0.0 > 0 }.map { counted($0.0, $0.1, $0.2) }
        return "\(enumerated(parts))\(modules.isEmpty ? "" : "; sections for \(enumerated(Array(modules.keys)))")."
    }
}

extension Party.Role {
    fileprivate var plural: String {
        switch self {
        case .principal: "Principals"
        case .ratifier: "Ratifiers"
        case .thirdParty: "Third parties"
        case .constituency: "Constituencies"
        case .mediator: "Mediators"
        }
    }

    var singular: String { rawValue == "third-party" ? "third party" : rawValue }
}
