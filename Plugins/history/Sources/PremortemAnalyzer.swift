import PluginKit

/// `history.premortem`: the lessons of the past as tests on a package.
struct PremortemAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "history.premortem", title: "Which old mistakes would the package repeat?",
        summary: """
            The lessons that are drawn from the past, each as a test on the package: which it passes, which it fails and through \
            what, and which smallest changes would pass each.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<HistorySection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        let (host, reading) = (request.host, request.reading)
        var report = try await PremortemReport(request.theCase, package, id: request.packageID, reading: reading) {
            try await host.evaluate($0, reading: reading)
        }
        return report.result(request.result)
    }
}

/// The tests on one package. Taking it for granted that the agreement has failed, and asking what did it, is the premortem of
/// Klein 2007; here the possible answers are the lessons of the workspace.
package struct PremortemReport {
    /// A lesson and how the package stands with it.
    package struct Judged {
        package let name: String
        package let lesson: Lesson
        package let verdict: Verdict
        /// The smallest changes that pass it; nil when it is passed, or does not arise.
        package var repair: RepairSearch.Result?
        /// Those changes written together, with what else each would do.
        package var changes: [Change] = []
        /// When the issues of the test do not suffice: a smallest change of them that a requirement rules out, and why.
        package var barred: (change: Space.Fixed, by: String)?

        var sets: [Space.Fixed] {
            if case .found(let sets)? = repair { sets } else { [] }
        }
    }

    /// A smallest change, or several that differ in one issue, and what else it would do.
    package struct Change {
        package let way: RepairSearch.Way
        /// Whether it passes the test only because its case does not arise any more.
        package let idles: Bool
        /// Parties that would refuse and do not refuse the package as it is, and the other way round.
        package let refuse: Among<ID<Party>>
        package let refuseNoMore: Among<ID<Party>>
        /// Tests that would fail and do not fail now.
        package let fail: Among<String>
    }

    /// What holds of every change of several that are written together, and what of some only.
    package struct Among<Element: Hashable> {
        package let always: [Element]
        package let sometimes: [Element]

        init(_ lists: [[Element]]) {
            let all = OrderedSet(lists.flatMap(\.self))
            always = all.filter { element in lists.allSatisfy { $0.contains(element) } }
            sometimes = all.filter { element in !lists.allSatisfy { $0.contains(element) } }
        }
    }

    let theCase: ModuleCase<HistorySection>
    let reading: Reading
    let space: Space
    package private(set) var judged: [Judged] = []
    var explainer: Explainer

    var workspace: Workspace { theCase.workspace }

    /// - Throws: `Lack` when no lesson is drawn.
    package init(
        _ theCase: ModuleCase<HistorySection>, _ package: Package, id: ID<Package>?, reading: Reading,
        asking ask: @escaping Consequences.Ask
    ) async throws {
        guard let lessons = theCase.section?.lessons, !lessons.isEmpty else {
            throw Lack(
                "The workspace draws no lessons from the past.",
                lacks: ["\(theCase.place)/lessons: each with title, claim and passes, the condition of a package that has learnt it"])
        }
        self.theCase = theCase
        self.reading = reading
        space = Space(package, id: id, in: theCase.workspace)
        explainer = Explainer(theCase.workspace)
        judged = lessons.map { [space] name, lesson in
            Judged(name: name, lesson: lesson, verdict: space.verdict(lesson.passes))
        }
        var consequences = Consequences(space, asking: ask)
        try await repair(&consequences)
        let failing = judged.filter { $0.verdict == .fails }.map(\.name)
        for index in judged.indices { judged[index].changes = changes(judged[index], failing, consequences) }
    }

    /// Finds the smallest changes for what is failed or open. What the workspace allows is put to the engine in one question;
    /// only where all of that breaks a requirement of another module it goes on asking.
    private mutating func repair(_ consequences: inout Consequences) async throws {
        let concerned = judged.indices.filter { judged[$0].verdict == .fails || judged[$0].verdict == .open }
        for index in concerned { await search(&judged[index]) { $0.map { _ in true } } }
        try await consequences.learn(concerned.map { judged[$0].sets })
        for index in concerned {
            let sets = judged[index].sets
            let fine = sets.filter { consequences.breaks($0).isEmpty }
            guard fine.isEmpty, let change = sets.first else {
                if !fine.isEmpty { judged[index].repair = .found(fine) }
                continue
            }
            let broken = consequences.breaks(change).first
            try await search(&judged[index]) { try await consequences.accepts($0) }
            if judged[index].repair == RepairSearch.Result.none, judged[index].barred == nil {
                judged[index].barred = (change, "it breaks \(requirement(broken))")
            }
        }
    }

    private func search(_ judged: inout Judged, _ accepts: ([Space.Fixed]) async throws -> [Bool]) async rethrows {
        let (test, now) = (judged.lesson.passes, judged.verdict == .open ? Truth.open : .no)
        judged.barred = nil
        var search = RepairSearch(test, now: now, in: space)
        judged.repair = try await search.run(accepts)
        guard judged.repair == RepairSearch.Result.none, let change = search.barred.first else { return }
        let broken = space.broken(by: change)
        if let linkage = workspace.linkages.values.first(where: { $0.require.map(broken.contains) == true }) {
            judged.barred = (change, Phrase.clause(linkage.because))
        }
        guard !search.tied.isEmpty else { return }
        var wider = RepairSearch(test, now: now, also: search.tied, in: space)
        judged.repair = try await wider.run(accepts)
    }

    /// A requirement of another module, by the id that it has in the engine.
    private func requirement(_ id: String?) -> String {
        id.map { "a requirement of the module \($0.prefix { $0 != "/" })" } ?? "a requirement"
    }

    private func changes(_ judged: Judged, _ failing: [String], _ consequences: Consequences) -> [Change] {
        let lessons = theCase.section?.lessons ?? [:]
        // What puts the matter off the table comes last.
        let grouped = [false, true].flatMap { idles in
            RepairSearch.together(judged.sets.filter { space.idles(judged.lesson.passes, $0) == idles }).map { ($0, idles) }
        }
        return grouped.map { way, idles in
            let members = judged.sets.filter(way.holds)
            let refusals = members.compactMap(consequences.refusals)
            return Change(
                way: way, idles: idles, refuse: Among(refusals.map(\.new)), refuseNoMore: Among(refusals.map(\.gone)),
                fail: Among(
                    members.map { set in
                        lessons.filter { !failing.contains($0.key) && space.rules(out: $0.value.passes, set) }.map(\.key)
                    }))
        }
    }

    package mutating func result(_ blank: AnalysisResult) -> AnalysisResult {
        var result = blank
        let found = judged.map { finding($0) } + [imagined()].compactMap { $0 }
        let order = Finding.Kind.allCases
        result.findings = order.flatMap { kind in found.filter { $0.kind == kind } }
        result.tables = [testTable(), changeTable()].filter { !$0.rows.isEmpty }
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    // MARK: The whole

    private func summary() -> String {
        var parts: [String] = []
        func count(_ verdict: Verdict) -> Int { judged.count { $0.verdict == verdict } }
        if count(.fails) > 0 { parts.append("fails \(count(.fails))") }
        if count(.passes) > 0 { parts.append("passes \(count(.passes))") }
        if count(.open) > 0 { parts.append("leaves \(count(.open)) open") }
        let idle = count(.idle) > 0 ? "\(count(.idle)) \(Phrase.verb(count(.idle), "does", "do")) not arise in it" : nil
        let fewest = judged.filter { $0.verdict == .fails }.compactMap { $0.sets.first?.count }
        let changes: String =
            if let least = fewest.min(), let most = fewest.max() {
                " A failed test could be passed with \(least == most ? Phrase.count(least, "change") : "\(least) to \(most) changes")."
            } else {
                ""
            }
        let said = [parts.isEmpty ? nil : "“\(space.package.title)” \(Phrase.list(parts))", idle].compactMap { $0 }.joined(separator: "; ")
        let tests = OrderedSet(judged.map(\.lesson.test)).map(explainer.ground)
        let lessons = OrderedSet(judged.map(\.lesson.source)).map(explainer.ground)
        return """
            Of \(Phrase.count(judged.count, "test")) \(said).\(changes) Lessons \
            \(Phrase.brief(lessons, most: 2)); tests and remedies \(Phrase.brief(tests, most: 2)).
            """
    }
}

extension Space {
    /// Whether a condition holds no more, however what is open is settled, once a change is made.
    func rules(out predicate: Predicate, _ change: Fixed) -> Bool {
        guard predicate.scope.contains(where: { change[$0] != nil }) else { return false }
        return predicate.truth(over: { issue in change[issue].map { [$0] } ?? possible(issue) }, in: workspace).truth == .no
    }
}
