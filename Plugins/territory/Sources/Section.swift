import PluginKit

/// `modules.territory`: the regions as each party sees them, the lines, how the words of their options are ordered, and what
/// a ceasefire rests on.
package struct TerritorySection: Sendable, Hashable {
    package var regions: OrderedDictionary<String, Region> = [:]
    package var lines: OrderedDictionary<String, Line> = [:]
    package var dimensions = Dimensions()
    package var ceasefire: Ceasefire?
    package var frozenConflictFeatures: OrderedDictionary<String, Feature> = [:]

    package init() {}

    package static let shape = Shape.record(
        "territory section", TerritorySection(),
        [
            .items("regions", \.regions, .mapping(.stem, Region.shape), "whose status is at issue, with each party's view of it"),
            .items("lines", \.lines, .mapping(.stem, Line.shape), "lines between forces"),
            .standard(
                "dimensions", \.dimensions, Dimensions(), Dimensions.shape,
                "the words of title, control, recognition, autonomy and forces, each in an order"),
            .optional("ceasefire", \.ceasefire, Ceasefire.shape, "which issues a ceasefire rests on"),
            .items(
                "frozenConflictFeatures", \.frozenConflictFeatures, .mapping(.id, Feature.shape),
                "what past frozen conflicts shared, as conditions on a package"),
        ])
}

extension Shape where T == String {
    /// An id that linkages are named after: what is appended has to fit into an id too.
    fileprivate static let stem = Shape<String>.id.refined("bad-id") {
        $0.utf8.count <= 40 ? nil : "“\($0)” is longer than the 40 characters that the name of a region or a line may have here"
    }
}

/// A region, and how each party states today whose it is and who holds it.
package struct Region: Sendable, Hashable {
    package var title: String?
    package var issue = ID<Issue>("")
    package var views: OrderedDictionary<ID<Party>, View> = [:]
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "region", Region(),
        [
            .optional("title", \.title, .text, "what it is called; the issue's title when absent"),
            .required("issue", \.issue, ID<Issue>.shape, "the issue, of kind region, that settles its status"),
            .items(
                "views", \.views, .mapping(ID<Party>.shape, View.shape),
                "per party: whose it is and who holds it, as it states that today"),
            .optional("source", \.source, Citation.shape, "where it is said that this region is at issue"),
        ])
}

/// What one party states of a region today: its account of the facts and of the law, not what it wants.
package struct View: Sendable, Hashable {
    package var title = ""
    package var control = ""
    package var recognition = ""
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "view of a region", View(),
        [
            .required("title", \.title, .id, "whose it is in law: a word of dimensions.title"),
            .required("control", \.control, .id, "who holds it in fact: a word of dimensions.control"),
            .required("recognition", \.recognition, .id, "whose the party recognises it to be: a word of dimensions.recognition"),
            .optional("source", \.source, Citation.shape, "where the party says so"),
        ])

    package subscript(dimension: Dimension) -> String? {
        switch dimension {
        case .title: title
        case .control: control
        case .recognition: recognition
        case .autonomy, .forces: nil
        }
    }
}

/// A line between forces.
package struct Line: Sendable, Hashable {
    package var title: String?
    package var issue = ID<Issue>("")
    package var restsOn = Footing()
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "line", Line(),
        [
            .optional("title", \.title, .text, "what it is called; the issue's title when absent"),
            .required("issue", \.issue, ID<Issue>.shape, "the issue, of kind line, that settles it"),
            .standard("restsOn", \.restsOn, Footing(), Footing.shape, "the issues without which it does not hold"),
            .optional("source", \.source, Citation.shape, "where it is said that this line is at issue"),
        ])

    /// The issues that a line rests on.
    package struct Footing: Sendable, Hashable {
        package var ceasefire: ID<Issue>?
        package var withdrawal: ID<Issue>?
        package var monitoring: ID<Issue>?

        package init() {}

        package static let shape = Shape.record(
            "footing of a line", Footing(),
            [
                .optional("ceasefire", \.ceasefire, ID<Issue>.shape, "the issue of kind ceasefire"),
                .optional("withdrawal", \.withdrawal, ID<Issue>.shape, "the issue of kind withdrawal"),
                .optional("monitoring", \.monitoring, ID<Issue>.shape, "the issue that settles who watches"),
            ])
    }
}

/// What the status of a region is made of. Most room lies in the difference between them.
package enum Dimension: String, Sendable, CaseIterable {
    case title, control, recognition, autonomy, forces

    /// Those that a party's view speaks of.
    package static let viewed: [Dimension] = [.title, .control, .recognition]
}

