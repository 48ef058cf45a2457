import PluginKit

// What the tests say of a package, in words.
extension PremortemReport {
    mutating func finding(_ judged: Judged) -> Finding {
        let lesson = judged.lesson
        var details: [String] = []
        var finding: Finding
        let test = "the test of “\(lesson.title)”"
        switch judged.verdict {
        case .fails:
            finding = Finding(.fragile, id: "lesson/\(judged.name)", "The package fails \(test)")
            details.append("The package says \(space.says(space.blamed(lesson.passes))).")
            details.append(repair(judged))
        case .open:
            finding = Finding(
                .missing, id: "lesson/\(judged.name)", "Whether the package passes \(test) depends on what it leaves open")
            details.append("The package says \(space.says(space.blamed(lesson.passes))).")
            details.append(repair(judged))
        case .passes:
            finding = Finding(.strong, id: "lesson/\(judged.name)", "The package passes \(test)")
            let idle = space.idle(lesson.passes).reduce(OrderedSet<ID<Issue>>()) { $0.union($1.premise?.scope ?? []) }
            let carrying = lesson.passes.scope.filter { !idle.contains($0) }
            details.append("It says \(space.says(carrying)).")
            if !idle.isEmpty { details.append("In part the case of the test does not arise: \(space.says(idle.elements)).") }
        case .idle:
            finding = Finding(.note, id: "lesson/\(judged.name)", "Nothing in the package is put to \(test)")
            let premises = space.idle(lesson.passes).reduce(OrderedSet<ID<Issue>>()) { $0.union($1.premise?.scope ?? []) }
            details.append(
                "The case for which it asks something does not arise, which is no merit: the package says \(space.says(premises.elements))."
            )
        }
        let counted = judged.verdict == .fails || judged.verdict == .open ? counted(lesson) : []
        if !counted.isEmpty {
            details.append("Counted in values for the same reason: \(Phrase.list(counted.map { Phrase.quoted(explainer.title($0)) })).")
        }
        if judged.verdict == .fails || judged.verdict == .open, let remedy = lesson.remedy {
            let isAssumed = Standing(of: lesson.test, in: workspace) != .cited
            details.append("Remedy\(isAssumed ? " (assumed)" : ""): \(sentence(remedy))")
        }
        finding.detail = details.filter { !$0.isEmpty }.joined(separator: " ")
        finding.issues = lesson.passes.scope
        finding.parties = OrderedSet(judged.changes.flatMap { $0.refuse.always }).elements
        finding.evidence = evidence(judged) + counted.map { explainer.evidence(linkage: $0) }
        return finding
    }

    private func sentence(_ text: String) -> String { "\(Phrase.clause(text))." }

    private mutating func evidence(_ judged: Judged) -> [Evidence] {
        let place = theCase.place / "lessons" / judged.name
        let lesson = judged.lesson
        var evidence = [explainer.evidence(place, lesson.claim, lesson.source)]
        evidence += lesson.passes.scope.compactMap { space.evidence($0) }
        // What is settled is an option that somebody has put on the table.
        evidence += lesson.passes.scope.compactMap { issue in
            space.settled(issue).flatMap { explainer.evidence(option: $0, of: issue) }
        }
        evidence.append(explainer.evidence(place / "passes", "the test: \(lesson.passes.text)", lesson.test))
        if lesson.remedy != nil { evidence.append(explainer.evidence(place / "remedy", "the remedy", lesson.test)) }
        return evidence
    }

    /// Linkages that give a value to the same experience: they cite the same passage, speak of the same issues, and may apply.
    private func counted(_ lesson: Lesson) -> [ID<Linkage>] {
        guard let source = lesson.source else { return [] }
        return workspace.linkages.filter { _, linkage in
            guard linkage.source == source, let when = linkage.when else { return false }
            return when.scope.contains(where: lesson.passes.scope.contains) && space.truth(of: when) != .no
        }.map(\.key)
    }

    // MARK: Changes

    private func repair(_ judged: Judged) -> String {
        let isOpen = judged.verdict == .open
        switch judged.repair {
        case .found(let sets)?:
            let size = sets.first?.count ?? 0
            let how =
                isOpen
                ? "it passes for certain once \(Phrase.count(size, "issue")) \(Phrase.verb(size, "is", "are")) settled so"
                : "it would pass with \(Phrase.count(size, "change"))"
            let barred = judged.barred.map { "The issues of the test alone do not suffice (\($0.by)); with what is tied to them " } ?? ""
            let shown = judged.changes.prefix(3).map { change in words(change) }
            let more = judged.changes.count - shown.count
            let asked =
                sets.count > Consequences.limit ? " Of \(sets.count) ways to do so \(Consequences.limit) were put to the engine." : ""
            return Phrase.capitalized(
                "\(barred)\(how): \(shown.joined(separator: "; or "))\(more > 0 ? "; or in \(Phrase.count(more, "further way"))" : "").\(asked)")
        case .stopped(let size)?:
            return
                "No \(isOpen ? "settlement" : "change") of \(Phrase.count(size, "issue")) or fewer passes it for certain; more were not tried."
        case RepairSearch.Result.none?:
            let what =
                "\(isOpen ? "However it is settled, it does not pass for certain" : "No change of these issues passes it"), as long as the rest stays as it is"
            guard let barred = judged.barred else { return "\(what)." }
            return "\(what). \(words(RepairSearch.Way(options: barred.change.mapValues { [$0] }))) is ruled out: \(barred.by)."
        case nil: return ""
        }
    }

