import PluginKit

// What each leader is told, and how the options of each issue stand.
extension RoomReport {
    mutating func finding(_ leeway: Leeway) -> Finding {
        let narrative = leeway.narrative
        let (leader, home) = (explainer.name(narrative.leader), explainer.name(narrative.constituency))
        let count = Phrase.count(leeway.rooms.count, "issue")
        let title =
            if !leeway.lost.isEmpty {
                "\(leader): beyond what its public bears on \(leeway.lost.count) of \(count)"
            } else if !leeway.open.isEmpty {
                "\(leader): whether its public bears the package is not settled on \(titles(leeway.open))"
            } else {
                "\(leader): within what its public bears on every issue of which anything is known"
            }
        let kind: Finding.Kind = !leeway.lost.isEmpty ? .fragile : leeway.open.isEmpty ? .strong : .note
        var details = lost(leeway) + leeway.open.map { undecided($0) } + barred(leeway) + lasting(leeway)
        details.append("\(home) binds \(leader) by \(Phrase.range(narrative.binding)) of 1\(weighed(leeway)).")
        var finding = Finding(kind, id: "room/\(leeway.id)", title, detail: details.joined(separator: " "))
        finding.issues = narrative.bounds
        finding.parties = [narrative.leader, narrative.constituency]
        finding.evidence = evidence(leeway)
        return finding
    }

    private func weighed(_ leeway: Leeway) -> String {
        guard let weight = leeway.weight else { return "; no poll says how many are against the package" }
        return """
            ; with \(Percent.words(leeway.backing.opposition)) against the package by the polls, that weighs \
            \(Percent.words(weight))
            """
    }

    /// By what the public is lost, and on which issues.
    private func lost(_ leeway: Leeway) -> [String] {
        func isByPolls(_ room: Room) -> Bool { room.chosen.allSatisfy { $0.backing.verdict == .lost } }
        let (polled, placed) = (leeway.lost.filter(isByPolls), leeway.lost.filter { !isByPolls($0) })
        let polls = OrderedSet(polled.flatMap { $0.chosen.flatMap { $0.polls.map(\.id) } }).compactMap { section.polls[$0] }
        let questions = polls.map { "“\($0.question)” (\(explainer.said($0, in: section)))" }
        return [
            polled.isEmpty ? nil : "By \(Phrase.list(questions)) the public is lost on \(titles(polled)).",
            placed.isEmpty ? nil : "By its own position it is lost on \(titles(placed)).",
        ].compactMap { $0 }
    }

    /// Ways back that take more than one change.
    private func barred(_ leeway: Leeway) -> [String] {
        let rooms = leeway.lost.filter { room in target(room).map { barred.contains($0) } == true }
        guard !rooms.isEmpty else { return [] }
        return [
            "The nearest way back on \(titles(rooms)) cannot stand beside the rest of the package, which has to change with it."
        ]
    }

    /// Polls that go on counting against the package when any one of the issues moves.
    private func lasting(_ leeway: Leeway) -> [String] {
        let polls = PollView.all(of: leeway.narrative.constituency, in: section, beside: draft)
        return polls.compactMap { view in
            guard view.truth == .yes, view.poll.answer == .opposes else { return nil }
            let grounds = view.grounds(in: draft)
            let isLasting = grounds.allSatisfy { issue in
                workspace.issues[issue]?.choices.allSatisfy { view.poll.truth(of: draft.choosing([issue: $0])) == .yes } == true
            }
            guard grounds.count > 1, isLasting else { return nil }
            return "“\(view.poll.question)” counts against it until \(Phrase.list(grounds.map(explainer.title))) have all moved."
        }
    }

    private func undecided(_ room: Room) -> String {
        let lost = room.chosen.filter { $0.standing == .lost }.map(\.option)
        let unsettled = room.chosen.filter { $0.standing == .unsettled }
        var said: [String] = []
        if !lost.isEmpty { said.append("it is lost at \(quoted(lost, room.issue))") }
        if !unsettled.isEmpty {
            let polls = OrderedSet(unsettled.flatMap { $0.polls.map(\.id) }).compactMap { section.polls[$0] }
            let widest = polls.max { section.estimate($0).share.width < section.estimate($1).share.width }
            let conflict = unsettled.contains(where: \.hasConflict) ? ", where polls and position say opposite things" : ""
            let until =
                widest.map { "more is known of how many say yes to “\($0.question)” (\(explainer.said($0, in: section)))" }
                ?? "the public's position is known more closely"
            said.append("not settled at \(quoted(unsettled.map(\.option), room.issue))\(conflict), until \(until)")
        }
        return "\(explainer.title(room.issue)): \(said.joined(separator: "; "))."
    }

