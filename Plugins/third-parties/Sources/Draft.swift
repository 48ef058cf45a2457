import PluginKit

/// A package as this module looks at it: what it says on an issue, what it may still say, and where that stands.
package struct Draft: Sendable {
    let workspace: Workspace
    package let package: Package
    /// The id under which it is stored, as far as it is stored so.
    let id: ID<Package>?

    package init(_ package: Package, id: ID<Package>?, in workspace: Workspace) {
        self.workspace = workspace
        self.package = package
        self.id = id
    }

    /// What it may come to on an issue. Left out means that the no-deal option stays in force.
    package func possible(_ issue: ID<Issue>) -> [ID<Option>] {
        let all = { workspace.issues[issue]?.choices ?? [] }
        return switch package.choices[issue] {
        case .option(let option)?: [option]
        case .disputed(let options)?: options
        case .leftOut?: workspace.noDeal?.choices[issue].map { [$0] } ?? all()
        case nil: all()
        }
    }

    /// The option that it settles an issue with.
    func settled(_ issue: ID<Issue>) -> ID<Option>? {
        let possible = possible(issue)
        return possible.count == 1 ? possible[0] : nil
    }

    /// The same package with some issues settled otherwise.
    func choosing(_ changes: OrderedDictionary<ID<Issue>, ID<Option>>) -> Choices {
        package.choices.merging(changes.mapValues(Choice.option)) { $1 }
    }

    func truth(_ condition: Predicate) -> Truth { condition.truth(over: possible, in: workspace).truth }

    /// What it says on an issue, in words.
    func says(_ issue: ID<Issue>) -> String {
        guard package.choices[issue] != nil else { return "nothing yet" }
        return Phrase.list(possible(issue).map { Phrase.quoted(workspace.issues[issue]?.title(of: $0) ?? $0.text) }, "or")
    }

    /// The stored package, when it says on `issue` what the package at hand says. What a package says is a proposal and no
    /// claim, so it is pointed at and not counted.
    func evidence(_ issue: ID<Issue>) -> Evidence? {
        guard let id, let choice = package.choices[issue], workspace.packages[id]?.choices[issue] == choice else { return nil }
        return Evidence(
            ["packages", id.text, "choices", issue.text], text: "the package: \(says(issue))", source: package.source)
    }
}

/// What an analyzer asks of the host, so that somebody else can answer in its place.
package struct Questions: Sendable {
    package var evaluate: @Sendable ([Choices], Reading) async throws -> [PackageOutcome]

    package init(evaluate: @escaping @Sendable ([Choices], Reading) async throws -> [PackageOutcome]) {
        self.evaluate = evaluate
    }

    init(_ host: Host) { self.init { try await host.evaluate($0, reading: $1) } }
}

extension PartyOutcome {
    /// By how much the package passes the party's floor.
    var passing: Interval? { margin.flatMap { margin in margin.range ?? margin.value.map { Interval($0) } } }
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
