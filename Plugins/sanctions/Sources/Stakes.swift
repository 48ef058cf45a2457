import PluginKit

/// What carrying out an issue's settlement is worth to a party, in its own swing points: its salience times how much better
/// or worse it likes the option than what holds without an agreement.
package struct Stakes {
    let workspace: Workspace
    let reading: Reading
    private let words: Words

    package init(_ workspace: Workspace, _ reading: Reading) {
        self.workspace = workspace
        self.reading = reading
        words = workspace.words.effective
    }

    /// Over every option that the package leaves possible. Without a position the issue has no weight for the party.
    package func worth(of issue: ID<Issue>, to party: ID<Party>, in package: Package) -> Interval {
        guard let position = workspace.issues[issue]?.positions[party] else { return .zero }
        let salience = salience(position)
        let standing = workspace.noDeal?.choices[issue]
        let base = standing.map { stance($0, position) } ?? .unit
        let all = package.possible(issue, in: workspace).map { option in
            option == standing ? Interval.zero : salience * (stance(option, position) - base)
        }
        return all.dropFirst().reduce(all.first ?? .zero) { $0.hull($1) }.outward()
    }

    /// Whether the party has a position on the issue.
    func isKnown(_ issue: ID<Issue>, _ party: ID<Party>) -> Bool { workspace.issues[issue]?.positions[party] != nil }

    /// An assessed stance where the reading takes it and there is one, else the declared one; unknown is anything. Under the
    /// assessed reading a red line that is only stated is worth 0, as it is worth under the declared one.
    private func stance(_ option: ID<Option>, _ position: Position) -> Interval {
        let assessed = reading == .assessed ? position.assessed?.stance[option] : nil
        switch assessed ?? position.stance[option] {
        case .number(let number)?: return Interval(number)
        case .range(let range)?: return range
        case .word(Words.redLine)?: return .zero
        case .word(let word)?: return words.stance[word] ?? .unit
        case nil: return .unit
        }
    }

    private func salience(_ position: Position) -> Interval {
        let assessed = reading == .assessed ? position.assessed?.salience : nil
        switch assessed ?? position.salience {
        case .number(let number)?: return Interval(number)
        case .range(let range)?: return range
        case .word(let word)?: return words.salience[word] ?? .zero
        case nil: return .zero
        }
    }
}
