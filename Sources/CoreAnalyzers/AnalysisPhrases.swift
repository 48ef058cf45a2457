import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

extension Phrase {
    /// Choices of an issue; neighbouring numbers of a range are drawn together.
    static func choices(_ choices: [Int], of issue: ResolvedIssue, most: Int = 4) -> String {
        guard issue.issue.range != nil else { return brief(choices.map { quoted(issue.title(of: $0)) }, most: most) }
        var runs: [ClosedRange<Int>] = []
        for choice in choices {
            if let last = runs.last, last.upperBound + 1 == choice {
                runs[runs.count - 1] = last.lowerBound...choice
            } else {
                runs.append(choice...choice)
            }
        }
        return brief(
            runs.map { run in
                run.count == 1
                    ? issue.title(of: run.lowerBound) : "\(issue.choices[run.lowerBound]) to \(issue.title(of: run.upperBound))"
            }, most: most)
    }
}

extension Figure {
    /// Nil where the value has no bound.
    package init?(_ value: PartyValue) {
        guard let low = value.low, let high = value.high else { return nil }
        if let nominal = value.nominal, low.reduced == high.reduced {
            self.init(exact: nominal.rounded(decimals: 1))
        } else {
            self.init(
                bounds: Interval(low: low.roundedDown(decimals: 1), high: high.roundedUp(decimals: 1)),
                nominal: value.nominal?.rounded(decimals: 1))
        }
    }
}
