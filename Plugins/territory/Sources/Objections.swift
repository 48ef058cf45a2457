import PluginKit

/// What parties rule out on one issue under one reading, by stance or by a red line, while other issues are open.
package struct Objections {
    /// One party's bar to one option.
    package struct Bar: Sendable, Hashable {
        package enum Ground: Sendable, Hashable {
            /// The stance `red-line`, in the account of a reading.
            case stance(Reading)
            /// A red line by condition.
            case line(String)
        }

        package var party: ID<Party>
        package var ground: Ground
        /// `yes`, or `open` when it depends on other issues whether the option crosses it.
        package var truth: Truth
        /// Whether the party's consent is required for a package with this option.
        package var blocks: Bool
    }

    package let issue: ID<Issue>
    package let reading: Reading
    private let workspace: Workspace
    private let possible: (ID<Issue>) -> [ID<Option>]

    /// - Parameter possible: what other issues may still be; every option of each unless told otherwise.
    package init(
        on issue: ID<Issue>, in workspace: Workspace, reading: Reading, possible: ((ID<Issue>) -> [ID<Option>])? = nil
    ) {
        self.issue = issue
        self.reading = reading
        self.workspace = workspace
        self.possible = possible ?? { workspace.issues[$0]?.choices ?? [] }
    }

    /// Everybody's bars to an option, in the order of the parties.
    package func bars(to option: ID<Option>) -> [Bar] {
        workspace.parties.flatMap { id, party in
            let blocks = isRequired(id, for: option)
            var bars: [Bar] = []
            if let account = accountRulingOut(option, id) {
                bars.append(Bar(party: id, ground: .stance(account), truth: .yes, blocks: blocks))
            }
            for (name, line) in party.redLines where line.binds(under: reading) && line.predicate.scope.contains(issue) {
                let truth = truth(of: line.predicate, at: option)
                if truth != .no { bars.append(Bar(party: id, ground: .line(name), truth: truth, blocks: blocks)) }
            }
            return bars
        }
    }

    /// `yes` when somebody whose consent is required rules the option out; `open` when that depends on other issues.
    package func verdict(on option: ID<Option>) -> Truth {
        let truths = bars(to: option).filter(\.blocks).map(\.truth)
        return truths.contains(.yes) ? .yes : truths.contains(.open) ? .open : .no
    }

    /// A stated red line that no estimate repeats is worth 0 under the assessed reading and is no bar there.
    private func accountRulingOut(_ option: ID<Option>, _ party: ID<Party>) -> Reading? {
        guard let position = workspace.issues[issue]?.positions[party] else { return nil }
        if reading == .assessed { return position.assessed?.stance[option] == .word(Words.redLine) ? .assessed : nil }
        return position.stance[option] == .word(Words.redLine) ? .declared : nil
    }

    /// By the decision rule (every principal where there is none), or because the option takes its consent. Parties that are
    /// only counted among several do not block by themselves.
    private func isRequired(_ party: ID<Party>, for option: ID<Option>) -> Bool {
        if workspace.issues[issue]?.options[option]?.needs.contains(party) == true { return true }
        guard let decision = workspace.decision else { return workspace.parties[party]?.role == .principal }
        return decision.required.contains(party)
    }

    /// Whether the option crosses the line. It is `open` only when the option bears on it: when for some answer to the other
    /// issues the line is crossed with this option and not with another. What other issues cross by themselves is their fault.
    private func truth(of line: Predicate, at option: ID<Option>) -> Truth {
        let with = { (chosen: ID<Option>) in
            line.truth(over: { $0 == issue ? [chosen] : possible($0) }, in: workspace)
        }
        let here = with(option)
        guard here.truth == .open, here.isExact else { return here.truth }
        let others = workspace.issues[issue]?.choices.filter { $0 != option } ?? []
        guard let combinations = combinations(of: line.scope.filter { $0 != issue }) else { return .open }
        let bears = combinations.contains { assignment in
            func holds(_ chosen: ID<Option>) -> Bool {
                line.holds({ $0 == issue ? chosen : assignment[$0] }, in: workspace)
            }
            return holds(option) && others.contains { !holds($0) }
        }
        return bears ? .open : .no
    }

    /// Every way of settling some issues; nil when there are too many to try.
    private func combinations(of issues: [ID<Issue>]) -> [[ID<Issue>: ID<Option>]]? {
        var all: [[ID<Issue>: ID<Option>]] = [[:]]
        for issue in issues {
            let options = possible(issue)
            guard !options.isEmpty, all.count * options.count <= Predicate.enumerationLimit else { return nil }
            all = all.flatMap { partial in
                options.map { option in
                    var next = partial
                    next[issue] = option
                    return next
                }
            }
        }
        return all
    }
}

extension Explainer {
    /// Where a bar stands.
    mutating func evidence(_ bar: Objections.Bar, to option: ID<Option>, on issue: ID<Issue>) -> Evidence {
        switch bar.ground {
        case .stance(let reading): evidence(bar.party, on: issue, of: option, reading)
        case .line(let id): evidence(redLine: id, of: bar.party)
        }
    }

    /// What an option says, with its place and citation.
    mutating func evidence(_ option: ID<Option>, of issue: ID<Issue>, _ attributes: [String]) -> Evidence {
        let here: Pointer = ["issues", issue.text, "options", option.text]
        let stated = workspace.issues[issue]?.options[option]
        let words = attributes.compactMap { name in stated?.attributes[name].map { "\(name): \($0.plain)" } }
        let place = attributes.count == 1 && !words.isEmpty ? here / "attributes" / attributes[0] : here / "attributes"
        return evidence(
            here, at: words.isEmpty ? here : place,
            "\(Phrase.quoted(title(option, of: issue)))\(words.isEmpty ? "" : ": \(words.joined(separator: ", "))")",
            stated?.source)
    }
}

extension Value {
    /// An attribute as people read it.
    var plain: String { string ?? number?.description ?? (bool == true ? "yes" : "no") }
}
