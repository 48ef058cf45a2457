import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Packages near a draft, by what they settle otherwise and what that brings the parties compared.
struct NeighbourTable {
    let id: String
    let title: String
    let subject: AgreementSubject
    let space: OutcomeSpace
    let nearest: Nearest
    /// What gains are counted from; from no deal when it is not complete.
    let draft: [Int]?

    private static let shown = 12

    func table() -> Table {
        let before = draft.map(space.problem.sums(of:))
        let hidden = nearest.neighbours.dropFirst(Self.shown)
        let hasMore = hidden.contains { $0.changed.count == nearest.distance } ? true : nearest.hasMore
        return Table(
            id: id, title: title,
            columns: [.init("changes", "Changes", unit: nil), .init("number", "How many", isDetail: true)]
                + space.objectives.map { objective in
                    let party = subject.resolved.parties[objective.party]
                    return .init(party.id.text, party.party.name, unit: "points")
                },
            rows: nearest.neighbours.prefix(Self.shown).map { neighbour in
                let changes = subject.choices(neighbour.package, of: neighbour.changed, in: space)
                return [.text(subject.explainer.words(changes, most: 30)), .figure(Figure(exact: Number(neighbour.changed.count)))]
                    + space.objectives.indices.map { place in
                        let gain = neighbour.sums[place] - (before?[place] ?? 0)
                        return .figure(Figure(exact: space.gain(place, gain).rounded(decimals: 1) ?? 0))
                    }
            },
            note: """
                Points are what a package brings each party against \(before == nil ? floors : "the draft"), on its own scale of about 0–100, exact at the midpoints of \
                all ranges; not comparable between parties.\
                \(hasMore == true ? " More packages are as near than are listed." : hasMore == nil ? " There may be more packages that are as near." : "")
                """)
    }

    /// What gains are counted from where there is no draft: `no deal`, or what a party says it must have.
    private var floors: String {
        let compared = space.objectives.map { subject.resolved.parties[$0.party].party }
        let stated = compared.filter { $0.reservation != nil }
        if stated.isEmpty { return "no deal" }
        if stated.count == compared.count { return "its stated reservation" }
        return "no deal (\(Phrase.list(stated.map(\.name))): against the stated reservation)"
    }
}