    private mutating func evidence(_ leeway: Leeway) -> [Evidence] {
        let narrative = leeway.narrative
        let here = place / "narratives" / leeway.id
        var all = [
            explainer.evidence(here, "told at home: \(narrative.text)", narrative.source),
            explainer.evidence(
                here / "binding", "how binding, by estimate: \(Phrase.range(narrative.binding))",
                narrative.estimates ?? narrative.source),
        ]
        let concerned = PollView.all(of: narrative.constituency, in: section, beside: draft).filter { $0.truth != .no }
        let polls = OrderedSet(leeway.rooms.flatMap { $0.chosen.flatMap { $0.polls.map(\.id) } } + concerned.map(\.id))
        for id in polls { all += section.polls[id].map { explainer.evidence($0, id, in: section, at: place) } ?? [] }
        for room in leeway.rooms {
            all += [draft.evidence(room.issue)].compactMap { $0 }
            for step in room.chosen where step.grade != nil {
                all.append(position(narrative.constituency, room.issue, step.option))
            }
            if let way = room.way {
                all += [way.from, way.move.option].map { position(narrative.leader, room.issue, $0) }
            }
        }
        return OrderedSet(all).elements
    }

    private mutating func position(_ party: ID<Party>, _ issue: ID<Issue>, _ option: ID<Option>) -> Evidence {
        let account = positions.account(of: option, on: issue, by: party)
        return explainer.evidence(
            party, on: issue, of: option, account, isSoftened: positions.reading == .assessed && account == .declared)
    }

    // MARK: Tables

    /// How many options stand in one cell; an issue that is a number has hundreds.
    private static let listed = 8

    func tables() -> [Table] {
        let rows = leeways.flatMap { leeway in leeway.rooms.map { (leader: leeway.narrative.leader, room: $0) } }
        let beyond = rows.filter { row in row.room.chosen.contains { $0.standing == .lost || $0.standing == .unsettled } }
        var ways = Table(
            id: "ways", title: "Where the package is, or may be, beyond what the public bears",
            columns: [
                .init("leader", "Leader"), .init("issue", "Issue"), .init("public", "Public"),
                .init("nearest", "Nearest way back"), .init("worth", "To the leader", unit: "swing points"),
            ],
            note: """
                Nearest: least change for the leader itself, in its own swing points, to an option on which the public is kept or, where \
                none is known, of which nothing is said. Of what is open, those on which it is kept.
                """)
        ways.rows = beyond.map { leader, room in
            let way = room.way?.move
            let own = room.chosen.filter(\.standing.isKept).map { explainer.title($0.option, of: room.issue) }
            return [
                explainer.cell(leader), explainer.cell(room.issue), verdict(room),
                way.map { .name(explainer.title($0.option, of: room.issue), id: $0.option.text) }
                    ?? (own.isEmpty ? .empty : .text(Phrase.brief(own, most: Self.listed))),
                way.map { .figure(Figure($0.worth, nominal: nil)) } ?? .empty,
            ]
        }
        var limits = Table(
            id: "limits", title: "Which moves would lose the public, everything else as in the package",
            columns: [
                .init("leader", "Leader"), .init("issue", "Issue"), .init("public", "Public"), .init("lost", "Lost at"),
                .init("kept", "Kept at", isDetail: true), .init("unsettled", "Not settled at", isDetail: true),
                .init("unsaid", "Nothing said of", isDetail: true),
            ],
            note: """
                Lost: the polls that the option brings into play leave no majority for it, or the public's position opposes it. \
                Kept: there is a majority, or the position at least tolerates it.
                """,
            isDetail: !beyond.isEmpty)
        limits.rows = rows.map { leader, room in
            func list(_ isMeant: (Room.Standing) -> Bool) -> Cell {
                let options = room.options(isMeant)
                return options.isEmpty
                    ? .empty : .text(Phrase.brief(options.map { explainer.title($0, of: room.issue) }, most: Self.listed))
            }
            return [
                explainer.cell(leader), explainer.cell(room.issue), verdict(room), list { $0 == .lost }, list(\.isKept),
                list { $0 == .unsettled }, list { $0 == .unsaid },
            ]
        }
        return [ways, limits].filter { !$0.rows.isEmpty }
    }

    private func verdict(_ room: Room) -> Cell {
        let standings = Set(room.chosen.map(\.standing))
        if !room.isKnown { return .verdict("not known", .neutral) }
        if standings == [.lost] { return .verdict("lost", .bad) }
        if standings.contains(.lost) || standings.contains(.unsettled) { return .verdict("not settled", .warning) }
        return standings.contains(.unsaid) ? .verdict("nothing against", .neutral) : .verdict("kept", .good)
    }
}
