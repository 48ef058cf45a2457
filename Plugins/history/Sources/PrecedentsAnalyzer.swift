import PluginKit

/// `history.precedents`: the package beside past agreements.
struct PrecedentsAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "history.precedents", title: "Which past agreements is the package like, and what became of them?",
        summary: """
            The package beside past agreements, feature by feature: what they share, lack and contradict, what no agreement before \
            had, and what those that broke have in common with it.
            """,
        subject: .package)

    func run(_ request: ModuleRequest<HistorySection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try PrecedentsReport(request.theCase, package, id: request.packageID)
        return report.result(request.result)
    }
}

package struct PrecedentsReport {
    private let theCase: ModuleCase<HistorySection>
    private let section: HistorySection
    private let space: Space
    /// Whether the package has each feature.
    package let truths: OrderedDictionary<String, Truth>
    /// Most alike first.
    package let likenesses: [Likeness]
    private var explainer: Explainer

    private var workspace: Workspace { theCase.workspace }

    /// How many of the agreements that did not break are told of one by one, the most alike.
    private static let toldLimit = 2

    /// - Throws: `Lack` when there is nothing to compare with, or by.
    package init(_ theCase: ModuleCase<HistorySection>, _ package: Package, id: ID<Package>?) throws {
        guard let section = theCase.section, !section.precedents.isEmpty else {
            throw Lack(
                "The workspace names no past agreements.",
                lacks: ["\(theCase.place)/precedents: each with title, date, present, absent, outcome and became"])
        }
        guard !section.features.isEmpty else {
            throw Lack(
                "The workspace names no features to compare agreements by.",
                lacks: ["\(theCase.place)/features: each with title and predicate, the condition of a package that has it"])
        }
        self.theCase = theCase
        self.section = section
        let space = Space(package, id: id, in: theCase.workspace)
        let truths = section.features.mapValues { space.truth(of: $0.predicate) }
        self.space = space
        self.truths = truths
        likenesses = Likeness.ranked(section.precedents.map { Likeness($0.key, $0.value, truths) })
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        let told = likenesses.filter { $0.precedent.outcome != .broken && !$0.shared.isEmpty }.prefix(Self.toldLimit)
        let found = [broken(), unprecedented(), commonGround()].compactMap { $0 } + told.map { likeness($0) }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [precedentTable(), featureTable()]
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    // MARK: The whole

    private func summary() -> String {
        let warning = "These are \(Phrase.count(likenesses.count, "case")) that somebody has picked, so no rate of success is computed from them."
        guard let first = likenesses.first, !first.shared.isEmpty else {
            return "“\(space.package.title)” has no feature for certain that any of the past agreements had. \(warning)"
        }
        let equals = likenesses.prefix {
            $0.shared.count - $0.contradicted == first.shared.count - first.contradicted && $0.lacking.count == first.lacking.count
                && $0.unknown.count == first.unknown.count
        }
        let named = equals.map { "\(label($0)), which \($0.precedent.outcome.clause)" }
        let fresh = untried
        let untried =
            fresh.isEmpty
            ? "" : " No agreement here had \(Phrase.list(fresh.map(title)))."
        return """
            Most like “\(space.package.title)”: \(Phrase.list(named)) (shared: \(Phrase.list(first.shared.map(title)))).\(untried) \
            \(warning)
            """
    }

    private func title(_ feature: String) -> String { Phrase.quoted(section.features[feature]?.title ?? feature) }
    private func titles(_ features: [String]) -> String { Phrase.list(features.map(title)) }
    private func label(_ likeness: Likeness) -> String { "\(likeness.precedent.title) (\(likeness.precedent.date.prefix(4)))" }

    /// What the package has for certain and no agreement had; some may have had it in part.
    package var untried: [String] {
        truths.filter { feature, truth in
            truth == .yes && !section.precedents.values.contains { $0.present.contains(feature) }
        }.map(\.key)
    }

    // MARK: Findings

    private mutating func likeness(_ likeness: Likeness) -> Finding {
        var finding = Finding(
            .note, id: "like/\(likeness.name)",
            "Both the package and \(label(likeness)), which \(likeness.precedent.outcome.clause), have \(titles(likeness.shared))")
        var details = [likeness.precedent.became]
        if !likeness.lacking.isEmpty { details.append("Both lack \(titles(likeness.lacking)).") }
        if !likeness.lost.isEmpty { details.append("Only the agreement had \(titles(likeness.lost)).") }
        if !likeness.added.isEmpty { details.append("Only the package has \(titles(likeness.added)).") }
        if !likeness.partly.isEmpty { details.append("The agreement had in part \(titles(likeness.partly)).") }
        if !likeness.unknown.isEmpty {
            details.append("Not known, or open in the package: \(Phrase.count(likeness.unknown.count, "feature")).")
        }
        if let notes = likeness.precedent.notes { details.append("To bear in mind: \(Phrase.clause(notes)).") }
        finding.detail = details.joined(separator: " ")
        finding.issues = scope(likeness.shared + likeness.lost + likeness.added)
        finding.evidence = evidence(likeness) + likeness.shared.flatMap { evidence(feature: $0) }
        return finding
    }

    private func scope(_ features: [String]) -> [ID<Issue>] {
        OrderedSet(features.flatMap { section.features[$0]?.predicate.scope ?? [] }).elements
    }

    /// Agreements that broke and had what the package has, with what it lacks like them.
    private mutating func broken() -> Finding? {
        let broken = likenesses.filter { $0.precedent.outcome == .broken && !$0.shared.isEmpty }
        guard !broken.isEmpty else { return nil }
        let parts = broken.map { likeness -> String in
            let rest = [
                ("both lack", likeness.lacking), ("only the agreement had", likeness.lost), ("only the package has", likeness.added),
            ].filter { !$0.1.isEmpty }.map { "; \($0.0) \(titles($0.1))" }
            return "\(label(likeness)): both have \(titles(likeness.shared))\(rest.joined())."
        }
        let shared = OrderedSet(broken.flatMap(\.shared))
        func others(_ feature: String) -> [Precedent] {
            section.precedents.values.filter { $0.outcome != .broken && $0.present.contains(feature) }
        }
        let alone = shared.elements.filter { others($0).isEmpty }
        let common = shared.elements.filter { !others($0).isEmpty }
        let fates = [
            common.isEmpty ? nil : "agreements that did not break had \(titles(common)) too",
            alone.isEmpty ? nil : "none that did not break is said to have had \(titles(alone))",
        ].compactMap { $0 }
        var finding = Finding(
            // What agreements had that did not break is no sign of weakness.
            alone.isEmpty ? .note : .fragile, id: "broken", "The package shares features with \(Phrase.list(broken.map(label))), which broke",
            detail: "\(parts.joined(separator: " ")) That is no cause by itself: \(fates.joined(separator: "; ")).")
        finding.issues = scope(shared.elements)
        finding.evidence = broken.flatMap { evidence($0) } + shared.flatMap { evidence(feature: $0) }
        return finding
    }

    private mutating func unprecedented() -> Finding? {
        let fresh = untried
        guard !fresh.isEmpty else { return nil }
        let parts = fresh.map { feature -> String in
            let partly = section.precedents.values.filter { $0.partly.contains(feature) }
            let unsaid = section.precedents.values.filter { !$0.listed.contains(feature) }.count
            let near = partly.isEmpty ? "" : " (in part \(Phrase.list(partly.map(\.title))))"
            let silent = unsaid > 0 ? "; of \(unsaid) nothing is said" : ""
            return "\(title(feature))\(near)\(silent)"
        }
        var finding = Finding(
            .note, id: "unprecedented", "No past agreement here had \(titles(fresh))",
            detail: "\(Phrase.capitalized(parts.joined(separator: ". "))). So these cases say nothing of how that fares.")
        finding.issues = scope(fresh)
        finding.evidence = fresh.flatMap { evidence(feature: $0) }
        return finding
    }

    /// What all agreements that broke had, or lacked, and which of the others did too.
    private mutating func commonGround() -> Finding? {
        let broken = section.precedents.filter { $0.value.outcome == .broken }
        guard broken.count > 1 else { return nil }
        let others = section.precedents.filter { $0.value.outcome != .broken }
        func common(_ list: (Precedent) -> [String]) -> [String] {
            section.features.keys.filter { feature in broken.values.allSatisfy { list($0).contains(feature) } }
        }
        let (had, lacked) = (common(\.present), common(\.absent))
        guard !had.isEmpty || !lacked.isEmpty else { return nil }
        func told(_ feature: String, _ verb: String, _ list: (Precedent) -> [String]) -> String {
            let too = others.values.filter { list($0).contains(feature) }
            let same =
                too.isEmpty
                ? "of the others none is said to have \(verb) it"
                : "so \(verb) \(Phrase.list(too.map { "\($0.title) (\($0.outcome.words))" }))"
            return "\(title(feature)): \(same); the package \(says(truths[feature] ?? .open))."
        }
        let parts = had.map { told($0, "had", \.present) } + lacked.map { told($0, "lacked", \.absent) }
        var finding = Finding(
            .note, id: "common-ground",
            "The \(broken.count) agreements that broke all \(Phrase.list((had.isEmpty ? [] : ["had \(titles(had))"]) + (lacked.isEmpty ? [] : ["lacked \(titles(lacked))"])))",
            detail: parts.joined(separator: " "))
        finding.issues = scope(had + lacked)
        finding.evidence = broken.keys.flatMap { name in
            likenesses.first { $0.name == name }.map { evidence($0) } ?? []
        }
        return finding
    }

    private func says(_ truth: Truth) -> String {
        switch truth {
        case .yes: "has it"
        case .no: "does not have it"
        case .open: "leaves it open"
        }
    }

    // MARK: Evidence

    private mutating func evidence(_ likeness: Likeness) -> [Evidence] {
        let place = theCase.place / "precedents" / likeness.name
        let precedent = likeness.precedent
        var evidence = [explainer.evidence(place, "\(precedent.title): \(precedent.became)", precedent.source)]
        for (list, features) in precedent.lists where !features.isEmpty {
            evidence.append(
                explainer.evidence(place / list, "\(list): \(titles(features))", precedent.estimates ?? precedent.source))
        }
        return evidence
    }

    private mutating func evidence(feature: String) -> [Evidence] {
        guard let known = section.features[feature] else { return [] }
        // A feature is a definition and no claim: it is pointed at and not counted.
        let definition = Evidence(theCase.place / "features" / feature, text: "\(known.title): \(known.predicate.text)")
        return [definition] + known.predicate.scope.compactMap { space.evidence($0) }
    }

    // MARK: Tables

    private func precedentTable() -> Table {
        func count(_ features: [String]) -> Cell { features.isEmpty ? .empty : .figure(Figure(exact: Number(features.count))) }
        return Table(
            id: "precedents", title: "Past agreements, most alike first",
            columns: [
                .init("agreement", "Agreement"), .init("date", "Date"), .init("outcome", "Became"),
                .init("shared", "Both have"), .init("lacking", "Both lack"),
                .init("contradicted", "Contradicted"), .init("partly", "In part"),
                .init("unknown", "Not known or open"), .init("notes", "To bear in mind", isDetail: true),
            ],
            rows: likenesses.map { likeness in
                [
                    .name(likeness.precedent.title, id: likeness.name), .text(likeness.precedent.date),
                    .verdict(likeness.precedent.outcome.words, likeness.precedent.outcome.tone), count(likeness.shared),
                    count(likeness.lacking), count(likeness.lost + likeness.added), count(likeness.partly), count(likeness.unknown),
                    likeness.precedent.notes.map { .text($0) } ?? .empty,
                ]
            },
            note: """
                Of \(Phrase.count(truths.count, "feature")). First come those with most features that both have, less what is \
                contradicted; among equals, those that lack more in common, and of which less is unknown. Features do not weigh \
                the same, and nothing follows for the odds.
                """)
    }

    private func featureTable() -> Table {
        func named(_ list: (Precedent) -> [String], _ feature: String) -> Cell {
            let all = likenesses.filter { list($0.precedent).contains(feature) }
            return all.isEmpty
                ? .empty : .text(all.map { "\($0.precedent.title) (\($0.precedent.outcome.words))" }.joined(separator: ", "))
        }
        return Table(
            id: "features", title: "Features, and which agreements had them",
            columns: [
                .init("feature", "Feature"), .init("package", "The package"), .init("had", "Had by"), .init("partly", "In part by"),
                .init("lacked", "Lacked by"),
            ],
            rows: truths.map { feature, truth in
                [
                    .name(section.features[feature]?.title ?? feature, id: feature),
                    truth == .yes ? .text("yes") : truth == .no ? .text("no") : .verdict("open", .warning),
                    named(\.present, feature), named(\.partly, feature), named(\.absent, feature),
                ]
            }, isDetail: true)
    }
}

extension Precedent.Outcome {
    /// After “which”.
    var clause: String {
        switch self {
        case .held: "held"
        case .carriedOut: "was carried out"
        case .frozen: "froze the conflict"
        case .broken: "broke"
        }
    }

    var tone: Cell.Tone {
        switch self {
        case .held, .carriedOut: .good
        case .frozen: .warning
        case .broken: .bad
        }
    }
}
