import PluginKit

/// What this module asks of a party's stakes besides.
extension Stakes {
    /// The options that the party may like best: those that no other surely passes. Nil without a position.
    package func favourites(on issue: ID<Issue>) -> [ID<Option>]? {
        guard hasPosition(on: issue), let stated = workspace.issues[issue], !stated.options.isEmpty else { return nil }
        let levels = stated.options.keys.compactMap { option in level(option, on: issue).map { (option, $0) } }
        let best = levels.map(\.1.low).max() ?? 0
        return levels.filter { $0.1.high >= best }.map(\.0)
    }

    /// The issues that a package leaves open and on which the party has a position, those first that matter most to it.
    package func openIssues(_ draft: Draft) -> [ID<Issue>] {
        let spreads = workspace.issues.keys.filter { draft.settled($0) == nil && hasPosition(on: $0) }.map { issue in
            let levels = draft.possible(issue).compactMap { level($0, on: issue) }
            let spread = (levels.map(\.high).max() ?? 0) - (levels.map(\.low).min() ?? 0)
            return (issue: issue, spread: salience(on: issue).high * spread)
        }
        return spreads.enumerated().sorted { a, b in
            a.element.spread != b.element.spread ? a.element.spread > b.element.spread : a.offset < b.offset
        }.map(\.element.issue)
    }

    /// Where the party loses against no deal at the midpoints of all ranges, the most first.
    package func losses(_ draft: Draft) -> [Term] {
        terms(draft).filter { $0.value.midpoint < 0 }.enumerated().sorted { a, b in
            let (x, y) = (a.element.value.midpoint, b.element.value.midpoint)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element.key)
    }
}
