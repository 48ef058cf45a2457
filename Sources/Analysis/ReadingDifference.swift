import Negotiation
import Shapes

/// Something that a party says and is thought to settle for differently.
package struct ReadingDifference: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        /// The stance on an option, red lines included.
        case stance(option: Int, declared: StanceLevel, assessed: StanceLevel)
        case salience(declared: Interval, assessed: Interval)
    }

    /// Places in the case.
    package var issue: Int
    package var party: Int
    package var subject: Subject

    /// What differs between two readings of one workspace, issue by issue and party by party.
    package static func all(declared: ResolvedCase, assessed: ResolvedCase) -> [ReadingDifference] {
        var result: [ReadingDifference] = []
        for (index, issue) in declared.issues.enumerated() {
            for party in declared.parties.indices {
                let before = declared.levels(of: party, on: index)
                let after = assessed.levels(of: party, on: index)
                for option in issue.choices.indices where before[option] != after[option] {
                    result.append(
                        .init(
                            issue: index, party: party,
                            subject: .stance(option: option, declared: before[option], assessed: after[option])))
                }
                guard let said = declared.parties[party].positions[index]?.salience,
                    let estimated = assessed.parties[party].positions[index]?.salience, said != estimated
                else { continue }
                result.append(.init(issue: index, party: party, subject: .salience(declared: said, assessed: estimated)))
            }
        }
        return result
    }
}

extension ResolvedCase {
    /// A party's stance on each option of an issue, red lines by condition included; unknown where it has no position.
    fileprivate func levels(of party: Int, on index: Int) -> [StanceLevel] {
        let issue = issues[index]
        let conditions = conditions(of: party, on: index)
        return issue.choices.indices.map { option in
            if !conditions[option].isEmpty { return .redLine }
            return parties[party].positions[index]?.level(of: option, on: issue).stance ?? .value(.unit)
        }
    }
}
