import PluginKit

/// What an analyzer asks of the host, so that somebody else can answer in its place.
package struct Questions: Sendable {
    package var evaluate: @Sendable ([Choices]) async throws -> [PackageOutcome]
    package var solve: @Sendable (Choices, [ID<Issue>], Int) async throws -> SolveOutcome

    package init(
        evaluate: @escaping @Sendable ([Choices]) async throws -> [PackageOutcome],
        solve: @escaping @Sendable (Choices, [ID<Issue>], Int) async throws -> SolveOutcome
    ) {
        self.evaluate = evaluate
        self.solve = solve
    }
}

/// A search for what, settled otherwise on other issues, would lift a block.
package struct TradeSearch: Sendable {
    /// The package with the option at hand; of the issues that are tried only what is tried.
    package var choices: Choices
    /// The issues that are tried, those that matter most to the blockers first.
    package var over: [ID<Issue>]
    /// How many ways of settling them there are.
    package var count: Int

    /// - Parameters:
    ///   - blockers: those who do not consent, members of blocs instead of the blocs.
    ///   - lines: the red lines in the way; the issues that they speak of are tried first, every option of them.
    ///   - limit: how many packages may be tried.
    package init(
        _ draft: Draft, choosing option: ID<Option>, on issue: ID<Issue>, blockers: [ID<Party>], lines: [Pointer],
        reading: Reading,
        limit: Int
    ) {
        let workspace = draft.workspace
        let stakes = blockers.map { Stakes(of: $0, in: workspace, reading: reading) }
        let inLines = OrderedSet(
            lines.flatMap { line -> [ID<Issue>] in
                let tokens = line.tokens
                if tokens.count == 4 { return workspace.parties[ID(tokens[1])]?.redLines[tokens[3]]?.predicate.scope ?? [] }
                return tokens.count == 6 ? [ID(tokens[1])] : []
            })
        struct Axis {
            var issue: ID<Issue>
            var options: [ID<Option>]
            var isInLine: Bool
            var gain: Number
        }
        var axes: [Axis] = []
        for (id, stated) in workspace.issues where id != issue && !stated.options.isEmpty {
            let current = draft.possible(id)
            guard let now = draft.settled(id) else { continue }
            var options = current
            var gain = Number.zero
            for other in stated.options.keys where other != now {
                let most = stakes.compactMap { $0.swing(from: now, to: other, on: id)?.midpoint }.max() ?? 0
                if most > 0 || inLines.contains(id) { options.append(other) }
                gain = max(gain, most)
            }
            if options.count > 1 { axes.append(Axis(issue: id, options: options, isInLine: inLines.contains(id), gain: gain)) }
        }
        let ranked = axes.enumerated().sorted { a, b in
            if a.element.isInLine != b.element.isInLine { return a.element.isInLine }
            return a.element.gain != b.element.gain ? a.element.gain > b.element.gain : a.offset < b.offset
        }.map(\.element)
        choices = draft.choosing([issue: option]).package.choices
        over = []
        count = 1
        for axis in ranked where count * axis.options.count <= limit {
            count *= axis.options.count
            over.append(axis.issue)
            choices[axis.issue] = .disputed(axis.options)
        }
    }
}

/// What a search found.
package struct Trade: Sendable {
    package var search: TradeSearch
    /// How many of the packages tried come out certain, possible, and open because of what the package leaves open.
    package var certain = 0
    package var possible = 0
    package var open = 0
    /// What has to be settled otherwise, each of it needed; empty when nothing was found.
    package var changes: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
    package var agreement = PackageOutcome.Agreement.excluded

    /// Runs a search, and takes back of what it found every change that is not needed.
    package init(_ search: TradeSearch, in draft: Draft, asking questions: Questions) async throws {
        self.search = search
        guard !search.over.isEmpty else { return }
        let solved = try await questions.solve(search.choices, search.over, 8)
        certain = solved.count(.certain)
        possible = solved.count(.possible)
        open = solved.count(.unknown)
        let found = solved.found.map { found in
            (changes: found.choices.filter { draft.settled($0.key) != $0.value }, agreement: found.outcome.agreement)
        }
        guard let best = found.first?.agreement else { return }
        // Among those that come out best, the one with the fewest changes; the first of several.
        let fewest = found.filter { $0.agreement == best }.reduce(nil as OrderedDictionary<ID<Issue>, ID<Option>>?) {
            least, next in
            least.map { $0.count <= next.changes.count } == true ? least : next.changes
        }
        changes = fewest ?? [:]
        agreement = best
        while changes.count > 1 {
            let without = changes.keys.map { left in changes.filter { $0.key != left } }
            let outcomes = try await questions.evaluate(without.map { package($0) })
            guard let spare = zip(without, outcomes).first(where: { $0.1.agreement == best || $0.1.agreement == .certain }) else {
                break
            }
            changes = spare.0
        }
    }

    /// The package with the changes, and everything else as the search left it.
    private func package(_ changes: OrderedDictionary<ID<Issue>, ID<Option>>) -> Choices {
        var choices = search.choices
        for issue in search.over {
            if let option = changes[issue] {
                choices[issue] = .option(option)
            } else if case .disputed(let options)? = choices[issue] {
                // What the package says comes first.
                choices[issue] = .option(options[0])
            }
        }
        return choices
    }
}
