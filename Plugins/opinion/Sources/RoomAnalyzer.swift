import PluginKit

/// `opinion.room`: how far each leader can move on each issue before losing the public at home.
struct RoomAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "opinion.room", title: "How far can each leader move before losing the public at home?",
        summary: """
            Puts every option of the issues that a narrative bounds into the package and tells, by polls and by the public's own \
            position, on which the public is kept and on which it is lost.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<OpinionSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try RoomReport(request.theCase, package, id: request.packageID, reading: request.reading)
        let (host, reading) = (request.host, request.reading)
        return try await report.result(request.result) { try await host.evaluate($0, reading: reading) }
    }
}

package struct RoomReport {
    /// What one narrative leaves its leader.
    struct Leeway {
        let id: String
        let narrative: Narrative
        let rooms: [Room]
        /// What the polls of that public imply for the package as a whole.
        let backing: Backing

        /// Issues that the package settles at options on which the public is lost.
        var lost: [Room] { rooms.filter(\.isLost) }
        /// Issues on which it may come to such an option, or on which that is not settled.
        var open: [Room] {
            rooms.filter { room in
                !room.isLost && room.chosen.contains { $0.standing == .lost || $0.standing == .unsettled }
            }
        }
        var unknown: [Room] { rooms.filter { !$0.isKnown } }

        /// How much of the public is against the package, weighed by how binding it is; nil where no poll says.
        var weight: Interval? { backing.verdict == .silent ? nil : narrative.binding * backing.opposition }
    }

    let workspace: Workspace
    let section: OpinionSection
    let place: Pointer
    let draft: Draft
    let positions: Positions
    let leeways: [Leeway]
    var explainer: Explainer
    /// The ways back that cannot stand beside the rest of the package.
    var barred: Set<Target> = []

    /// One option of one issue.
    struct Target: Hashable {
        let issue: ID<Issue>
        let option: ID<Option>
    }

    /// - Throws: `Lack` when nothing says what bounds a leader.
    package init(_ theCase: ModuleCase<OpinionSection>, _ package: Package, id: ID<Package>?, reading: Reading) throws {
        guard let section = theCase.section, !section.narratives.isEmpty else {
            throw Lack(
                "The workspace does not say what bounds the leaders at home.",
                lacks: ["\(theCase.place)/narratives: leader, public, the issues that it bounds, and how binding it is"])
        }
        workspace = theCase.workspace
        self.section = section
        place = theCase.place
        let draft = Draft(package, id: id, in: theCase.workspace)
        let positions = Positions(theCase.workspace, reading)
        self.draft = draft
        self.positions = positions
        explainer = Explainer(theCase.workspace)
        leeways = section.narratives.map { id, narrative in
            Leeway(
                id: id, narrative: narrative, rooms: narrative.bounds.map { Room($0, narrative, section, draft, positions) },
                backing: Backing(PollView.all(of: narrative.constituency, in: section, beside: draft)))
        }
    }

    /// - Parameter evaluate: asks the host whether packages are possible.
    package mutating func result(
        _ blank: AnalysisResult, asking evaluate: ([Choices]) async throws -> [PackageOutcome]
    ) async throws -> AnalysisResult {
        var result = blank
        result.package = draft.id
        result.reading = positions.reading
        try await look(evaluate)
        // The most binding public first.
        let ordered = leeways.enumerated().sorted { a, b in
            let (left, right) = (a.element.narrative.binding, b.element.narrative.binding)
            return left == right ? a.offset < b.offset : (left.low, left.high) > (right.low, right.high)
        }.map(\.element)
        let found = ordered.map { finding($0) }
        result.findings = Finding.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
        result.lacks = leeways.flatMap { leeway in
            leeway.unknown.map { room in
                """
                /issues/\(room.issue)/positions/\(leeway.narrative.constituency), or \(place)/polls: what \
                \(explainer.name(leeway.narrative.constituency)) thinks of \(explainer.title(room.issue))
                """
            }
        }
        result.tables = tables()
        result.status = result.lacks.isEmpty ? .complete : .partial
        result.summary = summary()
        result.provenance = explainer.provenance
        return result
    }

    /// A move within one issue may break what another requires.
    private mutating func look(_ evaluate: ([Choices]) async throws -> [PackageOutcome]) async throws {
        let targets = OrderedSet(leeways.flatMap { $0.lost.compactMap(target) })
        guard !targets.isEmpty else { return }
        let changed = targets.map { draft.choosing([$0.issue: $0.option]).package.choices }
        let outcomes = try await evaluate([draft.package.choices] + changed)
        guard let own = outcomes.first?.broken else { return }
        for (target, outcome) in zip(targets, outcomes.dropFirst()) where !outcome.broken.allSatisfy(own.contains) {
            barred.insert(target)
        }
    }

    private func summary() -> String {
        let beyond = leeways.filter { !$0.lost.isEmpty }
        let doubtful = leeways.filter { $0.lost.isEmpty && !$0.open.isEmpty }
        let within = leeways.filter { $0.lost.isEmpty && $0.open.isEmpty }
        func names(_ leeways: [Leeway]) -> String { Phrase.list(leeways.map { explainer.name($0.narrative.leader) }) }
        let (title, bears) = (Phrase.quoted(draft.package.title), "what the public at home bears")
        var parts: [String] = []
        if !beyond.isEmpty {
            let counted = beyond.map { leeway in
                "\(explainer.name(leeway.narrative.leader)) (\(leeway.lost.count) of \(Phrase.count(leeway.rooms.count, "issue")))"
            }
            parts.append("\(title) is beyond \(bears) for \(Phrase.list(counted))")
        }
        if !doubtful.isEmpty {
            parts.append(
                parts.isEmpty
                    ? "whether \(title) is within \(bears) is not settled for \(names(doubtful))"
                    : "for \(names(doubtful)) that is not settled")
        }
        if !within.isEmpty {
            let stay = "\(names(within)) \(Phrase.verb(within.count, "stays", "stay")) within"
            parts.append(parts.isEmpty ? "under \(title) \(stay) \(bears)" : "\(stay) it")
        }
        return "\(Phrase.capitalized(parts.joined(separator: "; "))), as far as polls and positions tell."
    }

    func target(_ room: Room) -> Target? { room.way.map { Target(issue: room.issue, option: $0.move.option) } }

    func titles(_ rooms: [Room]) -> String { Phrase.list(rooms.map { explainer.title($0.issue) }) }

    func quoted(_ options: [ID<Option>], _ issue: ID<Issue>) -> String {
        Phrase.brief(options.map { Phrase.quoted(explainer.title($0, of: issue)) })
    }
}
