import PluginKit

/// What a package says, and what it may still come to under the requirements of its workspace.
package struct Space: Sendable {
    package typealias Fixed = OrderedDictionary<ID<Issue>, ID<Option>>

    package let workspace: Workspace
    package let package: Package
    /// The id under which it is stored, as far as it is stored so.
    let id: ID<Package>?
    private let requirements: [Predicate]
    private let touching: [ID<Issue>: [Int]]

    /// Nodes that a search for a completion may take. Beyond that a completion is taken to exist.
    private static let effort = 4_096

    package init(_ package: Package, id: ID<Package>?, in workspace: Workspace) {
        self.workspace = workspace
        self.package = package
        self.id = id
        // What the package breaks anyhow is told elsewhere, and is not held against each change again.
        let known = workspace.linkages.values.compactMap(\.require).filter { requirement in
            requirement.truth(over: { Self.possible($0, package, workspace) }, in: workspace).truth != .no
        }
        requirements = known
        var touching: [ID<Issue>: [Int]] = [:]
        for (index, requirement) in known.enumerated() {
            for issue in requirement.scope { touching[issue, default: []].append(index) }
        }
        self.touching = touching
    }

    /// What it may come to on an issue. Left out means that the no-deal option stays in force.
    package func possible(_ issue: ID<Issue>) -> [ID<Option>] { Self.possible(issue, package, workspace) }

    private static func possible(_ issue: ID<Issue>, _ package: Package, _ workspace: Workspace) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch package.choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    /// The option that it settles an issue with.
    package func settled(_ issue: ID<Issue>) -> ID<Option>? {
        let possible = possible(issue)
        return possible.count == 1 ? possible[0] : nil
    }

    // MARK: Conditions

    /// Whether everything else can still be settled so that every requirement is met, with some issues settled as `fixed` says.
    package func allows(_ fixed: Fixed) -> Bool {
        var effort = Self.effort
        return allows(fixed, pending: fixed.keys.flatMap { touching[$0] ?? [] }, &effort)
    }

    private func allows(_ fixed: Fixed, pending: [Int], _ effort: inout Int) -> Bool {
        effort -= 1
        guard effort > 0 else { return true }
        var open: Int?
        for index in OrderedSet(pending) {
            switch truth(requirements[index], fixed) {
            case .no: return false
            case .open: open = open ?? index
            case .yes: break
            }
        }
        // Requirements that no settled issue touches are as they were.
        guard let open, let issue = requirements[open].scope.first(where: { fixed[$0] == nil && possible($0).count > 1 }) else {
            return true
        }
        for option in possible(issue) {
            var next = fixed
            next[issue] = option
            if allows(next, pending: pending + (touching[issue] ?? []), &effort) { return true }
        }
        return false
    }

    private func truth(_ predicate: Predicate, _ fixed: Fixed) -> Truth {
        predicate.truth(over: { issue in fixed[issue].map { [$0] } ?? possible(issue) }, in: workspace).truth
    }

    /// What can be said of a condition, over every way of settling what is open that the requirements allow.
    package func truth(of predicate: Predicate) -> Truth {
        truth(over: predicate.scope) { holds(predicate, $0) } ?? truth(predicate, [:])
    }

    /// The same of anything that can be told once some issues are settled; nil when there are too many ways to try.
    func truth(over scope: [ID<Issue>], _ holds: (Fixed) -> Bool) -> Truth? {
        let open = scope.filter { possible($0).count > 1 }
        guard count(open) <= Predicate.enumerationLimit else { return nil }
        guard !open.isEmpty else { return holds([:]) ? .yes : .no }
        var (all, allowed): (Set<Bool>, Set<Bool>) = ([], [])
        _ = each(open) { row in
            let truth = holds(row)
            all.insert(truth)
            if !allowed.contains(truth), allows(row) { allowed.insert(truth) }
            return allowed.count < 2
        }
        // Where nothing is allowed, requirements tell nothing.
        let seen = allowed.isEmpty ? all : allowed
        return seen.count > 1 ? .open : seen.contains(true) ? .yes : .no
    }

    /// Whether a condition holds with open issues settled as `row` says.
    package func holds(_ predicate: Predicate, _ row: Fixed) -> Bool {
        predicate.holds({ issue in row[issue] ?? possible(issue).first }, in: workspace)
    }

    /// Whether it holds however what `fixed` leaves open is settled, as far as the requirements allow; and can be settled.
    ///
    /// - Parameter tried: is counted up by the ways of settling that were looked at.
    package func assures(_ predicate: Predicate, _ fixed: Fixed, _ tried: inout Int) -> Bool {
        let open = predicate.scope.filter { fixed[$0] == nil && possible($0).count > 1 }
        guard count(open) <= Predicate.enumerationLimit else { return truth(predicate, fixed) == .yes && allows(fixed) }
        let isAssured = each(open) { row in
            tried += 1
            let whole = fixed.merging(row) { $1 }
            return holds(predicate, whole) || !allows(whole)
        }
        return isAssured && allows(fixed)
    }

    private func count(_ issues: [ID<Issue>]) -> Int {
        issues.reduce(1) { min($0, Predicate.enumerationLimit + 1) * max(1, possible($1).count) }
    }

    /// Every way of settling some issues, until one is answered with false.
    private func each(_ issues: [ID<Issue>], _ body: (Fixed) -> Bool) -> Bool {
        func settle(_ index: Int, _ row: Fixed) -> Bool {
            guard index < issues.count else { return body(row) }
            return possible(issues[index]).allSatisfy { option in
                var next = row
                next[issues[index]] = option
                return settle(index + 1, next)
            }
        }
        return settle(0, [:])
    }

    /// The requirements that a change breaks whatever is still chosen.
    func broken(by fixed: Fixed) -> [Predicate] {
        OrderedSet(fixed.keys.flatMap { touching[$0] ?? [] }).map { requirements[$0] }.filter { truth($0, fixed) == .no }
    }

    /// The package with changes, for whoever is to judge it.
    func choices(_ changes: Fixed) -> Choices { package.choices.merging(changes.mapValues(Choice.option)) { $1 } }

    // MARK: Words and evidence

    /// What it says on an issue, in words.
    func says(_ issue: ID<Issue>) -> String {
        if package.choices[issue] == nil, possible(issue).count > 1 { return "nothing yet" }
        return Phrase.list(possible(issue).map { Phrase.quoted(title($0, issue)) }, "or")
    }

    /// `“None” on Monitoring and “Full” on Withdrawal`, for the issues of a condition.
    func says(_ issues: [ID<Issue>]) -> String {
        Phrase.list(issues.map { "\(says($0)) on \(workspace.issues[$0]?.title ?? $0.text)" })
    }

    private func title(_ option: ID<Option>, _ issue: ID<Issue>) -> String {
        workspace.issues[issue]?.title(of: option) ?? option.text
    }

    /// The stored package, when it says on `issue` what the package at hand says. What a package says is a proposal and no
    /// claim, so it is pointed at and not counted.
    func evidence(_ issue: ID<Issue>) -> Evidence? {
        guard let id, let choice = package.choices[issue], workspace.packages[id]?.choices[issue] == choice else { return nil }
        return Evidence(
            ["packages", id.text, "choices", issue.text], text: "the package: \(says([issue]))", source: package.source)
    }
}

extension Explainer {
    /// The option that a package settles an issue with, as a claim that it is on the table.
    mutating func evidence(option: ID<Option>, of issue: ID<Issue>) -> Evidence? {
        guard let known = workspace.issues[issue]?.options[option] else { return nil }
        return evidence(
            ["issues", issue.text, "options", option.text], "on the table: “\(known.title)”", known.source)
    }

    /// What kind of ground a citation is, in words: whose view, and whether it is an assumption.
    func ground(_ citation: Citation?) -> String {
        let title = citation.flatMap { workspace.sources[$0.source] }.map { Phrase.quoted($0.title) } ?? ""
        return switch Standing(of: citation, in: workspace) {
        case .cited: "after \(title)"
        case .assumed: "assumed: \(title)"
        case .unsourced: "without a source"
        }
    }
}
