import PluginKit

/// How the sides stand to a mediator, read from the section's ranges.
package struct Mediation {
    let workspace: Workspace
    let sides: [ID<Party>]
    /// From here on somebody is accepted: where the word “accepts” begins on the workspace's scale of stances.
    package let accepted: Number

    package init(_ section: ThirdPartiesSection, in workspace: Workspace) {
        self.workspace = workspace
        sides = section.sides
        accepted = workspace.words.effective.stance["accepts"]?.low ?? 1
    }

    /// Whether a party accepts the mediator.
    package func accepts(_ party: ID<Party>, _ mediator: Mediator) -> Truth {
        guard let range = mediator.acceptability[party] else { return .open }
        return range.low >= accepted ? .yes : range.high < accepted ? .no : .open
    }

    /// Whether all that are asked do.
    package func allAccept(_ mediator: Mediator) -> Truth {
        let truths = mediator.acceptability.keys.map { accepts($0, mediator) }
        return truths.contains(.no) ? .no : truths.contains(.open) || truths.isEmpty ? .open : .yes
    }

    /// How far the bias leans to a side: 0 and below when it leans away.
    package func lean(of mediator: Mediator, to side: ID<Party>) -> Interval? {
        guard let index = sides.firstIndex(of: side) else { return nil }
        return index == 0 ? .zero - mediator.bias : mediator.bias
    }

    /// Whether a side can believe the mediator when it says that the other side will not yield more. One that only wants
    /// peace would say so in any case; one that leans to the listener would not, since it wants the better bargain for it
    /// (Kydd 2003).
    package func isBelieved(_ mediator: Mediator, by side: ID<Party>) -> Truth {
        guard let lean = lean(of: mediator, to: side) else { return .open }
        return lean.low > 0 ? .yes : lean.high <= 0 ? .no : .open
    }

    /// Those that no other mediator passes for certain both in leverage and in how welcome it is to whom it is least welcome.
    package func efficient(_ mediators: OrderedDictionary<String, Mediator>) -> [String] {
        func least(_ mediator: Mediator) -> Interval {
            let ranges = mediator.acceptability.values
            return Interval(low: ranges.map(\.low).min() ?? 0, high: ranges.map(\.high).min() ?? 1)
        }
        return mediators.filter { name, mediator in
            !mediators.contains { other, better in
                other != name && better.leverage.low > mediator.leverage.high && least(better).low > least(mediator).high
            }
        }.keys.elements
    }
}
