import PluginKit

/// One region with its issue: what parties state of it, and what its options do to that.
struct RegionAccount {
    /// Parties whose accounts of a region are the same.
    struct Camp {
        var view: View
        var parties: [ID<Party>]
    }

    let name: String
    let region: Region
    let issue: Issue
    let workspace: Workspace
    let dimensions: Dimensions
    /// The place of the region in the workspace.
    let place: Pointer
    private let objections: [Reading: Objections]

    /// - Returns: nil when the issue is not there or is a number.
    init?(_ name: String, _ region: Region, _ theCase: ModuleCase<TerritorySection>) {
        guard let issue = theCase.workspace.issues[region.issue], !issue.options.isEmpty else { return nil }
        self.name = name
        self.region = region
        self.issue = issue
        workspace = theCase.workspace
        dimensions = theCase.section?.dimensions ?? Dimensions()
        place = theCase.place / "regions" / name
        objections = [
            .declared: Objections(on: region.issue, in: theCase.workspace, reading: .declared),
            .assessed: Objections(on: region.issue, in: theCase.workspace, reading: .assessed),
        ]
    }

    /// The regions of a section whose options can be looked at.
    ///
    /// - Throws: `Lack` when there are none.
    static func all(in theCase: ModuleCase<TerritorySection>) throws -> [RegionAccount] {
        let accounts = (theCase.section?.regions ?? [:]).compactMap { RegionAccount($0, $1, theCase) }
        guard accounts.isEmpty else { return accounts }
        throw Lack(
            "The workspace has no regions, so nothing can be said of who states what of them.",
            lacks: [
                "\(theCase.place)/regions: per region its issue and each party's view, {issue: …, views: {party: {title: …, …}}}",
                "\(theCase.place)/dimensions: the words of title, control and recognition, each in an order",
            ])
    }

    var title: String { region.title ?? issue.title }
    var options: [ID<Option>] { Array(issue.options.keys) }

    func option(_ id: ID<Option>) -> Option { issue.options[id] ?? Option() }
    func title(_ option: ID<Option>) -> String { issue.title(of: option) }
    func quoted(_ options: [ID<Option>]) -> String { Phrase.brief(options.map { Phrase.quoted(title($0)) }, most: 6) }

    func bars(to option: ID<Option>, _ reading: Reading) -> [Objections.Bar] { objections[reading]?.bars(to: option) ?? [] }
    func verdict(on option: ID<Option>, _ reading: Reading) -> Truth { objections[reading]?.verdict(on: option) ?? .open }

    /// In the order of the views; a camp stands where its first party does.
    var camps: [Camp] {
        var camps: [Camp] = []
        for (party, view) in region.views {
            if let place = camps.firstIndex(where: { other in Dimension.viewed.allSatisfy { other.view[$0] == view[$0] } }) {
                camps[place].parties.append(party)
            } else {
                camps.append(Camp(view: view, parties: [party]))
            }
        }
        return camps
    }

    /// What parties state of one dimension: word → who, in the order of the views.
    func statements(_ dimension: Dimension) -> OrderedDictionary<String, [ID<Party>]> {
        var statements: OrderedDictionary<String, [ID<Party>]> = [:]
        for (party, view) in region.views { if let word = view[dimension] { statements[word, default: []].append(party) } }
        return statements
    }

    // MARK: Words

    /// `held by Russia`, `under international control`, for a sentence about the region.
    func held(_ control: String) -> String {
        if let party = workspace.parties[ID(control)] { return "held by \(party.name)" }
        return switch control {
        case Word.international: "under international control"
        case "shared": "held in common"
        case "divided": "divided between those who hold it"
        default: "held as “\(control)”"
        }
    }

    /// What an option keeps, gains and gives up for a side, in a few words.
    func words(_ movements: [Movement]) -> String {
        func names(_ matching: (Movement.Effect) -> Bool) -> [String] {
            movements.filter { matching($0.effect) }.map(\.dimension.rawValue)
        }
        let parts: [(String, [String])] = [
            ("kept", names { $0 == .kept }), ("gained", names { if case .gained = $0 { true } else { false } }),
            ("given up", names { if case .given = $0 { true } else { false } }), ("changed", names { $0 == .changed }),
        ]
        return parts.filter { !$0.1.isEmpty }.map { "\($0.0): \(Phrase.list($0.1))" }.joined(separator: "; ")
    }

    /// The same with the steps: `title 2, recognition 1`.
    func steps(given movements: [Movement]) -> String {
        let steps = movements.compactMap { movement -> String? in
            if case .given(let steps) = movement.effect { "\(movement.dimension.rawValue) \(steps)" } else { nil }
        }
        return steps.isEmpty ? "nothing" : steps.joined(separator: ", ")
    }

    /// Who stands in the way of an option under a reading.
    func cell(_ bars: [Objections.Bar]) -> Cell {
        func names(_ bars: [Objections.Bar]) -> String {
            Phrase.list(OrderedSet(bars.map(\.party)).map { workspace.parties[$0]?.name ?? $0.text })
        }
        let blocking = bars.filter { $0.blocks && $0.truth == .yes }
        let open = bars.filter { bar in bar.blocks && bar.truth == .open && !blocking.contains { $0.party == bar.party } }
        let others = bars.filter { !$0.blocks && $0.truth == .yes }
        var parts = [names(blocking)].filter { !$0.isEmpty }
        if !open.isEmpty { parts.append("perhaps \(names(open))") }
        let text = parts.isEmpty ? "nobody" : parts.joined(separator: "; ")
        let rest = others.isEmpty ? "" : " (objecting: \(names(others)))"
        return .verdict(text + rest, !blocking.isEmpty ? .bad : !open.isEmpty || !others.isEmpty ? .warning : .good)
    }
}

extension Explainer {
    /// What a party states of a region, with its place and citation.
    mutating func evidence(_ view: View, of party: ID<Party>, _ account: RegionAccount) -> Evidence {
        let said = Dimension.viewed.compactMap { dimension in
            view[dimension].map { "\(dimension.rawValue) \(workspace.reading(of: $0))" }
        }
        return evidence(
            account.place / "views" / party.text, "\(name(party)) on \(account.title): \(said.joined(separator: ", "))",
            view.source)
    }

    /// Counts the orders on which steps are counted.
    mutating func use(_ dimensions: Dimensions, _ used: [Dimension], at place: Pointer) {
        for dimension in used {
            guard let order = dimensions[dimension] else { continue }
            use(place / "dimensions" / dimension.rawValue, order.source)
        }
    }
}
