import Negotiation
import OrderedCollections
import Shapes

extension Terminal {
    /// One package: what it settles issue by issue, what it leaves open, and how it would be carried out.
    package func packageCard(_ package: Package, id: ID<Package>, in workspace: Workspace) -> String {
        var page = Page(self)
        page.title(StyledText(package.title), "\(id) · \(package.status)")
        var about: [String] = []
        if let author = package.author { about.append("by \(author)") }
        if let origin = package.basedOn { about.append("based on \(origin)") }
        about.append(package.completeness(in: workspace))
        let source = package.source.map { "  " + workspace.cited($0) } ?? ""
        page.paragraph(StyledText(about.joined(separator: " · "), .dim) + source)
        if let rationale = package.rationale {
            page.gap()
            page.paragraph(StyledText(prose: rationale))
        }
        page.gap()
        page.add(Grid(package, in: workspace).lines(width: width))
        if !package.schedule.isEmpty {
            page.heading("Schedule")
            page.add(Grid(schedule: package.schedule, in: workspace).lines(width: width))
        }
        return page.text
    }

    /// Packages side by side: issues whose choice is not the same everywhere are marked with ≠.
    package func comparison(of ids: [ID<Package>], in workspace: Workspace) -> String {
        let packages = ids.compactMap { id in workspace.packages[id].map { (id, $0) } }
        var page = Page(self)
        let rows = workspace.issues.keys.map { id in (id, packages.map { $0.1.choices[id] }) }
        let differing = Set(rows.filter { Set($0.1).count > 1 }.map(\.0))
        page.title("Comparison of \(counted(packages.count, "package"))", "\(workspace.id)")
        let share = "\(differing.count) of \(counted(workspace.issues.count, "issue")) differ"
        page.paragraph("\(share)\("; they are marked with ", .dim)\("≠", .yellow)")
        page.gap()
        page.pairs(packages.map { id, package in
            let state = " · \(package.status.rawValue) · \(package.completeness(in: workspace))"
            return (StyledText(id.text, .bold), "\(package.title)\(state, .dim)")
        })
        page.gap()

        var grid = Grid(["", "Issue"] + packages.map { StyledText($0.0.text) })
        for (module, issues) in workspace.issuesByModule {
            if let heading = workspace.heading(module) { grid.groups[grid.rows.count] = heading }
            for id in issues {
                let title = StyledText(workspace.title(of: id))
                let row = [title] + packages.map { $0.1.text(of: id, in: workspace) }
                grid.rows.append(differing.contains(id) ? [StyledText("≠", .yellow)] + row : [""] + row.map { $0.styled(.dim) })
            }
        }
        // Options are phrases: in columns much narrower than this they are hard to read.
        if width >= 22 * (packages.count + 1), let lines = grid.sideBySide(width: width) {
            page.add(lines)
        } else {
            for (module, issues) in workspace.issuesByModule {
                if let heading = workspace.heading(module) { page.heading(heading) }
                for id in issues { page.compare(id, packages, differs: differing.contains(id), in: workspace) }
            }
        }
        return page.text
    }

    /// The packages of a workspace, a line each.
    package func packages(of workspace: Workspace) -> String {
        text(Grid(packagesOf: workspace).lines(width: width))
    }
}

extension Page {
    /// One issue of a comparison on a terminal too narrow for columns: each choice with the packages that make it.
    fileprivate mutating func compare(
        _ issue: ID<Issue>, _ packages: [(ID<Package>, Package)], differs: Bool, in workspace: Workspace
    ) {
        let title = StyledText(workspace.title(of: issue)) + StyledText(" (\(issue))", .dim)
        paragraph(title, lead: differs ? "\("≠ ", .yellow)" : "  ")
        var groups: OrderedDictionary<Choice?, [String]> = [:]
        for (id, package) in packages { groups[package.choices[issue], default: []].append(id.text) }
        for (choice, ids) in groups {
            let holders = groups.count == 1 ? "all" : ids.joined(separator: ", ")
            let text = packages.first { $0.1.choices[issue] == choice }?.1.text(of: issue, in: workspace) ?? ""
            paragraph(text, lead: StyledText("\(holders): ", .dim), indent: 4, hang: 2)
        }
    }
}

