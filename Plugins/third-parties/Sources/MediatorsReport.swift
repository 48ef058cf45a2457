import PluginKit

/// Who could mediate, in words.
package struct MediatorsReport {
    let workspace: Workspace
    let section: ThirdPartiesSection
    let place: Pointer
    let packageID: ID<Package>?
    let package: Package?
    let reading: Reading
    let mediation: Mediation
    var explainer: Explainer

    private var mediators: OrderedDictionary<String, Mediator> { section.mediators }

    /// - Throws: `Lack` when nobody is named.
    package init(_ theCase: ModuleCase<ThirdPartiesSection>, package: ID<Package>?, reading: Reading) throws {
        guard let section = theCase.section, !section.mediators.isEmpty else {
            throw Lack(
                "The workspace names nobody who could mediate.",
                lacks: ["\(theCase.place)/mediators: {name: {title: …, party: …, leverage: …, bias: …, acceptability: …}}"])
        }
        workspace = theCase.workspace
        self.section = section
        place = theCase.place / "mediators"
        packageID = package
        self.package = package.flatMap { theCase.workspace.packages[$0] }
        self.reading = reading
        mediation = Mediation(section, in: theCase.workspace)
        explainer = Explainer(theCase.workspace)
    }

    package mutating func result(_ blank: AnalysisResult, asking questions: Questions) async throws -> AnalysisResult {
        var result = blank
        result.package = packageID
        var outcome: PackageOutcome?
        if let package { outcome = try await questions.evaluate([package.choices], reading).first }
        let found =
            mediators.keys.map { standing($0) } + section.sides.compactMap { side in outcome.flatMap { moving(side, $0) } }
            + [efficient()].compactMap { $0 }
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [table()]
        if section.sides.isEmpty {
            result.lacks.append("/modules/third-parties/sides: the two between whom is mediated, to whom bias leans")
        }
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary(outcome)
        result.provenance = explainer.provenance
        return result
    }

    // MARK: Findings

    /// Whether everybody who is asked accepts a mediator.
    private mutating func standing(_ name: String) -> Finding {
        guard let mediator = mediators[name] else { return Finding(.note, id: name, name) }
        let parties = mediator.acceptability.keys.elements
        func those(_ truth: Truth) -> [ID<Party>] { parties.filter { mediation.accepts($0, mediator) == truth } }
        let (yes, open, no) = (those(.yes), those(.open), those(.no))
        func welcome(_ party: ID<Party>) -> String {
            "\(explainer.name(party)) (\(Phrase.range(mediator.acceptability[party] ?? .unit)))"
        }
        let accepted = yes.isEmpty ? nil : "Accepted by \(Phrase.list(yes.map(welcome)))."
        var finding: Finding
        switch mediation.allAccept(mediator) {
        case .yes:
            finding = Finding(.strong, id: "mediator/\(name)", "\(mediator.title) is accepted by all who are asked")
            finding.detail = accepted
        case .no:
            finding = Finding(.note, id: "mediator/\(name)", "\(mediator.title) is refused by \(explainer.names(no))")
            finding.detail = ["Refused by \(Phrase.list(no.map(welcome))).", accepted].compactMap { $0 }.joined(separator: " ")
        case .open:
            finding = Finding(.fragile, id: "mediator/\(name)", "Whether all accept \(mediator.title) is not settled")
            finding.detail = [
                accepted,
                open.isEmpty
                    ? "Nothing says how welcome it is to anybody."
                    : """
                    \(open.count == 1 ? "A narrower range" : "Narrower ranges") would settle it: how welcome it is to \
                    \(Phrase.list(open.map(welcome))); accepted begins at \(mediation.accepted).
                    """,
            ].compactMap { $0 }.joined(separator: " ")
        }
        finding.detail = [
            finding.detail, bias(mediator), mediator.offers.map { "It offers: \(Phrase.clause($0).lowercasedFirst)." },
        ]
        .compactMap { $0 }.joined(separator: " ")
        finding.parties = [mediator.party] + parties
        let here = place / name
        finding.evidence = [
            explainer.evidence(
                here, "\(mediator.title) might mediate\(mediator.offers.map { ": \($0)" } ?? "")", mediator.source),
            explainer.evidence(
                here / "acceptability",
                "how welcome: \(Phrase.list(mediator.acceptability.map { "\(explainer.name($0.key)) \(Phrase.range($0.value))" }))",
                mediator.estimates),
            explainer.evidence(here / "bias", "bias, by estimate: \(leaning(mediator))", mediator.estimates),
            explainer.evidence(
                here / "leverage", "leverage, by estimate: \(Phrase.range(mediator.leverage)) of 1", mediator.estimates),
        ]
        return finding
    }

    /// What a leaning is good for, and to whom.
    private func bias(_ mediator: Mediator) -> String? {
        guard let side = section.sides.first(where: { mediation.isBelieved(mediator, by: $0) == .yes }),
            let other = section.sides.first(where: { $0 != side })
        else { return nil }
        let welcome = mediation.accepts(other, mediator)
        let tail =
            welcome == .yes
            ? "and \(explainer.name(other)) accepts it all the same, for what it could bring the other side to"
            : welcome == .no
                ? "and \(explainer.name(other)) does not accept it"
                : "and whether \(explainer.name(other)) accepts it is not settled"
        return "It leans to \(explainer.name(side)), \(tail)."
    }

    /// Who could move a side that the package has not won.
    private mutating func moving(_ side: ID<Party>, _ outcome: PackageOutcome) -> Finding? {
        guard let verdict = outcome[side]?.verdict, verdict != .certain, let package else { return nil }
        let refuses = verdict == .excluded
        let name = explainer.name(side)
        func those(_ fits: (Mediator) -> Bool) -> [String] { mediators.filter { fits($0.value) }.keys.elements }
        let able = those { mediation.isBelieved($0, by: side) == .yes && mediation.allAccept($0) != .no }
        let perhaps = those { mediation.isBelieved($0, by: side) == .open && mediation.allAccept($0) != .no }
        let barred = those { mediation.isBelieved($0, by: side) != .no && mediation.allAccept($0) == .no }
        let why = refuses ? "refuses “\(package.title)”" : "has not been won for “\(package.title)”"
        var details: [String] = []
        func titles(_ names: [String]) -> String { Phrase.list(names.map { mediators[$0]?.title ?? $0 }) }
        if !perhaps.isEmpty {
            let widest = perhaps.compactMap { mediators[$0] }.max { $0.bias.width < $1.bias.width }
            details.append(
                """
                With \(titles(perhaps)) it is not settled, since \(Phrase.verb(perhaps.count, "it", "they")) may lean either way; a narrower \
                bias would settle it\(widest.map { ", of \($0.title) first (\(Phrase.points($0.bias)))" } ?? "").
                """
            )
        }
        if !barred.isEmpty {
            details.append(
                "\(titles(barred)) might be believed, and \(Phrase.verb(barred.count, "is", "are")) refused by somebody.")
        }
        var finding = Finding(
            able.isEmpty ? (perhaps.isEmpty ? .missing : .fragile) : .strong, id: "moving/\(side)",
            able.isEmpty
                ? "\(name) \(why), and no mediator is named whom it would surely believe, \(reading.phrase)"
                : "\(name) \(why); it could believe \(titles(able)), \(reading.phrase)",
            detail: details.isEmpty ? nil : details.joined(separator: " "))
        finding.parties = [side]
        finding.evidence = (able + perhaps + barred).compactMap { name in
            mediators[name].map { explainer.evidence(place / name / "bias", "\($0.title): \(leaning($0))", $0.estimates) }
        }
        if finding.evidence.isEmpty {
            finding.evidence = mediators.map { name, mediator in
                explainer.evidence(place / name / "bias", "\(mediator.title): \(leaning(mediator))", mediator.estimates)
            }
        }
        return finding
    }

    private mutating func efficient() -> Finding? {
        let names = mediation.efficient(mediators)
        guard names.count < mediators.count else { return nil }
        var finding = Finding(
            .note, id: "compared",
            "\(Phrase.list(names.map { mediators[$0]?.title ?? $0 })) \(Phrase.verb(names.count, "is", "are")) not surely passed by anybody",
            detail: "The others are surely passed both in leverage and in how welcome they are to whom they are least welcome.")
        finding.evidence = mediators.map { name, mediator in
            explainer.evidence(
                place / name / "leverage", "\(mediator.title): \(Phrase.range(mediator.leverage)) of 1", mediator.estimates)
        }
        return finding
    }

    // MARK: Words

    private func leaning(_ mediator: Mediator) -> String {
        guard section.sides.count == 2 else { return Phrase.points(mediator.bias) }
        let (first, second) = (explainer.name(section.sides[0]), explainer.name(section.sides[1]))
        let bias = mediator.bias
        if bias == .zero { return "to neither" }
        if bias.high < 0 { return "to \(first)" }
        if bias.low > 0 { return "to \(second)" }
        if bias.high == 0 { return "to \(first), or to neither" }
        return bias.low == 0 ? "to \(second), or to neither" : "perhaps either way"
    }

    /// How many steps of the package's schedule the mediator takes or verifies.
    private func part(_ name: String, _ mediator: Mediator) -> Int {
        package?.schedule.count { step in
            step.party == mediator.party || step.verifiedBy.contains(mediator.party.text) || step.verifiedBy.contains(name)
        } ?? 0
    }

    private func table() -> Table {
        let asked = mediators.values.flatMap(\.acceptability.keys).uniqued()
        return Table(
            id: "mediators", title: "Who could mediate",
            columns: [
                .init("mediator", "Mediator"), .init("leverage", "Leverage", unit: "0–1"), .init("leans", "Leans"),
            ] + asked.map { .init("welcome/\($0)", "Welcome to \(explainer.name($0))", unit: "0–1") } + [
                .init("all", "All accept"), .init("bias", "Bias", unit: "−1–1", isDetail: true),
                .init("part", "Steps of the package that it takes or verifies", isDetail: package == nil),
            ],
            rows: mediators.map { name, mediator in
                let truth = mediation.allAccept(mediator)
                return [
                    .name(mediator.title, id: name), .figure(Figure(degree: mediator.leverage)), .text(leaning(mediator)),
                ] + asked.map { party in mediator.acceptability[party].map { .figure(Figure(degree: $0)) } ?? .empty } + [
                    truth == .yes
                        ? .verdict("yes", .good) : truth == .no ? .verdict("no", .bad) : .verdict("not settled", .warning),
                    .figure(Figure(degree: mediator.bias)),
                    package == nil ? .empty : .figure(Figure(exact: Number(part(name, mediator)))),
                ]
            },
            note: """
                How welcome somebody is stands on the scale of stances: accepted from \(mediation.accepted) on. A leaning is no fault: \
                one side may take a mediator for what it can bring the other to (Touval and Zartman 1985), and a side can believe that the \
                other will yield no more only when it hears so from one that leans to itself; whoever only wants peace would say it in \
                any case (Kydd 2003).
                """)
    }

    private func summary(_ outcome: PackageOutcome?) -> String {
        func titles(_ truth: Truth) -> [String] { mediators.values.filter { mediation.allAccept($0) == truth }.map(\.title) }
        let (yes, open, no) = (titles(.yes), titles(.open), titles(.no))
        let parts = [
            yes.isEmpty
                ? "nobody is surely accepted by all"
                : "\(Phrase.list(yes)) \(Phrase.verb(yes.count, "is", "are")) accepted by all",
            open.isEmpty ? nil : "on \(Phrase.list(open)) it is not settled",
            no.isEmpty ? nil : "\(Phrase.list(no)) \(Phrase.verb(no.count, "is", "are")) refused by somebody",
        ].compactMap { $0 }
        let unmoved =
            outcome.map { outcome in section.sides.filter { outcome[$0].map { $0.verdict != .certain } ?? false } } ?? []
        let moved =
            unmoved.isEmpty
            ? ""
            : " Under the package \(explainer.names(unmoved)) \(Phrase.verb(unmoved.count, "has", "have")) still to be won, \(reading.phrase)."
        return "\(Phrase.capitalized(Phrase.list(parts))).\(moved)"
    }
}

extension String {
    /// To stand within a sentence. Names keep their capital only where the text begins with two of them.
    var lowercasedFirst: String {
        count > 1 && dropFirst().first?.isUppercase == true ? self : prefix(1).lowercased() + dropFirst()
    }
}
