import PluginKit

/// What the engine says of a package and of changes of it: who would refuse, and which requirements, those of other modules
/// among them, a change breaks.
package struct Consequences {
    /// What packages come to, one outcome each, in their order.
    package typealias Ask = @Sendable ([Choices]) async throws -> [PackageOutcome]

    private let space: Space
    private let ask: Ask
    private var asIs: PackageOutcome?
    private var known: [Space.Fixed: PackageOutcome] = [:]

    /// How many changes are put to the engine at once; the others count as not ruled out.
    static let limit = 200

    init(_ space: Space, asking ask: @escaping Ask) {
        self.space = space
        self.ask = ask
    }

    /// Asks of what is not known yet, in one question.
    mutating func learn(_ lists: [[Space.Fixed]]) async throws {
        let new = OrderedSet(lists.flatMap { $0.prefix(Self.limit) }).filter { known[$0] == nil }
        let packages = (asIs == nil ? [space.package.choices] : []) + new.map(space.choices)
        guard !packages.isEmpty else { return }
        var outcomes = try await ask(packages)[...]
        if asIs == nil { asIs = outcomes.popFirst() }
        for (change, outcome) in zip(new, outcomes) { known[change] = outcome }
    }

    mutating func accepts(_ changes: [Space.Fixed]) async throws -> [Bool] {
        try await learn([changes])
        return changes.map { breaks($0).isEmpty }
    }

    /// The requirements that a change breaks and the package as it is does not.
    func breaks(_ change: Space.Fixed) -> [String] {
        (known[change]?.broken ?? []).filter { asIs?.broken.contains($0) != true }
    }

    /// Who must consent to a change and refuses, not having done so before; and the other way round. Nil when nobody was asked.
    func refusals(_ change: Space.Fixed) -> (new: [ID<Party>], gone: [ID<Party>])? {
        guard let asIs, let outcome = known[change] else { return nil }
        let (before, after) = (Self.refusing(asIs), Self.refusing(outcome))
        return (after.filter { !before.contains($0) }, before.filter { !after.contains($0) })
    }

    private static func refusing(_ outcome: PackageOutcome) -> [ID<Party>] {
        outcome.parties.filter { $0.required == .yes && $0.verdict == .excluded }.map(\.party)
    }
}
