import PluginKit

/// The module nato's scale of guarantees, as far as it is used here. What has not this form is refused by the module whose section
/// it is, and counts as absent.
package struct GuaranteeScale: Sendable, Hashable {
    package static let module = "nato"
    /// The kind of issue whose options are guarantees.
    static let kind = "guarantee"
    static let place: Pointer = ["modules", module, "guaranteeScale"]

    package var issue = ID<Issue>("")
    package var party = ID<Party>("")
    /// Least commitment first; empty where the section leaves it to its own words.
    package var order: [ID<Option>] = []
    package var beyond: Beyond?
    package var steps: OrderedDictionary<ID<Option>, Step> = [:]

    package init?(in workspace: Workspace) {
        guard let section = workspace.modules[Self.module]?[["guaranteeScale"]],
            let scale = try? Self.shape.read(section, ignoringUnknownMembers: true), workspace.issues[scale.issue] != nil
        else { return nil }
        self = scale
    }

    private init() {}

    private static let shape = Shape.record(
        "scale of guarantees", GuaranteeScale(),
        [
            .required("issue", \.issue, ID<Issue>.shape, "the issue whose options are the steps"),
            .required("party", \.party, ID<Party>.shape, "whom the guarantee is for"),
            .items("order", \.order, .list(ID<Option>.shape), "the options, least commitment first"),
            .optional("beyond", \.beyond, Beyond.shape, "what the scale is measured against"),
            .items("steps", \.steps, .mapping(ID<Option>.shape, Step.shape), "what each is worth beside that"),
        ])

    package struct Beyond: Sendable, Hashable {
        var title = ""

        static let shape = Shape.record("end of the scale", Beyond(), [.required("title", \.title, .text, "what it is called")])
    }

    package struct Step: Sendable, Hashable {
        var worth = Interval.zero
        var source: Citation?

        static let shape = Shape.record(
            "step of the scale", Step(),
            [
                .required("worth", \.worth, .share, "the share of membership's protection that it gives"),
                .optional("source", \.source, Citation.shape, "whose estimate it is"),
            ])
    }
}

/// What would stand behind a line, package by package: the guarantee for one of the two sides that it parts.
struct LineGuarantees {
    let scale: GuaranteeScale
    private let workspace: Workspace

    /// - Returns: nil when the workspace has no such scale, or it is for none of the sides that the orders run between.
    init?(_ theCase: ModuleCase<TerritorySection>) {
        guard let scale = GuaranteeScale(in: theCase.workspace) else { return nil }
        let dimensions = theCase.section?.dimensions ?? Dimensions()
        let sides = End.allCases.compactMap { dimensions.party(at: $0, in: theCase.workspace) }
        guard sides.isEmpty || sides.contains(scale.party) else { return nil }
        self.scale = scale
        workspace = theCase.workspace
    }

    /// What to add where the workspace has that module's kind of issue and no scale.
    static func lacks(in workspace: Workspace) -> [String] {
        let hasIssue = workspace.issues.values.contains { $0.module == GuaranteeScale.module && $0.kind == GuaranteeScale.kind }
        return hasIssue && GuaranteeScale(in: workspace) == nil
            ? ["\(GuaranteeScale.place): the guarantees in their order and for whom they are, so that it can be said what stands behind a line"]
            : []
    }

    private func option(_ id: ID<Option>) -> Option { workspace.issues[scale.issue]?.options[id] ?? Option() }
    func title(_ option: ID<Option>) -> String { Phrase.quoted(workspace.issues[scale.issue]?.title(of: option) ?? option.text) }
    var name: String { workspace.parties[scale.party]?.name ?? scale.party.text }

    func possible(_ package: Package) -> [ID<Option>] { package.possible(scale.issue, in: workspace) }

    /// Whether it promises nothing at all.
    func isNothing(_ id: ID<Option>) -> Bool { option(id).word(Attribute.guarantee) == Word.none }
    func isAutomatic(_ id: ID<Option>) -> Bool? { option(id).flag(Attribute.automatic) }
    func hasTroops(_ id: ID<Option>) -> Bool? { option(id).flag(Attribute.foreignTroops) }

