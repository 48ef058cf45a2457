import Findings
import Negotiation
import OrderedCollections

/// Who objects on the record: to an option by what it declares of it or by a line it has declared, to the package or to what
/// was offered on an issue by what it did at the table.
///
/// On the record is what a party says. What an analyst thinks it would say is not: positions and lines that rest on an
/// assumption, lines that nobody has declared, and the moods of publics, who have no seat, are left out.
struct Objections {
    /// One sentence, whose it is, and where it comes from.
    struct Objection {
        var party: ID<Party>
        var text: String
        var source: Citation?
    }

    private let workspace: Workspace
    private let words: Words
    private let crossings: [ID<Issue>: [ID<Option>: [Objection]]]
    private let entries: [RecordEntry]

    init(to id: ID<Package>, _ package: Package, in workspace: Workspace) {
        self.workspace = workspace
        words = workspace.words.effective
        // The options that each issue may still take.
        let possible = OrderedDictionary(
            uniqueKeysWithValues: workspace.issues.map { name, issue -> (ID<Issue>, [ID<Option>]) in
                switch package.choices[name] {
                case nil: (name, issue.choices)
                case .option(let option): (name, [option])
                case .disputed(let options): (name, options)
                case .leftOut: (name, workspace.noDeal?.choices[name].map { [$0] } ?? [])
                }
            })
        crossings = Objections.crossings(of: package, possible, in: workspace)
        entries = Objections.newest(about: id, in: workspace)
    }

    // MARK: To an option

    func toOption(_ option: ID<Option>, of issue: ID<Issue>) -> [Objection] {
        let stances = workspace.parties.compactMap { party, details -> Objection? in
            guard details.role != .constituency, let position = workspace.issues[issue]?.positions[party],
                Standing(of: position.source, in: workspace) != .assumed, let verb = refusal(position.stance[option])
            else { return nil }
            let statement = position.statement.map { " Its position: \(Phrase.clause(Wording.tidied($0)))." } ?? ""
            return Objection(party: party, text: "\(details.name) \(verb).\(statement)", source: position.source)
        }
        return stances + (crossings[issue]?[option] ?? [])
    }

    /// What a stance amounts to, when it is a refusal: at most what the word “opposes” stands for.
    private func refusal(_ stance: Judgement?) -> String? {
        let range: Interval?
        switch stance {
        case nil: return nil
        case .word(Words.redLine)?: return "has declared that it will not accept this"
        case .word(let word)?: range = words.stance[word]
        case .number(let number)?: range = Interval(number)
        case .range(let given)?: range = given
        }
        guard let range, let limit = words.stance["opposes"], range.high <= limit.high else { return nil }
        return "opposes this"
    }

    /// The lines that an option crosses. It does when it is enough, whatever else may still be chosen, and when another answer
    /// to the same issue would not be; lines that several issues cross together are noted at each of them.
    private static func crossings(
        of package: Package, _ possible: OrderedDictionary<ID<Issue>, [ID<Option>]>, in workspace: Workspace
    ) -> [ID<Issue>: [ID<Option>: [Objection]]] {
        var found: [ID<Issue>: [ID<Option>: [Objection]]] = [:]
        for (party, details) in workspace.parties {
            for line in details.redLines.values where isOnRecord(line, in: workspace) {
                let whose = line.firmness == .declared ? "that \(details.name) has declared" : "of \(details.name)"
                let objection = Objection(
                    party: party, text: "This crosses a line \(whose): \(Phrase.clause(Wording.tidied(line.title))).", source: line.source)
                func truth(_ issue: ID<Issue>, _ option: ID<Option>) -> Truth {
                    line.predicate.truth(over: { $0 == issue ? [option] : possible[$0] ?? [] }, in: workspace).truth
                }
                // The article on a number that is open names no figures that a note could stand at.
                let scope = line.predicate.scope.filter { workspace.issues[$0]?.range == nil || package.choices[$0] != nil }
                var places: [(ID<Issue>, ID<Option>)] = []
                for issue in scope {
                    let crossing = (possible[issue] ?? []).filter { truth(issue, $0) == .yes }
                    guard !crossing.isEmpty else { continue }
                    let others = workspace.issues[issue]?.choices ?? []
                    if others.contains(where: { truth(issue, $0) != .yes }) { places += crossing.map { (issue, $0) } }
                }
                let isCrossed = line.predicate.truth(over: { possible[$0] ?? [] }, in: workspace).truth == .yes
                if places.isEmpty, isCrossed { places = scope.flatMap { issue in (possible[issue] ?? []).map { (issue, $0) } } }
                for (issue, option) in places { found[issue, default: [:]][option, default: []].append(objection) }
            }
        }
        return found
    }

    /// A line that is said to be declared, unless somebody only assumes so; of firmer ones those that are cited.
    private static func isOnRecord(_ line: RedLine, in workspace: Workspace) -> Bool {
        let standing = Standing(of: line.source, in: workspace)
        return line.firmness == .declared ? standing != .assumed : standing == .cited
    }

    // MARK: At the table

    /// What was said of the package as a whole.
    func toPackage() -> [Objection] { entries.filter { $0.issue == nil }.compactMap { objection($0, to: "this draft") } }

    /// What was said of what it holds, or was offered, on one issue.
    func toArticle(_ issue: ID<Issue>) -> [Objection] {
        entries.filter { $0.issue == issue }.compactMap { objection($0, to: $0.package == nil ? "what was offered on this" : "this article") }
    }

    private func objection(_ entry: RecordEntry, to what: String) -> Objection? {
        let name = workspace.parties[entry.party]?.name ?? entry.party.text
        let note = entry.note.map { ": \(Phrase.clause(Wording.tidied($0)))" } ?? ""
        let state = entry.revision.map { " as of revision \($0)" } ?? ""
        switch entry.act {
        case .offers, .accepts: return nil
        case .rejects:
            return Objection(party: entry.party, text: "\(name) rejected \(what)\(state) (\(entry.date))\(note).", source: entry.source)
        case .acceptsIf:
            let condition = entry.condition.map { " on condition that \($0.text)" } ?? ""
            return Objection(
                party: entry.party, text: "\(name) accepts \(what)\(state) only\(condition) (\(entry.date))\(note).", source: entry.source)
        }
    }

    /// What each party did last on the package, and on each issue: a later word replaces an earlier one.
    private static func newest(about id: ID<Package>, in workspace: Workspace) -> [RecordEntry] {
        struct Subject: Hashable {
            var party: ID<Party>
            var package: ID<Package>?
            var issue: ID<Issue>?
        }
        let entries = workspace.record.values.filter { $0.package == id || $0.package == nil }
        // Dates of different exactness compare as text: 2025 before 2025-08 before 2025-08-12.
        let sorted = entries.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
        var last: OrderedDictionary<Subject, RecordEntry> = [:]
        for entry in sorted { last[Subject(party: entry.party, package: entry.package, issue: entry.issue)] = entry }
        return Array(last.values)
    }
}
