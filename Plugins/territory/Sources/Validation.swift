import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, words outside their order, parts that
/// are missing for what is said.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: TerritorySection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<TerritorySection>) {
        workspace = theCase.workspace
        section = theCase.section ?? TerritorySection()
        place = theCase.place
        // Without a section the vocabulary says all there is to say.
        guard theCase.section != nil else { return }
        checkRegions()
        checkLines()
        checkDimensions()
        checkCeasefire()
        checkFeatures()
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkRegions() {
        var seen: [ID<Issue>: String] = [:]
        for (name, region) in section.regions {
            let here = place / "regions" / name
            check(region.issue, is: .region, at: here / "issue")
            cite(region.source, at: here / "source")
            if let first = seen.updateValue(name, forKey: region.issue) {
                fail(
                    "duplicate-region", "“\(first)” and “\(name)” are both settled by the issue “\(region.issue)”",
                    "merge them, or give each an issue of its own", at: here / "issue")
            }
            if region.views.isEmpty {
                warn(
                    "no-views", "nobody's view of “\(name)” is given, so nothing can be said of how far apart the parties are",
                    "add views: {party: {title: …, control: …, recognition: …}}", at: here, .key)
            }
            for (party, view) in region.views {
                let at = here / "views" / party.text
                if workspace.parties[party] == nil {
                    unknown(party.text, workspace.parties.keys.map(\.text), "party", at: at, .key)
                }
                for dimension in Dimension.viewed {
                    if let word = view[dimension] { check(word, of: dimension, at: at / dimension.rawValue) }
                }
                cite(view.source, at: at / "source")
            }
        }
        for (id, _) in regionIssues where seen[id] == nil {
            warn(
                "no-region", "the issue “\(id)” is of kind region, and no region here names it",
                "add it under regions, with each party's view: \(id): {issue: \(id), views: {…}}", at: place / "regions", .key)
        }
    }

    private mutating func checkLines() {
        for (name, line) in section.lines {
            let here = place / "lines" / name
            check(line.issue, is: .line, at: here / "issue")
            let footing = here / "restsOn"
            if let issue = line.restsOn.ceasefire { check(issue, is: .ceasefire, at: footing / "ceasefire") }
            if let issue = line.restsOn.withdrawal { check(issue, is: .withdrawal, at: footing / "withdrawal") }
            if let issue = line.restsOn.monitoring { check(issue, is: nil, at: footing / "monitoring") }
            cite(line.source, at: here / "source")
        }
    }

    private mutating func checkDimensions() {
        for dimension in Dimension.allCases {
            cite(section.dimensions[dimension]?.source, at: place / "dimensions" / dimension.rawValue / "source")
        }
        let isViewed = section.regions.values.contains { !$0.views.isEmpty }
        for dimension in Dimension.allCases where section.dimensions[dimension] == nil {
            let user = regionIssues.first { $0.issue.options.values.contains { $0.word(dimension) != nil } }
            guard user != nil || (isViewed && Dimension.viewed.contains(dimension)) else { continue }
            let who =
                user.map { "options of “\($0.id)” say their “\(dimension.rawValue)”" }
                ?? "views say their “\(dimension.rawValue)”"
            fail(
                "missing-dimension", "\(who), and its words are in no order, so nobody can say how far apart they are",
                "add dimensions: {\(dimension.rawValue): {order: [one side's word, …, the other side's word]}}",
                at: section.dimensions == Dimensions() ? place : place / "dimensions", .key)
        }
        for (id, issue) in regionIssues {
            for (name, option) in issue.options {
                for dimension in Dimension.allCases {
                    guard let word = option.word(dimension) else { continue }
                    check(word, of: dimension, at: ["issues", id.text, "options", name.text, "attributes", dimension.rawValue])
                }
            }
        }
        checkMovers()
    }

    /// Who moves to a line is said with the words of those whose forces they are.
    private mutating func checkMovers() {
        guard let forces = section.dimensions.forces else { return }
        let known = End.allCases.map(forces.end) + [Word.both, Word.none]
        for (id, issue) in workspace.issues where issue.isOurs(.line) {
            for (name, option) in issue.options {
                guard let word = option.word(Attribute.moves), !known.contains(word) else { continue }
                fail(
                    "unknown-word", "“\(word)” is neither side's word of dimensions.forces, nor both or none",
                    Suggestion.hint(for: word, among: known, kind: "word"),
                    at: ["issues", id.text, "options", name.text, "attributes", Attribute.moves])
            }
        }
    }

    private mutating func checkCeasefire() {
        guard let ceasefire = section.ceasefire else { return }
        let here = place / "ceasefire"
        var parts: [ID<Issue>: Role] = [:]
        for role in Role.allCases {
            guard let issue = ceasefire[role] else { continue }
            let at = here / role.rawValue
            check(issue, is: role.kind, at: at)
            if let other = parts.updateValue(role, forKey: issue) {
                fail(
                    "duplicate-role",
                    "“\(issue)” is named for two parts of a ceasefire, “\(other.rawValue)” and “\(role.rawValue)”",
                    "\(role.rawValue) takes the issue that settles \(role.summary)", at: at)
            }
        }
        for (index, issue) in ceasefire.status.enumerated() {
            let at = here / "status" / index
            check(issue, is: .region, at: at)
            if ceasefire.status.firstIndex(of: issue) != index {
                fail("duplicate-id", "“\(issue)” is listed twice", "keep it once", at: at)
            }
        }
        cite(ceasefire.source, at: here / "source")
    }

    private mutating func checkFeatures() {
        for (name, feature) in section.frozenConflictFeatures {
            let here = place / "frozenConflictFeatures" / name
            cite(feature.source, at: here / "source")
            for fault in workspace.faults(of: feature.predicate) {
                found.append(
                    Diagnostic(
                        code: fault.code, fault.message, hint: fault.hint, pointer: here / "predicate", offset: fault.offset))
            }
        }
    }

    // MARK: Names

    private var regionIssues: [(id: ID<Issue>, issue: Issue)] {
        workspace.issues.filter { $0.value.isOurs(.region) }.map { ($0.key, $0.value) }
    }

    private mutating func check(_ id: ID<Issue>, is kind: Kind?, at here: Pointer) {
        let fitting = workspace.issues.filter { kind == nil || kind.map($0.value.isOurs) ?? false }.keys.map(\.text)
        guard let issue = workspace.issues[id] else {
            unknown(id.text, fitting.isEmpty ? workspace.issues.keys.map(\.text) : fitting, "issue", at: here)
            return
        }
        guard let kind, !issue.isOurs(kind) else { return }
        let stated = issue.kind.map { "is of kind \($0)\(issue.module.map { " of \($0)" } ?? "")" } ?? "has no kind"
        fail(
            "wrong-kind", "“\(id)” \(stated), and an issue of kind \(kind.rawValue) is needed here",
            fitting.isEmpty
                ? "give it module: territory and kind: \(kind.rawValue), and its options the attributes of that kind"
                : Suggestion.hint(for: id.text, among: fitting, kind: "issue of kind \(kind.rawValue)"), at: here)
    }

    private mutating func check(_ word: String, of dimension: Dimension, at here: Pointer) {
        guard let order = section.dimensions[dimension]?.order, !order.contains(word) else { return }
        fail(
            "unknown-word", "“\(word)” is not in the order of “\(dimension.rawValue)”",
            "\(Suggestion.nearest(to: word, among: order).map { "did you mean “\($0)”? " } ?? "")"
                + "known: \(order.joined(separator: ", ")); or add it to dimensions.\(dimension.rawValue).order where it belongs",
            at: here)
    }
}

extension Issue {
    func isOurs(_ kind: Kind) -> Bool { module == Territory.id && self.kind == kind.rawValue }
}