    /// `3 of 5`, from the least commitment.
    func standing(_ id: ID<Option>) -> String? {
        scale.order.firstIndex(of: id).map { "\($0 + 1) of \(scale.order.count)" }
    }

    func titleWithStanding(_ id: ID<Option>) -> String { title(id) + (standing(id).map { " (\($0))" } ?? "") }

    /// What stands behind a guarantee: what it is worth to whom it is for, whether it acts by itself, who is there.
    func backing(_ id: ID<Option>) -> String {
        let worth = scale.steps[id].map { step in
            """
            In \(name)'s eyes it gives \(Phrase.range(step.worth)) of the protection of \
            \(Phrase.quoted(scale.beyond?.title ?? "membership")).
            """
        }
        let acts = isAutomatic(id).map { $0 ? "It acts without a further decision" : "It acts only upon a further decision" }
        let troops = hasTroops(id).map { $0 ? "foreign troops stand there" : "no foreign troops stand there" }
        let rest = [acts, troops].compactMap { $0 }.joined(separator: ", and ")
        return [worth, rest.isEmpty ? nil : "\(Phrase.capitalized(rest))."].compactMap { $0 }.joined(separator: " ")
    }

    /// Where it is said what a guarantee promises and what it is worth.
    func evidence(_ id: ID<Option>, _ explainer: inout Explainer) -> [Evidence] {
        let known = [Attribute.guarantee, Attribute.automatic, Attribute.foreignTroops].filter { option(id).attributes[$0] != nil }
        var evidence = [explainer.evidence(id, of: scale.issue, known)]
        if let step = scale.steps[id] {
            evidence.append(
                explainer.evidence(
                    GuaranteeScale.place / "steps" / id.text,
                    "\(title(id)) gives \(name) \(Phrase.range(step.worth)) of membership's protection, in its eyes", step.source))
        }
        return evidence
    }

    func table(of name: String, _ line: Line) -> Table {
        let title = line.title ?? workspace.issues[line.issue]?.title ?? name
        func list(_ options: [ID<Option>], _ words: (ID<Option>) -> String?) -> Cell {
            let each = OrderedSet(options.compactMap(words)).elements
            return each.isEmpty ? .empty : .text(each.joined(separator: " or "))
        }
        func yes(_ flag: Bool?) -> String? { flag.map { $0 ? "yes" : "no" } }
        return Table(
            id: "guarantees/\(name)", title: "\(title): what each package puts behind it for \(self.name)",
            columns: [
                .init("package", "Package"), .init("line", "Line"), .init("guarantee", "Guarantee"), .init("standing", "On the scale"),
                .init("worth", "Worth", unit: "0–1"), .init("automatic", "Automatic", isDetail: true),
                .init("troops", "Foreign troops", isDetail: true),
            ],
            rows: packages.map { id, package in
                let (lines, guarantees) = (package.possible(line.issue, in: workspace), possible(package))
                return [
                    .name(package.title, id: id.text), list(lines) { workspace.issues[line.issue]?.title(of: $0) ?? $0.text },
                    list(guarantees) { workspace.issues[scale.issue]?.title(of: $0) ?? $0.text }, list(guarantees, standing),
                    list(guarantees) { scale.steps[$0].map { Phrase.range($0.worth) } }, list(guarantees) { yes(isAutomatic($0)) },
                    list(guarantees) { yes(hasTroops($0)) },
                ]
            },
            note: """
                On the scale: from the least commitment to the most, as \(GuaranteeScale.module) has them. Worth: the share of the \
                protection of \(Phrase.quoted(scale.beyond?.title ?? "membership")), in \(self.name)'s eyes.
                """)
    }

    /// The packages that say something.
    var packages: [(key: ID<Package>, value: Package)] {
        workspace.packages.filter { !$0.value.choices.isEmpty }.map { ($0, $1) }
    }
}
