import PluginKit

extension Package {
    /// What the package may come to on an issue. Left out means that the no-deal option stays in force.
    func possible(_ issue: ID<Issue>, in workspace: Workspace) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    /// The share of an issue's settlement that steps up to a time carry out; nil when no step ever does.
    func delivered(_ issue: ID<Issue>, by time: Number) -> Number? {
        let steps = schedule.filter { ($0.delivers[issue] ?? 0) > 0 }
        guard !steps.isEmpty else { return nil }
        return min(1, steps.filter { $0.at <= time }.reduce(Number.zero) { $0 + ($1.delivers[issue] ?? 0) })
    }
}

/// What a package makes of a measure.
struct Fate {
    let issue: ID<Issue>
    /// Per option that the package leaves possible: the word that decides, or nil where the option says nothing on it.
    let words: OrderedDictionary<ID<Option>, String?>
    private let package: Package
    private let options: OrderedDictionary<ID<Option>, Option>

    /// Nil when no issue settles what becomes of the measure.
    ///
    /// The option's word for the measure's sector counts, where it has one; for tariffs the word for members of the coalition
    /// or for others; else its `state`.
    init?(of measure: Measure, in package: Package, _ workspace: Workspace, coalition: [ID<Party>]) {
        guard let id = measure.settledBy.first, let issue = workspace.issues[id] else { return nil }
        self.issue = id
        self.package = package
        let attribute = coalition.contains(measure.target) ? Attribute.allies : Attribute.thirdParties
        var words: OrderedDictionary<ID<Option>, String?> = [:]
        for name in package.possible(id, in: workspace) {
            let option = issue.options[name]
            let general: String? = issue.isOurs(.tariffs) ? option?.word(attribute) : option?.word(Attribute.state)
            let special: String? = measure.sector.flatMap { option?.word($0) }
            words.updateValue(special ?? general, forKey: name)
        }
        self.words = words
        options = issue.options
    }

    /// The share of the measure that is in force so long after signature, over all options that are possible.
    func inForce(at time: Number) -> Interval {
        let shares = words.values.map { word -> Interval in
            switch word {
            case Word.kept?: Interval(1)
            case Word.lifted?: Interval(0)
            // Eased says not by how much; phased without steps not when.
            case Word.phased?: package.delivered(issue, by: time).map { Interval(1 - $0) } ?? .unit
            default: .unit
            }
        }
        return shares.dropFirst().reduce(shares.first ?? .unit) { $0.hull($1) }
    }

    /// Whether every option that gives up something, or none, has the measure return upon a breach; nil when that is open.
    var returns: Bool? {
        let easing = words.filter { $0.value != Word.kept }.keys.compactMap { options[$0] }
        let flags = Set(easing.map { $0.flag(Attribute.snapback) ?? false })
        return flags.count == 1 ? flags.first : nil
    }
}
