import OrderedCollections
import Shapes

/// A tie between issues: something that is impossible otherwise, or that changes what a combination is worth.
public struct Linkage: Sendable, Hashable {
    public var title: String?
    /// What every package must satisfy, for logical, legal or physical reasons.
    public var require: Predicate?
    /// When this holds, `adds` counts.
    public var when: Predicate?
    public var adds: OrderedDictionary<ID<Party>, Interval> = [:]
    public var because = ""
    public var source: Citation?
    /// For a linkage that a module contributed: which, and what it follows from. Never written: it is no part of a workspace.
    public var origin: Origin?

    public init() {}

    public struct Origin: Sendable, Hashable {
        public var module: String
        /// The place in the workspace.
        public var basis: Pointer

        public init(module: String, basis: Pointer) {
            self.module = module
            self.basis = basis
        }
    }

    public static let shape = Shape.record(
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
public struct NoDeal: Sendable, Hashable {
    public var choices: OrderedDictionary<ID<Issue>, ID<Option>> = [:]
    public var summary: String?
    public var source: Citation?

    public init() {}

    public static let shape = Shape.record(
        "no deal", NoDeal(),
        [
            .items("choices", \.choices, .mapping(ID<Issue>.shape, .choice), "an option for every issue"),
            .optional("summary", \.summary, .text, "what no deal means, in a sentence or two"),
            .optional("source", \.source, Citation.shape, "where the account comes from"),
        ])
}
