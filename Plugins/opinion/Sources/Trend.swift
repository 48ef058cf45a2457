import PluginKit

/// The same question over time.
package struct Trend: Sendable, Hashable {
    package var constituency = ID<Party>("")
    package var question = ""
    package var poll: String?
    package var series: [TrendPoint] = []

    package init() {}

    package static let shape = Shape.record(
        "trend", Trend(),
        [
            .required("public", \.constituency, ID<Party>.shape, "who was asked: a constituency"),
            .required("question", \.question, .text, "what was asked each time"),
            .optional("poll", \.poll, .id, "the entry of `polls` that asks the same, and says which packages it is about"),
            .required("series", \.series, .list(TrendPoint.shape), "the answers, first to last: at least two"),
        ])
}

/// One time at which the question was asked.
package struct TrendPoint: Sendable, Hashable {
    package var date = ""
    package var reported: String?
    package var share: Interval?
    package var sample: Int?
    package var margin: Number?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "point of a series", TrendPoint(),
        [
            .required("date", \.date, .date, "when: 2025, 2025-07 or 2025-07-16"),
            .optional("reported", \.reported, .id, "the word for the share that said yes, where there are no figures"),
            .optional("share", \.share, Interval.share, "the share that said yes, 0–1"),
            .optional("sample", \.sample, .sample, "with a share: how many people answered"),
            .optional("margin", \.margin, .number(0...1), "the margin of error that the pollster states, as a share of one"),
            .optional("source", \.source, Citation.shape, "where it is reported"),
        ])
}
