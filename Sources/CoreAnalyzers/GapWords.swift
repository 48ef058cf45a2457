import Analysis
import Findings
import Negotiation
import Shapes

// How gaps are put into words and figures.

extension IssueGap {
    /// The ground where there is something to compare: nil with fewer than two positions, unless red lines clash.
    var comparedGround: CommonGround? { holders.count > 1 || ground == .clash ? ground : nil }

    /// Red lines first, then from little common ground to much, then what cannot be compared.
    var rank: Int { comparedGround?.rawValue ?? CommonGround.allCases.count }

    var spread: String {
        if comparedGround == nil { return "" }
        return leastGround == mostGround ? "the same" : "between “\(leastGround.title)” and “\(mostGround.title)”"
    }

}

extension CommonGround {
    var title: String {
        switch self {
        case .clash: "red lines clash"
        case .none: "none tolerated by all"
        case .tolerated, .accepted, .preferred: "an option all \(verb)"
        }
    }

    var verb: String {
        switch self {
        case .clash, .none: ""
        case .tolerated: "tolerate"
        case .accepted: "accept"
        case .preferred: "prefer"
        }
    }
}

extension CommonGround? {
    func cell(holders: Int) -> Cell {
        guard let self else { return .verdict(holders == 0 ? "no positions" : "one position only", .neutral) }
        switch self {
        case .clash, .none: return .verdict(self.title, .bad)
        case .tolerated: return .verdict(self.title, .warning)
        case .accepted, .preferred: return .verdict(self.title, .good)
        }
    }
}

extension Figure {
    /// Losses lie on 0–1, so they are shown with two decimals.
    init(loss: IssueGap.Loss) {
        if loss.range.isPoint {
            self.init(exact: loss.nominal.rounded(decimals: 2))
        } else {
            self.init(
                bounds: Interval(low: loss.range.low.roundedDown(decimals: 2), high: loss.range.high.roundedUp(decimals: 2)),
                nominal: loss.nominal.rounded(decimals: 2))
        }
    }
}
