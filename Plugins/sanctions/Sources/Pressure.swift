import PluginKit

/// What measures press their target with, as the section estimates it: `effect · 2^(−t/halfLife) · (1 − leakage)`, with `t`
/// the months since the measure began.
///
/// All of it is ranges in, ranges out. Shares that several third parties offset may overlap wholly or not at all, and nobody
/// has said which; so the part offset lies between the greatest of them and their sum (Fréchet 1935). The same holds of
/// measures on one target: their total lies between the strongest alone and the sum, and ends with the scale.
package struct Pressures {
    let theCase: ModuleCase<SanctionsSection>
    let section: SanctionsSection
    private let age: OrderedDictionary<String, Interval>

    package init(_ theCase: ModuleCase<SanctionsSection>, _ section: SanctionsSection) {
        self.theCase = theCase
        self.section = section
        var age: OrderedDictionary<String, Interval> = [:]
        for (name, measure) in section.measures {
            guard measure.parts.isEmpty, measure.effect != nil, measure.halfLife != nil else { continue }
            guard let started = measure.started, let asOf = theCase.workspace.asOf else { continue }
            age[name] = Months.passed(since: started, until: asOf)
        }
        self.age = age
    }

    /// The measures that can be reckoned with, in the order of the section.
    package var counted: [String] { Array(age.keys) }
    func counted(on target: ID<Party>) -> [String] { counted.filter { section.measures[$0]?.target == target } }
    package var targets: [ID<Party>] { OrderedSet(counted.compactMap { section.measures[$0]?.target }).elements }

    func age(of name: String) -> Interval { age[name] ?? .zero }
    func effect(of name: String) -> Interval { section.range(section.measures[name]?.effect) }

    /// The share of the effect that adaptation has left, `later` months from now.
    package func left(_ name: String, later: Interval = .zero) -> Interval {
        guard let halfLife = section.measures[name]?.halfLife else { return .unit }
        return Power.left(after: age(of: name) + later, halfLife: halfLife)
    }

    /// The shares that each third party offsets: what goes through one party is added up, as far as it can be.
    package func offsets(_ name: String, without: Set<ID<Party>> = []) -> OrderedDictionary<ID<Party>, Interval> {
        var shares: OrderedDictionary<ID<Party>, [Interval]> = [:]
        for leakage in section.leakage.values where !without.contains(leakage.via) {
            if let share = leakage.measures[name] { shares[leakage.via, default: []].append(share) }
        }
        return shares.mapValues { Self.combined($0, most: 1) }
    }

    /// The share that third parties offset together.
    package func offset(_ name: String, without: Set<ID<Party>> = []) -> Interval {
        Self.combined(Array(offsets(name, without: without).values), most: 1)
    }

    package func on(_ name: String, later: Interval = .zero, without: Set<ID<Party>> = [], inForce: Interval = Interval(1))
        -> Interval
    {
        let kept = Interval(1) - offset(name, without: without)
        return ((effect(of: name) * left(name, later: later)).outward() * (kept * inForce)).outward()
    }

    /// What measures come to together.
    package static func total(_ parts: [Interval]) -> Interval { combined(parts, most: SanctionsSection.scale.high) }

    /// The union of things that may overlap to any degree, or not at all.
    package static func combined(_ parts: [Interval], most: Number) -> Interval {
        Interval(
            low: min(most, parts.map(\.low).max() ?? 0),
            high: min(most, parts.reduce(Number.zero) { $0 + $1.high }))
    }
}

extension SanctionsSection {
    /// What a judgement of pressure, cost or strain stands for; anything where it says nothing.
    package func range(_ judgement: Judgement?) -> Interval {
        switch judgement {
        case .number(let number)?: Interval(number)
        case .range(let range)?: range
        case .word(let word)?: words[word] ?? Self.scale
        case nil: Self.scale
        }
    }

    /// The words of the section that a range reaches into: `slight to marked`; nil when it has none that fit.
    func bands(_ range: Interval) -> String? {
        let met = words.filter { _, word in
            range.isPoint ? word.contains(range.low) : range.low < word.high && word.low < range.high
        }.sorted { ($0.value.low, $0.value.high) < ($1.value.low, $1.value.high) }
        guard let first = met.first, let last = met.last else { return nil }
        return first.key == last.key ? first.key : "\(first.key) to \(last.key)"
    }

    /// A range of points, with the words for it.
    func phrase(_ range: Interval) -> String {
        let shown = Figure(range, nominal: nil)
        let numbers = shown.range.map(Phrase.range) ?? shown.value?.description ?? ""
        return bands(range).map { "\(numbers) (\($0))" } ?? numbers
    }
}

extension Figure {
    /// A range of which nothing is known but its ends.
    init(_ range: Interval) { self.init(range, nominal: nil) }

    /// A share, in hundredths.
    init(share: Interval) {
        let scaled = share * Interval(100)
        self.init(Interval(low: scaled.low.roundedDown(decimals: 0), high: scaled.high.roundedUp(decimals: 0)))
    }
}
