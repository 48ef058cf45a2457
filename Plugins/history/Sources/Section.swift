import PluginKit

/// `modules.history`: what is said to have gone wrong before, what led here, and what became of other agreements.
package struct HistorySection: Sendable, Hashable {
    package var lessons: OrderedDictionary<String, Lesson> = [:]
    package var timeline: OrderedDictionary<String, Phase> = [:]
    package var features: OrderedDictionary<String, Feature> = [:]
    package var precedents: OrderedDictionary<String, Precedent> = [:]

    package init() {}

    package static let shape = Shape.record(
        "history section", HistorySection(),
        [
            .items("lessons", \.lessons, .mapping(.id, Lesson.shape), "what is said to have gone wrong before, as tests"),
            .items("timeline", \.timeline, .mapping(.id, Phase.shape), "the phases of relations that led here"),
            .items("features", \.features, .mapping(.id, Feature.shape), "by what packages are compared with past agreements"),
            .items("precedents", \.precedents, .mapping(.id, Precedent.shape), "past agreements and what became of them"),
        ])
}

/// A lesson of the past, and the test that somebody made of it.
package struct Lesson: Sendable, Hashable {
    package var title = ""
    package var claim = ""
    package var passes = Predicate.unread
    package var remedy: String?
    package var test: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "lesson", Lesson(),
        [
            .required("title", \.title, .text, "the lesson in a few words"),
            .required("claim", \.claim, .text, "what the source says, in a sentence"),
            .required("passes", \.passes, Predicate.shape, "the packages that have learnt it"),
            .optional("remedy", \.remedy, .text, "what would help, in somebody's own words"),
            .optional("test", \.test, Citation.shape, "whose test and remedy it is"),
            .optional("source", \.source, Citation.shape, "where the lesson is drawn"),
        ])
}

/// A phase of relations.
package struct Phase: Sendable, Hashable {
    package var from = ""
    package var to: String?
    package var text = ""
    package var mood: String?
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "phase", Phase(),
        [
            .required("from", \.from, .date, "when it began: 2014, 2014-03 or 2014-03-18"),
            .optional("to", \.to, .date, "when it ended; absent while it goes on"),
            .required("text", \.text, .text, "what it was, in a sentence"),
            .optional("mood", \.mood, .id, "in a word: co-operation, tension, rupture …"),
            .optional("estimates", \.estimates, Citation.shape, "whose dates these are"),
            .optional("source", \.source, Citation.shape, "where the phase is named"),
        ])
}

/// Something that a package and a past agreement may both have.
package struct Feature: Sendable, Hashable {
    package var title = ""
    package var predicate = Predicate.unread

    package init() {}

    package static let shape = Shape.record(
        "feature", Feature(),
        [
            .required("title", \.title, .text, "what it is, in a few words"),
            .required("predicate", \.predicate, Predicate.shape, "the packages that have it"),
        ])
}

/// A past agreement.
package struct Precedent: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        /// In force, or kept as long as it was meant to be.
        case held
        /// Everything was done that it provided for, and it ended with that.
        case carriedOut = "carried-out"
        /// The fighting ended and what it was about stayed open.
        case frozen
        case broken
    }

    package var title = ""
    package var date = ""
    package var present: [String] = []
    package var partly: [String] = []
    package var absent: [String] = []
    package var notes: String?
    package var outcome = Outcome.held
    package var became = ""
    package var estimates: Citation?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "precedent", Precedent(),
        [
            .required("title", \.title, .text, "what it is called"),
            .required("date", \.date, .date, "when it was concluded"),
            .items("present", \.present, .list(.id), "the features it had"),
            .items("partly", \.partly, .list(.id), "those it had in part"),
            .items("absent", \.absent, .list(.id), "those it lacked; on the others nothing is said"),
            .optional("notes", \.notes, .text, "what to bear in mind when comparing"),
            .required("outcome", \.outcome, .word("an outcome"), "held | carried-out | frozen | broken"),
            .required("became", \.became, .text, "what became of it, in a sentence"),
            .optional("estimates", \.estimates, Citation.shape, "whose reading the features are"),
            .optional("source", \.source, Citation.shape, "the agreement"),
        ])
}

extension Predicate {
    /// Stands in a record until its condition has been read.
    fileprivate static let unread: Predicate = {
        do { return try Predicate("issue = option") } catch { preconditionFailure("the literal is a condition: \(error)") }
    }()
}