    func words(_ way: RepairSearch.Way) -> String {
        way.options.map { issue, options in
            "\(explainer.title(issue)): \(Phrase.list(options.map { Phrase.quoted(explainer.title($0, of: issue)) }, "or"))"
        }.joined(separator: ", together with ")
    }

    private func words(_ change: Change) -> String {
        var effects = change.idles ? ["the case would then not arise"] : []
        if !change.refuse.always.isEmpty { effects.append("\(explainer.names(change.refuse.always)) would then refuse") }
        if !change.refuse.sometimes.isEmpty {
            effects.append("\(explainer.names(change.refuse.sometimes)) would then refuse some of these")
        }
        if !change.refuseNoMore.always.isEmpty {
            effects.append("\(explainer.names(change.refuseNoMore.always)) would refuse no more")
        }
        if !change.fail.always.isEmpty { effects.append("it would then fail \(titles(change.fail.always))") }
        return "\(words(change.way))\(effects.isEmpty ? "" : " (\(effects.joined(separator: "; ")))")"
    }

    private func titles(_ lessons: [String]) -> String {
        Phrase.list(lessons.map { Phrase.quoted(theCase.section?.lessons[$0]?.title ?? $0) })
    }

    // MARK: What would have happened

    /// The agreement is taken to have broken: what the source of the lessons would then tell, and what would have shown it.
    mutating func imagined() -> Finding? {
        let sources = Set(judged.compactMap(\.lesson.source))
        var details: [String] = []
        var evidence: [Evidence] = []
        var parties: OrderedSet<ID<Party>> = []
        for (id, scenario) in workspace.scenarios where scenario.kind == .afterDeal {
            let told = scenario.consequences.enumerated().filter { $0.element.source.map(sources.contains) == true }
            let truth = scenario.when.map { space.truth(of: $0) } ?? .yes
            guard !told.isEmpty, truth != .no else { continue }
            let place: Pointer = ["scenarios", id.text]
            let likely = scenario.probability.map { "likelihood \(Phrase.range($0)), " } ?? ""
            let provided = truth == .open ? ", for some ways of settling what is open" : ""
            details.append(
                "“\(scenario.title)” (\(likely)\(explainer.ground(scenario.source))\(provided)): \(told.map { sentence($0.element.text) }.joined(separator: " "))"
            )
            if !scenario.signposts.isEmpty {
                details.append("What would show it early: \(Phrase.list(scenario.signposts.map(Phrase.clause))).")
            }
            for (index, consequence) in told {
                evidence.append(explainer.evidence(place / "consequences" / index, consequence.text, consequence.source))
                parties.append(contentsOf: consequence.parties)
            }
            if let probability = scenario.probability {
                evidence.append(
                    explainer.evidence(place / "probability", "a likelihood of \(Phrase.range(probability))", scenario.source))
            }
        }
        guard !details.isEmpty else { return nil }
        var finding = Finding(
            .note, id: "imagined", "Suppose that the package was signed and has broken: what the lessons say would have happened",
            detail: details.joined(separator: " "))
        finding.parties = parties.elements
        finding.evidence = evidence
        return finding
    }

    // MARK: Tables

    func testTable() -> Table {
        Table(
            id: "tests", title: "The lessons as tests",
            columns: [
                .init("lesson", "Lesson"), .init("verdict", "The package"), .init("changes", "Fewest changes"),
                .init("issues", "Turning on", isDetail: true),
            ],
            rows: judged.map { judged in
                [
                    .name(judged.lesson.title, id: judged.name), cell(judged.verdict), fewest(judged),
                    .text(Phrase.brief(judged.lesson.passes.scope.map(explainer.title))),
                ]
            },
            note: "A change settles one issue otherwise; where a test depends on what is open, it settles one issue.")
    }

    private func cell(_ verdict: Verdict) -> Cell {
        switch verdict {
        case .fails: .verdict("fails", .bad)
        case .open: .verdict("depends on what is open", .warning)
        case .passes: .verdict("passes", .good)
        case .idle: .verdict("does not arise", .neutral)
        }
    }

    private func fewest(_ judged: Judged) -> Cell {
        switch judged.repair {
        case .found(let sets)?: .figure(Figure(exact: Number(sets.first?.count ?? 0)))
        case .stopped(let size)?: .text("more than \(size)")
        case RepairSearch.Result.none?: .verdict("none is enough", .bad)
        case nil: .empty
        }
    }

    func changeTable() -> Table {
        Table(
            id: "changes", title: "The smallest changes that pass a test, \(reading.phrase)",
            columns: [
                .init("lesson", "Lesson"), .init("change", "Change"), .init("refuse", "Would then refuse"),
                .init("no-more", "Would refuse no more"), .init("fail", "Would then fail"),
            ],
            rows: judged.flatMap { judged in
                judged.changes.map { change in
                    [
                        .name(judged.lesson.title, id: judged.name), .text(words(change.way)),
                        cell(change.refuse) { explainer.names($0) }, cell(change.refuseNoMore) { explainer.names($0) },
                        cell(change.fail) { titles($0) },
                    ]
                }
            },
            note: """
                Beside the package as it is: parties whose consent is required and whom no true values within the stated ranges \
                bring to consent. Changes that a requirement rules out are not listed.
                """, isDetail: true)
    }

    private func cell<Element>(_ among: Among<Element>, _ words: ([Element]) -> String) -> Cell {
        var parts: [String] = []
        if !among.always.isEmpty { parts.append(words(among.always)) }
        if !among.sometimes.isEmpty { parts.append("\(words(among.sometimes)) (some of these)") }
        return parts.isEmpty ? .empty : .text(parts.joined(separator: "; "))
    }
}
