import PluginKit

/// What parties say, or are thought, of the options of an issue under one reading, words looked up.
///
/// Assessed: option by option the estimate, else what is said; a stated red line that no estimate repeats is then worth 0 and
/// no bar.
package struct Stances: Sendable {
    struct Level: Hashable {
        var level: StanceLevel
        /// The account it stands in.
        var account: Reading
        var isSoftened = false
    }

    let reading: Reading
    private let workspace: Workspace
    private let words: Words

    package init(_ workspace: Workspace, _ reading: Reading) {
        self.workspace = workspace
        self.reading = reading
        words = workspace.words.effective
    }

    /// Nil when nobody has said anything of it.
    func level(_ party: ID<Party>, on issue: ID<Issue>, _ option: ID<Option>) -> Level? {
        guard let position = workspace.issues[issue]?.positions[party] else { return nil }
        if reading == .assessed, let judged = position.assessed?.stance[option] {
            return Level(level: look(judged), account: .assessed)
        }
        guard let said = position.stance[option].map(look) else { return nil }
        let isSoftened = reading == .assessed && said == .redLine
        return Level(level: isSoftened ? .value(.zero) : said, account: .declared, isSoftened: isSoftened)
    }

    /// The swing weight of the issue to the party, and the account it stands in; nil when neither gives one.
    func salience(_ party: ID<Party>, on issue: ID<Issue>) -> (weight: Interval, account: Reading)? {
        guard let position = workspace.issues[issue]?.positions[party] else { return nil }
        if reading == .assessed, let judged = position.assessed?.salience { return (weight(judged), .assessed) }
        return position.salience.map { (weight($0), .declared) }
    }

    private func look(_ judgement: Judgement) -> StanceLevel {
        switch judgement {
        case .number(let number): .value(Interval(number))
        case .range(let range): .value(range)
        case .word(Words.redLine): .redLine
        // A word nobody has defined says nothing; the check of the workspace refuses it.
        case .word(let word): .value(words.stance[word] ?? .unit)
        }
    }

    private func weight(_ judgement: Judgement) -> Interval {
        switch judgement {
        case .number(let number): Interval(number)
        case .range(let range): range
        case .word(let word): words.salience[word] ?? .zero
        }
    }
}
