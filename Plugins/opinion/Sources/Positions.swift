import PluginKit

/// What somebody's stated or assessed position says of options, in the words of the workspace.
package struct Positions {
    let workspace: Workspace
    let reading: Reading
    private let words: Words

    /// How a public takes an option, by its own position.
    package enum Grade: String, Sendable, CaseIterable {
        /// At least what the workspace calls “accepts”.
        case supports
        /// More than “opposes” and perhaps less than “accepts”.
        case bears
        /// Within what the workspace calls “opposes”, or a red line.
        case opposes
        case unsettled
    }

    package init(_ workspace: Workspace, _ reading: Reading) {
        self.workspace = workspace
        self.reading = reading
        words = workspace.words.effective
    }

    /// Nil where it says nothing of the option.
    package func grade(_ option: ID<Option>, on issue: ID<Issue>, by party: ID<Party>) -> Grade? {
        guard let stance = stance(option, on: issue, by: party) else { return nil }
        guard case .value(let range) = stance else { return .opposes }
        let (least, enough) = (words.stance["opposes"]?.high ?? 0, words.stance["accepts"]?.low ?? 1)
        if range.high <= least { return .opposes }
        if range.low >= enough { return .supports }
        return range.low >= least ? .bears : .unsettled
    }

    /// What moving from one option to another brings a party, in its own swing points; nil where its position does not say.
    package func worth(of option: ID<Option>, insteadOf other: ID<Option>, on issue: ID<Issue>, to party: ID<Party>) -> Interval?
    {
        guard let position = workspace.issues[issue]?.positions[party],
            let to = stance(option, on: issue, by: party)?.interval, let from = stance(other, on: issue, by: party)?.interval,
            let salience = salience(position)
        else { return nil }
        return option == other ? .zero : salience * (to - from)
    }

    /// The account that the option's stance was taken from.
    func account(of option: ID<Option>, on issue: ID<Issue>, by party: ID<Party>) -> Reading {
        let isAssessed = workspace.issues[issue]?.positions[party]?.assessed?.stance[option] != nil
        return reading == .assessed && isAssessed ? .assessed : .declared
    }

    private func stance(_ option: ID<Option>, on issue: ID<Issue>, by party: ID<Party>) -> StanceLevel? {
        let position = workspace.issues[issue]?.positions[party]
        let assessed = reading == .assessed ? position?.assessed?.stance[option] : nil
        switch assessed ?? position?.stance[option] {
        case .number(let number)?: return .value(Interval(number))
        case .range(let range)?: return .value(range)
        case .word(Words.redLine)?: return .redLine
        case .word(let word)?: return words.stance[word].map(StanceLevel.value)
        case nil: return nil
        }
    }

    private func salience(_ position: Position) -> Interval? {
        let assessed = reading == .assessed ? position.assessed?.salience : nil
        switch assessed ?? position.salience {
        case .number(let number)?: return Interval(number)
        case .range(let range)?: return range
        case .word(let word)?: return words.salience[word]
        case nil: return nil
        }
    }
}
