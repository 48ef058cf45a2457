import PluginKit

/// What an analyzer asks of the host, so that somebody else can answer in its place.
package struct Questions: Sendable {
    package var evaluate: @Sendable ([Choices], Reading) async throws -> [PackageOutcome]

    package init(evaluate: @escaping @Sendable ([Choices], Reading) async throws -> [PackageOutcome]) {
        self.evaluate = evaluate
    }

    init(_ host: Host) { self.init { try await host.evaluate($0, reading: $1) } }
}

extension Explainer {
    /// `crosses “Any cession”, or is worth −20 to −5 swing points against no deal`: why a party refuses.
    func refusal(_ outcome: PartyOutcome, crossed: [Pointer], members: [ID<Party>]) -> String {
        var grounds = crossed.map { "red line \(lineTitle($0))" }
        if let margin = outcome.passing, margin.high < 0 {
            grounds.append("\(Phrase.points(margin)) swing points against no deal")
        }
        if grounds.isEmpty, !members.isEmpty { grounds = ["through \(names(members))"] }
        return grounds.isEmpty ? name(outcome.party) : "\(name(outcome.party)) (\(Phrase.list(grounds)))"
    }

    private func lineTitle(_ place: Pointer) -> String {
        let tokens = place.tokens
        if tokens.count == 4 {
            return Phrase.quoted(workspace.parties[ID(tokens[1])]?.redLines[tokens[3]]?.title ?? tokens[3])
        }
        return tokens.count == 6 ? "against \(Phrase.quoted(title(ID(tokens[5]), of: ID(tokens[1]))))" : place.description
    }

    /// Evidence for a red line by its place: of a party, or of a stance.
    mutating func evidence(line place: Pointer) -> Evidence? {
        let tokens = place.tokens
        if tokens.count == 4 { return evidence(redLine: tokens[3], of: ID(tokens[1])) }
        return tokens.count == 6 ? evidence(ID(tokens[3]), on: ID(tokens[1]), of: ID(tokens[5]), .declared) : nil
    }
}
