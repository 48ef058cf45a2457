import PluginKit

/// A question that a public was asked, and the packages that the answer is about.
package struct Poll: Sendable, Hashable {
    /// What those who say yes to the question are taken to say of a package that it concerns.
    package enum Answer: String, Sendable, CaseIterable { case supports, opposes }

    package var constituency = ID<Party>("")
    package var question = ""
    package var reported: String?
    package var concerns: Predicate?
    package var answer = Answer.supports
    package var figures: PollFigures?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "poll", Poll(),
        [
            .required("public", \.constituency, ID<Party>.shape, "who was asked: a constituency"),
            .required("question", \.question, .text, "what was asked, as a question to which people say yes or no"),
            .optional("reported", \.reported, .id, "where there are no figures: the word for the share that says yes"),
            .optional(
                "concerns", \.concerns, Predicate.shape, "the packages that the answer is about; of others it says nothing"),
            .required(
                "answer", \.answer, .word("an answer"), "what those who say yes do with such a package: supports | opposes"),
            .standard("figures", \.figures, nil, PollFigures.orNone, "none, or shares, sample and date"),
            .optional("source", \.source, Citation.shape, "where the answer is reported"),
        ])
}

/// What a poll found, in numbers.
package struct PollFigures: Sendable, Hashable {
    package var share: OrderedDictionary<String, Interval> = [:]
    package var agree: [String] = PollFigures.standardAgree
    package var sample = 1
    package var date = ""
    package var margin: Number?
    package var beyondSampling: BeyondSampling?

    package init() {}

    package static let standardAgree = ["yes"]

    package static let shape = Shape.record(
        "set of figures", PollFigures(),
        [
            .required(
                "share", \.share, .mapping(.id, Interval.share), "answer → share that gave it, 0–1; a range where it is rounded"),
            .standard("agree", \.agree, standardAgree, .list(.id), "the answers that say yes to the question; [yes] when absent"),
            .required("sample", \.sample, .sample, "how many people answered"),
            .required("date", \.date, .date, "when they were asked: 2025, 2025-07 or 2025-07-16"),
            .optional("margin", \.margin, .number(0...1), "the margin of error that the pollster states, as a share of one"),
            .optional(
                "beyondSampling", \.beyondSampling, BeyondSampling.shape,
                "how far off it may be for other reasons: the wording, who answers, what has changed since"),
        ])

    /// `none`, or figures.
    static let orNone = Shape<PollFigures?>.either(
        "“none”, or shares, sample and date in a mapping,",
        [
            Alternative(
                when: { $0.string == "none" }, holds: { $0 == nil },
                Shape<String>.text.map({ _ in nil }, { _ in "none" })),
            Alternative(when: { $0.object != nil }, holds: { $0 != nil }, shape.map({ $0 }, { $0 ?? PollFigures() })),
        ])
}

/// What somebody allows for in a poll that drawing a sample does not explain.
package struct BeyondSampling: Sendable, Hashable {
    package var margin = Number.zero
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "margin beyond sampling", BeyondSampling(),
        [
            .required("margin", \.margin, .number(0...1), "how far off either way, as a share of one"),
            .optional("source", \.source, Citation.shape, "whose estimate it is"),
        ])
}

extension Shape where T == Int {
    /// People asked: not more than there are.
    static let sample = int(1...10_000_000_000)
}