extension Grid {
    /// With the issues' ids: they are what `package set` takes. A wording of the package's own stands below the choice.
    fileprivate init(_ package: Package, in workspace: Workspace) {
        self.init([Column(header: "Id", isID: true), Column(header: "Issue"), Column(header: "Choice")])
        for (module, issues) in workspace.issuesByModule {
            if let heading = workspace.heading(module) { groups[rows.count] = heading }
            for id in issues {
                let title = StyledText(workspace.title(of: id))
                let wording = package.text[id].map { StyledText(prose: "\nWording: \($0)", .dim) } ?? ""
                rows.append([StyledText(id.text, .dim), title, package.text(of: id, in: workspace) + wording])
            }
        }
    }

    fileprivate init(schedule: [Step], in workspace: Workspace) {
        self.init([
            Column(header: StyledText(capitalized(workspace.timeUnit.rawValue)), isNumeric: true), Column(header: "Step"),
            Column(header: "By"), Column(header: "Verified by"), Column(header: "Remarks"),
        ])
        // A step may be written down before an earlier one; people read a schedule in time.
        let steps = schedule.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for step in steps.map(\.element) {
            var remarks = step.delivers.map { issue, share in
                "carries out \((share * 100).rounded(decimals: 0).forPeople) % of \(workspace.title(of: issue))"
            }
            if step.reversible { remarks.append("can be undone") }
            if let party = step.snapbackBy {
                let veto = step.veto.isEmpty ? "" : " unless vetoed by \(workspace.names(of: step.veto))"
                remarks.append("snapback by \(workspace.name(of: party))\(veto)")
            }
            let verifiers = step.verifiedBy.map { workspace.parties[ID($0)]?.name ?? $0 }
            rows.append([
                StyledText(step.at.forPeople), StyledText(step.title), StyledText(workspace.name(of: step.party)),
                StyledText(verifiers.joined(separator: ", ")), StyledText(remarks.joined(separator: "; "), .dim),
            ])
        }
    }

    init(packagesOf workspace: Workspace) {
        self.init([
            Column(header: "Id", isID: true), Column(header: "Title"), Column(header: "Status"), Column(header: "Settled"),
        ])
        for (id, package) in workspace.packages {
            rows.append([
                StyledText(id.text), StyledText(package.title), StyledText(package.status.rawValue),
                StyledText(package.completeness(in: workspace), .dim),
            ])
        }
    }
}

extension Package {
    /// What it says on one issue, in the words of the options.
    func text(of id: ID<Issue>, in workspace: Workspace) -> StyledText {
        let issue = workspace.issues[id]
        func title(_ option: ID<Option>) -> String { issue?.title(of: option) ?? option.text }
        switch choices[id] {
        case nil: return StyledText("open", .dim)
        case .option(let option): return StyledText(title(option))
        case .disputed(let options): return StyledText("[\(options.map(title).joined(separator: " | "))]", .yellow)
        case .leftOut:
            let fallback = workspace.noDeal?.choices[id].map { " (no deal: \(title($0)))" } ?? ""
            return StyledText("left out\(fallback)", .dim)
        }
    }

    /// `12 of 28 settled, 3 disputed, 1 left out, 12 open`; `complete: …` when nothing is disputed or open.
    func completeness(in workspace: Workspace) -> String {
        var (settled, disputed, leftOut) = (0, 0, 0)
        for (id, choice) in choices where workspace.issues[id] != nil {
            switch choice {
            case .option: settled += 1
            case .disputed: disputed += 1
            case .leftOut: leftOut += 1
            }
        }
        let open = workspace.issues.count - settled - disputed - leftOut
        let rest = [(disputed, "disputed"), (leftOut, "left out"), (open, "open")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if rest.isEmpty { return "complete: all \(settled) settled" }
        let counts = (["\(settled) of \(workspace.issues.count) settled"] + rest).joined(separator: ", ")
        return disputed + open == 0 ? "complete: \(counts)" : counts
    }
}