/// The order of the words of each dimension, from one side's end to the other's.
package struct Dimensions: Sendable, Hashable {
    package var title: WordOrder?
    package var control: WordOrder?
    package var recognition: WordOrder?
    package var autonomy: WordOrder?
    package var forces: WordOrder?

    package init() {}

    package static let shape = Shape.record(
        "set of dimensions", Dimensions(),
        [
            .optional("title", \.title, WordOrder.shape, "whose it is in law"),
            .optional("control", \.control, WordOrder.shape, "who holds it"),
            .optional("recognition", \.recognition, WordOrder.shape, "whose it is recognised to be"),
            .optional("autonomy", \.autonomy, WordOrder.shape, "how far it governs itself"),
            .optional("forces", \.forces, WordOrder.shape, "whose forces stand there"),
        ])

    package subscript(dimension: Dimension) -> WordOrder? {
        switch dimension {
        case .title: title
        case .control: control
        case .recognition: recognition
        case .autonomy: autonomy
        case .forces: forces
        }
    }
}

/// Words in an order. Steps along it are a reading aid: nobody has measured that they are equal.
package struct WordOrder: Sendable, Hashable {
    package var order: [String] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "dimension", WordOrder(),
        [
            .required("order", \.order, .list(.id), "its words, from one side's end to the other's"),
            .optional("source", \.source, Citation.shape, "whose judgement the order is"),
        ]
    ).refined("bad-order") { dimension in
        let order = dimension.order
        guard order.count > 1 else { return "an order has at least two words, one for each end" }
        guard Set(order).count == order.count else { return "a word stands twice in the order: \(order.joined(separator: ", "))" }
        guard let word = order.first(where: Predicate.reserved.contains) else { return nil }
        return "“\(word)” is a word of the language of conditions and cannot be a word of a dimension"
    }
}

/// Which issue plays which part in a ceasefire.
package struct Ceasefire: Sendable, Hashable {
    package var terms = ID<Issue>("")
    package var line: ID<Issue>?
    package var withdrawal: ID<Issue>?
    package var monitoring: ID<Issue>?
    package var endorsement: ID<Issue>?
    package var enforcement: ID<Issue>?
    package var status: [ID<Issue>] = []
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "ceasefire", Ceasefire(),
        [
            .required("terms", \.terms, ID<Issue>.shape, "the issue, of kind ceasefire, that settles how the shooting stops"),
            .optional("line", \.line, ID<Issue>.shape, "the issue, of kind line, that settles where the forces stand"),
            .optional(
                "withdrawal", \.withdrawal, ID<Issue>.shape, "the issue, of kind withdrawal, that settles which forces leave"),
            .optional("monitoring", \.monitoring, ID<Issue>.shape, "the issue that settles who watches"),
            .optional("endorsement", \.endorsement, ID<Issue>.shape, "the issue that settles who stands behind the agreement"),
            .optional("enforcement", \.enforcement, ID<Issue>.shape, "the issue that settles what follows a breach"),
            .items("status", \.status, .list(ID<Issue>.shape), "the issues, of kind region, that settle the status"),
            .optional("source", \.source, Citation.shape, "whose judgement it is that these hang together"),
        ])

    package subscript(role: Role) -> ID<Issue>? {
        switch role {
        case .terms: terms
        case .line: line
        case .withdrawal: withdrawal
        case .monitoring: monitoring
        case .endorsement: endorsement
        case .enforcement: enforcement
        }
    }
}

/// The parts of a ceasefire that one issue settles.
package enum Role: String, Sendable, CaseIterable {
    case terms, line, withdrawal, monitoring, endorsement, enforcement

    /// The kind of issue that it takes, where this module has the kind.
    var kind: Kind? {
        switch self {
        case .terms: .ceasefire
        case .line: .line
        case .withdrawal: .withdrawal
        case .monitoring, .endorsement, .enforcement: nil
        }
    }

    /// What such an issue settles, in words.
    var summary: String {
        switch self {
        case .terms: "how the shooting stops"
        case .line: "where the forces stand"
        case .withdrawal: "which forces leave"
        case .monitoring: "who watches"
        case .endorsement: "who stands behind the agreement"
        case .enforcement: "what follows a breach"
        }
    }
}

/// Something that past frozen conflicts shared.
package struct Feature: Sendable, Hashable {
    package var title = ""
    package var predicate = Predicate.blank
    package var source: Citation?

    package init() {}

    package static let shape = Shape.record(
        "feature of frozen conflicts", Feature(),
        [
            .required("title", \.title, .text, "what they shared, in a few words"),
            .required("predicate", \.predicate, Predicate.shape, "the packages that have it"),
            .optional("source", \.source, Citation.shape, "where it is said that they did"),
        ])
}

extension Predicate {
    /// What a record holds until its condition is decoded; parses by construction of this file's own literal.
    static let blank: Predicate = {
        do { return try Predicate("issue = option") } catch { preconditionFailure("the literal is a condition: \(error)") }
    }()
}
