import OrderedCollections
import Shapes

/// A tie between issues: something that is impossible otherwise, or that changes what a combination is worth.
package struct Linkage: Sendable, Hashable {
    package var title: String?
    /// What every package must satisfy, for logical, legal or physical reasons.
    package var require: Predicate?
    /// When this holds, `adds` counts.
    package var when: Predicate?
    package var adds: OrderedDictionary<ID<Party>, Interval> = [:]
    package var because = ""
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "linkage", Linkage(),
        [
            .optional("title", \.title, .text, "a few words for tables"),
            .optional("require", \.require, Predicate.shape, "what is logically, legally or physically impossible otherwise"),
            .optional("when", \.when, Predicate.shape, "the combination that changes values"),
            .items("adds", \.adds, .mapping(ID<Party>.shape, Interval.shape), "swing points per party; positive is better for it"),
            .required("because", \.because, .text, "the reason"),
            .optional("source", \.source, Citation.shape, "where the reason comes from"),
        ]
    ).refined("bad-linkage") { linkage in
        switch (linkage.require, linkage.when) {
        case (nil, nil): "a linkage says either what it requires, or when it adds points"
        case (.some, .some): "a linkage either requires something or adds points; make two of it"
        case (.some, nil): linkage.adds.isEmpty ? nil : "“adds” goes with “when”, not with “require”"
        case (nil, .some): linkage.adds.isEmpty ? "“when” goes with “adds”: the points it brings each party" : nil
        }
    }
}

/// What holds if talks fail.
package struct NoDeal: Sendable, Hashable {
    package var choices: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
    package var summary: String?
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "no deal", NoDeal(),
        [
            .items("choices", \.choices, .mapping(ID<Issue>.shape, .choice), "an option for every issue"),
            .optional("summary", \.summary, .text, "what no deal means, in a sentence or two"),
            .optional("source", \.source, Citation.shape, "where the account comes from"),
        ])
}
