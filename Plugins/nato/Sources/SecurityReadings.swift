import PluginKit

/// The section's readings of security options, and what follows from them for one option, one issue, one package.
package struct SecurityReadings {
    /// One reading: of which option, in which respect, by whom.
    package struct Key: Hashable {
        package var issue: ID<Issue>
        package var option: ID<Option>
        package var aspect: Aspect
        package var party: ID<Party>
    }

    /// In whose eyes an option protects, and in whose it threatens.
    package struct Standpoint: Hashable {
        package var deterrence: ID<Party>
        package var threat: ID<Party>

        /// Both in the eyes of one party.
        package var isOwn: Bool { deterrence == threat }
    }

    /// How far two parties' readings of one option lie apart.
    package struct Gap {
        package var issue: ID<Issue>
        package var option: ID<Option>
        package var aspect: Aspect
        package var lower: ID<Party>
        package var higher: ID<Party>
        /// From the nearest to the farthest that the true readings may lie apart.
        package var width: Interval
    }

    let workspace: Workspace
    let section: NATOSection
    /// The place of the section.
    let place: Pointer
    /// The issues whose options are read and that the workspace has.
    package let issues: [ID<Issue>]

    /// - Throws: `Lack` when the section reads no option.
    package init(_ theCase: ModuleCase<NATOSection>) throws {
        workspace = theCase.workspace
        section = theCase.section ?? NATOSection()
        place = theCase.place
        let workspace = theCase.workspace
        issues = section.readings.filter { workspace.issues[$0.key] != nil && !$0.value.options.isEmpty }.keys.elements
        guard issues.isEmpty else { return }
        throw Lack(
            "Nothing says what security options deter or threaten, so deterrence and buffer cannot be held against each other.",
            lacks: [
                "\(theCase.place)/readings: per issue and option, deterrence: {party: [low, high]} and threat: {party: [low, high]}, 0–1"
            ])
    }

    package func options(of issue: ID<Issue>) -> [ID<Option>] {
        workspace.issues[issue]?.options.keys.filter { section.readings[issue]?.options[$0] != nil } ?? []
    }

    package subscript(key: Key) -> Interval? { section.readings[key.issue]?.options[key.option]?[key.aspect][key.party] }

    /// Who reads the options of an issue in one respect, in the order of the workspace.
    package func readers(_ aspect: Aspect, of issue: ID<Issue>) -> [ID<Party>] {
        let readings = section.readings[issue]?.options ?? [:]
        return workspace.parties.keys.filter { party in readings.values.contains { $0[aspect][party] != nil } }
    }

    /// Those who argue from distance; whoever calls itself encircled where no logics are given.
    var threatened: [ID<Party>] { section.logics?.buffer.heldBy ?? section.encirclement.map { [$0.party] } ?? [] }

    /// First in the eyes of those whose safety it is (who read what deters and not what threatens) against those who are
    /// threatened; then of each party that reads both.
    package func standpoints(on issue: ID<Issue>) -> [Standpoint] {
        let (deterrence, threat) = (readers(.deterrence, of: issue), readers(.threat, of: issue))
        let protected = deterrence.filter { !threat.contains($0) && !threatened.contains($0) }
        let across = protected.flatMap { party in
            threat.filter(threatened.contains).map { Standpoint(deterrence: party, threat: $0) }
        }
        return across + deterrence.filter(threat.contains).map { Standpoint(deterrence: $0, threat: $0) }
    }

    package func points(_ issue: ID<Issue>, from standpoint: Standpoint) -> EfficientSet {
        var points: OrderedDictionary<ID<Option>, SecurityPoint> = [:]
        for option in options(of: issue) {
            guard
                let deterrence = self[Key(issue: issue, option: option, aspect: .deterrence, party: standpoint.deterrence)],
                let threat = self[Key(issue: issue, option: option, aspect: .threat, party: standpoint.threat)]
            else { continue }
            points[option] = SecurityPoint(deterrence: deterrence, threat: threat)
        }
        return EfficientSet(points)
    }

    /// The two parties whose readings of an option lie farthest apart, for each option that at least two read.
    package func gaps(on issue: ID<Issue>, of option: ID<Option>) -> [Gap] {
        Aspect.allCases.compactMap { aspect in
            let readings = section.readings[issue]?.options[option]?[aspect] ?? [:]
            guard readings.count > 1, let lower = readings.min(by: { $0.value.high < $1.value.high }),
                let higher = readings.max(by: { $0.value.low < $1.value.low }), lower.key != higher.key
            else { return nil }
            let (a, b) = (lower.value, higher.value)
            return Gap(
                issue: issue, option: option, aspect: aspect, lower: lower.key, higher: higher.key,
                width: Interval(low: max(0, b.low - a.high), high: max(b.high - a.low, a.high - b.low, 0)))
        }
    }

    // MARK: Packages

    /// What the options of a package come to together in one party's eyes; nil when it reads none of the issues. An option that
    /// it does not read may be anything.
    package func joint(_ draft: Draft, _ aspect: Aspect, _ party: ID<Party>, replacing: (key: Key, value: Number)? = nil)
        -> Interval?
    {
        let parts = issues.filter { readers(aspect, of: $0).contains(party) }.map { issue in
            draft.possible(issue).map { option -> Interval in
                let key = Key(issue: issue, option: option, aspect: aspect, party: party)
                if let replacing, replacing.key == key { return Interval(replacing.value) }
                return self[key] ?? .unit
            }
        }
        // No answer is possible on an issue without options.
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return Joined.bounds(parts.map { $0.dropFirst().reduce($0[0]) { $0.hull($1) } })
    }

    /// The readings that a package's joint effect in one party's eyes rests on.
    package func keys(_ draft: Draft, _ aspect: Aspect, _ party: ID<Party>) -> [Key] {
        issues.filter { readers(aspect, of: $0).contains(party) }.flatMap { issue in
            draft.possible(issue).map { Key(issue: issue, option: $0, aspect: aspect, party: party) }
        }
    }
}

extension SecurityReadings.Key {
    /// The place of the reading below the section's.
    func pointer(in section: Pointer) -> Pointer {
        section / "readings" / issue.text / "options" / option.text / aspect.rawValue / party.text
    }
}

extension Explainer {
    /// A reading, with its place and whose estimate it is.
    mutating func evidence(_ key: SecurityReadings.Key, in readings: SecurityReadings) -> Evidence? {
        guard let range = readings[key] else { return nil }
        let place = key.pointer(in: readings.place)
        return evidence(
            place,
            "\(Phrase.quoted(title(key.option, of: key.issue))), \(key.aspect.rawValue) as \(name(key.party)) reads it: \(Phrase.range(range))",
            readings.section.readings[key.issue]?.source)
    }
}
