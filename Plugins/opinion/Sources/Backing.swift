import PluginKit

/// What the polls that concern a package imply for how many of one public are for it and against it.
///
/// Each poll gives some people a reason: those who said yes to it support the package, or oppose it. Whoever has reasons of one
/// side only is on that side; whoever has reasons of both may be on either, and no poll says on which. Where there are only
/// reasons against, the others may be for it or undecided; and the other way round.
///
/// Where the package is still open, some polls may or may not concern it; the ranges then hold either way. What several polls
/// have in common is not used for that, which can only widen a range.
package struct Backing: Sendable, Hashable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// More than half are for it, whatever the true shares.
        case carried
        /// It cannot be that more than half are for it.
        case lost
        case unsettled
        /// No poll concerns it.
        case silent
    }

    /// More than half of a public: a majority, by the meaning of the word.
    package static let majority = Number(1).half

    package let support: Interval
    package let opposition: Interval
    /// The share with a reason for the package and one against it.
    package let torn: Interval
    package let verdict: Verdict

    /// - Parameters:
    ///   - supporting: shares that a poll which concerns the package for certain has on its side; `opposing` likewise.
    ///   - maySupport: the same of polls that concern it only if what is open comes out so.
    package init(
        supporting: [Interval], opposing: [Interval], maySupport: [Interval] = [], mayOppose: [Interval] = []
    ) {
        let (pro, contra) = (Joint.any(supporting), Joint.any(opposing))
        let (widePro, wideContra) = (Joint.any(supporting + maySupport), Joint.any(opposing + mayOppose))
        func side(_ certain: [Interval], _ sure: Interval, _ wide: Interval, other: Interval, wideOther: Interval) -> Interval {
            // Without a reason on this side all may be on it who have none on the other.
            guard certain.isEmpty else { return Interval(low: Joint.without(sure, wideOther).low, high: wide.high) }
            return Interval(low: 0, high: max(wide.high, 1 - other.low))
        }
        support = side(supporting, pro, widePro, other: contra, wideOther: wideContra)
        opposition = side(opposing, contra, wideContra, other: pro, wideOther: widePro)
        torn = Interval(low: Joint.all([pro, contra]).low, high: Joint.all([widePro, wideContra]).high)
        let isSilent = supporting.isEmpty && opposing.isEmpty && maySupport.isEmpty && mayOppose.isEmpty
        verdict =
            if isSilent {
                .silent
            } else if support.low > Self.majority {
                .carried
            } else if support.high <= Self.majority {
                .lost
            } else {
                .unsettled
            }
    }

    /// Of some polls that concern the package, as far as they do.
    package init(_ views: [PollView]) {
        func shares(_ answer: Poll.Answer, _ truth: Truth) -> [Interval] {
            views.filter { $0.poll.answer == answer && $0.truth == truth }.map(\.estimate.share)
        }
        self.init(
            supporting: shares(.supports, .yes), opposing: shares(.opposes, .yes), maySupport: shares(.supports, .open),
            mayOppose: shares(.opposes, .open))
    }
}
