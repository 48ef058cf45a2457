import PluginKit

/// `modules.opinion`: what publics were asked and said, what the words of reports stand for, what is told at home, and series
/// over time.
package struct OpinionSection: Sendable, Hashable {
    package var words: OrderedDictionary<String, ShareWord> = [:]
    package var polls: OrderedDictionary<String, Poll> = [:]
    package var narratives: OrderedDictionary<String, Narrative> = [:]
    package var trends: OrderedDictionary<String, Trend> = [:]

    package init() {}

    package static let shape = Shape.record(
        "opinion section", OpinionSection(),
        [
            .items("words", \.words, .mapping(.id, ShareWord.shape), "words for shares of a public, with their ranges"),
            .items("polls", \.polls, .mapping(.id, Poll.shape), "what publics were asked, and what share of them said yes"),
            .items(
                "narratives", \.narratives, .mapping(.id, Narrative.shape),
                "what is told at home, and which issues it bounds a leader on"),
            .items("trends", \.trends, .mapping(.id, Trend.shape), "the same question over time"),
        ])
}

/// What a word for a share of a public may stand for.
package struct ShareWord: Sendable, Hashable {
    package var share = Interval.unit
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "word for a share", ShareWord(),
        [
            .required(
                "share", \.share, Interval.share, "the share of a public that it may stand for: a number 0–1 or [low, high]"),
            .optional("source", \.source, Citation.shape, "whose reading of the word it is"),
        ])
}

/// What is told at home, and how it bounds the leader who has to win that public.
package struct Narrative: Sendable, Hashable {
    package var leader = ID<Party>("")
    package var constituency = ID<Party>("")
    package var text = ""
    package var bounds: [ID<Issue>] = []
    package var binding = Interval.unit
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "narrative", Narrative(),
        [
            .required("leader", \.leader, ID<Party>.shape, "the party whose leader it bounds"),
            .required("public", \.constituency, ID<Party>.shape, "whose opinion it is: a constituency of that party"),
            .required("text", \.text, .text, "what is told or thought at home"),
            .required("bounds", \.bounds, .list(ID<Issue>.shape), "the issues on which it bounds the leader"),
            .required(
                "binding", \.binding, Interval.judged(0...1), "how much the public binds the leader: 0 not at all, 1 wholly"),
            .optional("estimates", \.estimates, Citation.shape, "whose estimate `binding` is"),
            .optional("source", \.source, Citation.shape, "where it is said that this is thought"),
        ])
}

extension Interval {
    /// A share of a public. Polls are published in percent, so that is what a number over one most likely is.
    static let share = Shape<Interval>(
        decode: { value, decoding in
            let ends = value.array ?? [value]
            for end in ends {
                guard let number = end.number, number > 1, number <= 100 else { continue }
                decoding.fail(
                    "out-of-range", "\(number) should be between 0 and 1",
                    hint:
                        "shares are parts of one: write \(number.divided(by: 100, decimals: Judgement.decimals)) for \(number) %",
                    mark: end.mark)
                return nil
            }
            return judged(0...1).decode(value, &decoding)
        }, encode: { judged(0...1).encode($0) }, schema: { judged(0...1).schema(&$0) })
}
