import PluginKit

/// How far a leader can move on one issue of a package before losing the public that has to be won.
///
/// Every option is put into the package in turn. The polls that then concern the package because of it count, whether or not
/// something else would make them concern it too; beside them stands the public's own position on the option. Where the two
/// say opposite things the answer is not settled.
package struct Room {
    package enum Standing: String, Sendable, CaseIterable {
        /// A majority is for it by the polls, or the public's position accepts it.
        case carried
        /// The public puts up with it.
        case borne
        /// There cannot be a majority for it by the polls, or the position opposes it.
        case lost
        case unsettled
        /// Neither a poll nor a position says anything of it.
        case unsaid

        /// Whether the public is lost on it neither for certain nor perhaps.
        package var isKept: Bool { self == .carried || self == .borne }
    }

    /// One option of the issue.
    package struct Step {
        package let option: ID<Option>
        package let standing: Standing
        /// What the polls that it brings into play come to.
        package let backing: Backing
        /// The polls that it brings into play, or may.
        let polls: [PollView]
        let grade: Positions.Grade?

        var hasConflict: Bool {
            (backing.verdict == .carried && grade == .opposes) || (backing.verdict == .lost && grade == .supports)
        }
    }

    package let issue: ID<Issue>
    package let steps: [Step]
    /// What the package may come to on the issue.
    package let chosen: [Step]
    /// Whether a poll or a position of the public speaks of the issue at all.
    package let isKnown: Bool
    private let leader: ID<Party>
    private let positions: Positions

    package init(
        _ issue: ID<Issue>, _ narrative: Narrative, _ section: OpinionSection, _ draft: Draft, _ positions: Positions
    ) {
        let polls = section.polls.filter {
            $0.value.constituency == narrative.constituency && $0.value.concerns?.scope.contains(issue) == true
        }
        steps = (draft.workspace.issues[issue]?.choices ?? []).map { option in
            let changed = draft.choosing([issue: option])
            let own = polls.map { id, poll in
                PollView(id: id, poll: poll, truth: poll.truth(of: changed), estimate: section.estimate(poll))
            }.filter { $0.grounds(in: changed).contains(issue) }
            let backing = Backing(own)
            let grade = positions.grade(option, on: issue, by: narrative.constituency)
            return Step(
                option: option, standing: Self.standing(backing.verdict, grade), backing: backing, polls: own, grade: grade)
        }
        let stated = draft.workspace.issues[issue]?.positions[narrative.constituency]
        isKnown = !polls.isEmpty || stated?.stance.isEmpty == false
        let possible = Set(draft.possible(issue))
        chosen = steps.filter { possible.contains($0.option) }
        self.issue = issue
        leader = narrative.leader
        self.positions = positions
        way = isLost ? chosen.first.flatMap { first in nearest(from: first.option).map { (first.option, $0) } } : nil
    }

    /// What polls and position say together.
    package static func standing(_ polls: Backing.Verdict, _ position: Positions.Grade?) -> Standing {
        switch (polls, position) {
        case (.carried, .opposes), (.lost, .supports): .unsettled
        case (.lost, _), (_, .opposes): .lost
        case (.unsettled, _), (_, .unsettled): .unsettled
        case (.carried, _), (_, .supports): .carried
        case (.silent, .bears): .borne
        case (.silent, nil): .unsaid
        }
    }

    func options(_ isMeant: (Standing) -> Bool) -> [ID<Option>] { steps.filter { isMeant($0.standing) }.map(\.option) }

    /// An option on which the public is not lost, and what it brings the leader.
    package struct Move {
        package let option: ID<Option>
        package let worth: Interval
    }

    /// Where the public is lost whatever the package comes to on the issue: from the first option that the package names to the
    /// nearest on which the public is not lost.
    package private(set) var way: (from: ID<Option>, move: Move)?

    /// Whether the package comes only to options on which the public is lost.
    package var isLost: Bool { !chosen.isEmpty && chosen.allSatisfy { $0.standing == .lost } }

    /// Nearest by what the move changes for the leader itself, in its own swing points; the middles of the ranges are compared.
    /// An option of which nothing is said counts only where none is known to keep the public. Nil where the leader's position
    /// gives no distance.
    private func nearest(from option: ID<Option>) -> Move? {
        func distance(_ move: Move) -> Number { move.worth.midpoint.isNegative ? -move.worth.midpoint : move.worth.midpoint }
        let kept = options(\.isKept)
        let moves = (kept.isEmpty ? options { $0 == .unsaid } : kept).compactMap { target in
            positions.worth(of: target, insteadOf: option, on: issue, to: leader).map { Move(option: target, worth: $0) }
        }
        return moves.reduce(nil) { best, next in
            best.map { distance($0) <= distance(next) } == true ? best : next
        }
    }
}
