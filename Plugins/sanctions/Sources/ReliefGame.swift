import PluginKit

// What the game of a schedule comes to: where defecting pays, what would settle it, what smaller tranches change.
extension ReliefReport {
    /// Into how many parts a round is cut at most in search of a split that repairs the schedule.
    private static let mostParts = 6

    mutating func gameFindings() -> [Finding] {
        game.parties.compactMap { verdict(on: $0) } + [tranches(), snapbackNeed()].compactMap { $0 }
    }

    /// The decision with the least margin at worst.
    private func binding(_ party: ID<Party>) -> Judged? {
        judged.filter { $0.decision.party == party }.min { ($0.value.low, $0.value.high) < ($1.value.low, $1.value.high) }
    }

    private mutating func verdict(on party: ID<Party>) -> Finding? {
        guard let binding = binding(party) else { return nil }
        let own = judged.filter { $0.decision.party == party }
        let fails = own.filter { $0.truth == .no }
        let open = own.filter { $0.truth == .open }
        let name = explainer.name(party)
        let blank = game.issues.filter { issue in
            !game.stakes.isKnown(issue, party) && game.moves.contains { ($0.step.delivers[issue] ?? 0) > 0 }
        }
        let unknown =
            blank.isEmpty
            ? nil : "It has no position on \(Phrase.list(blank.map(explainer.title))), so what is done there counts nothing for it."
        var finding: Finding
        if let first = fails.first {
            let others = fails.count - 1
            let margin = """
                Whatever the true values are within the ranges, by \(Phrase.points(.zero - first.value)) of its own swing \
                points\(others > 0 ? ", and at \(Phrase.count(others, "more point"))" : "").
                """
            finding = Finding(
                .fragile, id: "defects/\(party)", "Defecting pays \(name) \(moment(first.decision))",
                detail: [margin, unknown].compactMap { $0 }.joined(separator: " "))
        } else if let worst = open.first {
            let details = [deciding(binding), unknown].compactMap { $0 }
            finding = Finding(
                .note, id: "defects/\(party)",
                open.count == own.count
                    ? "Whether going on pays \(name) is not settled at any of its \(Phrase.count(own.count, "point"))"
                    : "Whether going on pays \(name) is not settled at \(Phrase.count(open.count, "point")) of \(own.count), first \(moment(worst.decision))",
                detail: details.isEmpty ? nil : details.joined(separator: " "))
        } else {
            finding = Finding(
                .strong, id: "defects/\(party)",
                "Going on pays \(name) at each of its \(Phrase.count(own.count, "point")), over all stated ranges", detail: unknown)
        }
        finding.parties = [party]
        finding.issues = game.issues
        let entries = OrderedSet(own.flatMap { $0.decision.margin.terms.compactMap(\.snapback) }).elements
        finding.evidence =
            evidence(
                OrderedSet((fails + open + [binding]).map(\.decision.move.index)).compactMap { index in
                    game.moves.first { $0.index == index }
                }) + evidence(worthTo: party) + evidence(snapback: entries)
        if finding.evidence.isEmpty {
            finding.evidence = [explainer.evidence(theCase.place / "exchange", "what is exchanged", exchange.source)]
        }
        return finding
    }

    /// The range at whose two ends the question is answered, or else the one whose being known would narrow the margin most.
    private mutating func deciding(_ judged: Judged) -> String? {
        let inputs = game.inputs(of: judged.decision.party)
        let margin = judged.decision.margin
        var settling: String?
        var narrowing: (what: String, width: Number)?
        func consider(_ what: String, _ range: Interval, _ fix: (inout Margin.Inputs, Interval) -> Void) {
            guard !range.isPoint else { return }
            func value(_ point: Number) -> Interval {
                var fixed = inputs
                fix(&fixed, Interval(point))
                return margin.value(fixed, &powers)
            }
            let ends = [value(range.low), value(range.high)]
            if settling == nil, ends.allSatisfy({ $0.low >= 0 || $0.high < 0 }) { settling = what }
            let width = value(range.midpoint).width
            if width < narrowing?.width ?? judged.value.width { narrowing = (what, width) }
        }
        for (issue, worth) in inputs.worth {
            consider("what \(explainer.title(issue)) is worth", worth) { $0.worth[issue] = $1 }
        }
        consider("its patience", inputs.patience) { $0.patience = $1 }
        for entry in OrderedSet(margin.terms.compactMap(\.snapback)) {
            guard let range = inputs.credibility[entry] else { continue }
            consider("the credibility of “\(entry)”", range) { $0.credibility[entry] = $1 }
        }
        if let settling { return "Knowing \(settling) would settle it where it has least to gain." }
        return narrowing.map { "No single range settles it; \($0.what) would narrow it most." }
    }

    // MARK: Snapback

    /// What credibility of snapback it takes, and whether that is there.
    private mutating func snapbackNeed() -> Finding? {
        let dependent = judged.filter { $0.decision.margin.terms.contains { $0.snapback != nil } }
        guard !dependent.isEmpty else { return nil }
        let need = credibility(dependent)
        let entries = OrderedSet(dependent.flatMap { $0.decision.margin.terms.compactMap(\.snapback) })
        let stated = entries.compactMap { section.snapback[$0]?.credibility }
        guard let least = stated.map(\.low).min(), let most = stated.map(\.high).max() else { return nil }
        let range = Interval(low: least, high: most)
        let never = dependent.filter { $0.credibility.low == nil }
        var finding: Finding
        if let first = never.first {
            finding = Finding(
                .fragile, id: "snapback/need",
                "Even a snapback that never fails does not keep \(explainer.name(first.decision.party)) to the exchange \(moment(first.decision))",
                detail:
                    "What would be taken back is worth less to it than what defecting saves or gives back, over all stated ranges."
            )
        } else {
            finding = Finding(
                need.high.map { $0 <= least } == true ? .strong : .fragile, id: "snapback/need",
                "How far the snapback has to be believed: \(words(need)); it is taken as \(Phrase.range(range))",
                detail: need.high == nil
                    ? "With the values that speak most against it, not even a certain one is enough. What the steps are worth would settle it."
                    : "The same credibility for all who hold one; the lower figure is with the values that speak most for the exchange, the upper one with those that speak most against."
            )
        }
        finding.parties = OrderedSet(dependent.map(\.decision.party)).elements
        finding.issues = exchange.relief
        finding.evidence = evidence(snapback: entries.elements)
        return finding
    }

    // MARK: Tranches

    private mutating func tranches() -> Finding? {
        let before = (fails: judged.count { $0.truth == .no }, open: judged.count { $0.truth == .open })
        guard before.fails + before.open > 0, !game.moves.isEmpty else { return nil }
        // The least number of parts with which every point holds over all ranges, at the midpoints, and with which none fails
        // over all ranges.
        var holds: Int?
        var middle: Int?
        var passes: Int?
        for parts in 2...Self.mostParts where holds == nil {
            let cut = game.split(into: parts)
            func all(_ holds: (Interval) -> Bool) -> Bool {
                cut.decisionsFromTheEnd.allSatisfy { holds($0.margin.value(cut.inputs(of: $0.party), &powers)) }
            }
            if passes == nil, before.fails > 0, all({ $0.high >= 0 }) { passes = parts }
            // What does not hold at the midpoints does not hold over all ranges.
            let passesMiddle = cut.decisionsFromTheEnd.allSatisfy { $0.margin.nominal(cut.inputs(of: $0.party), &powers) >= 0 }
            guard passesMiddle else { continue }
            if middle == nil, judged.contains(where: { $0.nominal < 0 }) { middle = parts }
            if all({ $0.low >= 0 }) { holds = parts }
        }
        func needed(_ parts: Int) -> String {
            "The parts take turns within the time that the round has now. It is assumed that \(parts) times as many steps can be verified."
        }
        var finding: Finding
        if let holds {
            finding = Finding(
                .strong, id: "tranches",
                "Cut into \(holds) tranches each, the rounds of the exchange hold over all stated ranges",
                detail: needed(holds))
        } else if let parts = middle ?? passes {
            finding = Finding(
                .note, id: "tranches",
                middle == nil
                    ? "Cut into \(parts) tranches each, the rounds of the exchange have no point at which defecting surely pays"
                    : "Cut into \(parts) tranches each, the rounds of the exchange hold at the midpoints of all ranges",
                detail: "Over all ranges it is not settled even then. \(needed(parts))")
        } else {
            let stuck =
                judged.first { $0.nominal < 0 && $0.decision.defection != .withholding } ?? judged.first { $0.nominal < 0 }
            let why =
                switch stuck?.decision.defection {
                case nil: "At the midpoints the exchange holds as it is."
                case .withholding?:
                    "What \(explainer.name(stuck?.decision.party ?? "")) is given later is worth less to it than its own step costs, however small both are made."
                default:
                    "\(Phrase.capitalized(stuck.map { moment($0.decision) } ?? "")) \(explainer.name(stuck?.decision.party ?? "")) has everything to win back at once, and smaller steps before do not change that."
                }
            finding = Finding(
                .note, id: "tranches", "Smaller tranches do not repair the exchange",
                detail:
                    "With rounds cut into 2 to \(Self.mostParts) parts not every point holds over all ranges. \(why)"
            )
        }
        finding.issues = game.issues
        finding.evidence =
            evidence(game.moves) + [explainer.evidence(theCase.place / "exchange", "what is exchanged", exchange.source)]
        return finding
    }

    // MARK: Exposure

    /// Those whom the exchange concerns: who has a step, or a position on what is exchanged and a say.
    var concerned: [ID<Party>] {
        game.parties.filter { party in game.issues.contains { game.stakes.isKnown($0, party) } }
    }

    private func worst(_ party: ID<Party>) -> (index: Int, standing: Interval)? {
        game.moves.indices.map { (index: $0, standing: game.standing(of: party, after: $0)) }
            .min { ($0.standing.low, $0.standing.high) < ($1.standing.low, $1.standing.high) }
    }

    /// Who surely stands worse than without a deal at some point.
    mutating func exposureFindings() -> [Finding] {
        concerned.compactMap { party in
            guard let (index, standing) = worst(party), standing.high < 0 else { return nil }
            let move = game.moves[index]
            var finding = Finding(
                .fragile, id: "exposure/\(party)", "\(explainer.name(party)) is most exposed after “\(move.step.title)”",
                detail: "If everything stopped there, it would stand at \(Phrase.points(standing)) of its own swing points.")
            finding.parties = [party]
            finding.issues = game.issues
            finding.evidence = evidence([move]) + evidence(worthTo: party)
            return finding
        }
    }

    mutating func snapbackFindings() -> [Finding] {
        let relief = game.moves.filter { move in exchange.relief.contains { (move.step.delivers[$0] ?? 0) > 0 } }
        guard !relief.isEmpty else { return [] }
        var findings: [Finding] = []
        let lasting = relief.filter { !$0.step.reversible || $0.step.snapbackBy == nil }
        if !lasting.isEmpty {
            var finding = Finding(
                .missing, id: "snapback/none",
                "\(Phrase.count(lasting.count, "tranche")) of relief can be taken back by nobody who is named",
                detail:
                    "\(Phrase.brief(lasting.map { Phrase.quoted($0.step.title) }, most: 4)). Write reversible: true and snapbackBy at the step, if it can."
            )
            finding.parties = OrderedSet(lasting.map(\.step.party)).elements
            finding.evidence = evidence(lasting)
            findings.append(finding)
        }
        let stopped = relief.filter { $0.step.snapbackBy != nil && !vetoes($0).isEmpty }
        if !stopped.isEmpty {
            let parties = OrderedSet(stopped.flatMap(vetoes)).elements
            let entries = OrderedSet(stopped.flatMap(entries)).elements
            var finding = Finding(
                .fragile, id: "snapback/veto",
                "\(explainer.names(parties)) can each stop the return of \(Phrase.count(stopped.count, "tranche"))",
                detail: parties.count > 1 ? "One of them is enough." : nil)
            finding.parties = parties
            finding.evidence = evidence(stopped) + evidence(snapback: entries)
            findings.append(finding)
        }
        let alone = relief.filter { $0.step.snapbackBy != nil && $0.step.reversible && vetoes($0).isEmpty }
        if !alone.isEmpty {
            let holders = OrderedSet(alone.compactMap(\.step.snapbackBy)).elements
            var finding = Finding(
                .strong, id: "snapback/alone",
                "\(explainer.names(holders)) can bring back \(Phrase.count(alone.count, "tranche")) alone: no veto is named there")
            finding.parties = holders
            finding.evidence = evidence(alone) + evidence(snapback: OrderedSet(alone.flatMap(entries)).elements)
            findings.append(finding)
        }
        return findings.filter { !$0.evidence.isEmpty }
    }

    private func entries(_ move: Game.Move) -> [String] {
        OrderedSet(
            exchange.relief.filter { (move.step.delivers[$0] ?? 0) > 0 }.compactMap {
                game.snapback(of: $0, by: move.step.snapbackBy)
            }
        ).elements
    }

    /// Those who can stop the return of a tranche: by the step, and by the section where it speaks of the holder.
    func vetoes(_ move: Game.Move) -> [ID<Party>] {
        let said = entries(move).compactMap { section.snapback[$0] }.filter { $0.holder == move.step.snapbackBy }.flatMap(
            \.vetoes)
        return OrderedSet(move.step.veto + said).elements
    }

    // MARK: Tables

    /// Per party the point that binds, and what it takes there.
    func bindingTable() -> Table {
        Table(
            id: "binding", title: "Where each has least to gain from going on",
            columns: [
                .init("party", "Who"), .init("step", "Step, and by what"), .init("margin", "Gain", unit: "swing points"),
                .init("holds", "Holds"), .init("patience", "Least patience"), .init("stated", "Taken as"),
            ],
            rows: game.parties.compactMap { party in
                guard let binding = binding(party) else { return nil }
                let by =
                    switch binding.decision.defection {
                    case .withholding: "\(binding.decision.move.step.title): leaving it out"
                    case .undoing: "\(binding.decision.move.step.title): leaving it out and undoing"
                    case .afterwards: "after the last step: undoing"
                    }
                return [
                    explainer.cell(party), .text(by), .figure(Figure(binding.value, nominal: binding.nominal)), cell(binding.truth),
                    .text(words(patience(of: party))), .text(Phrase.range(game.inputs(of: party).patience)),
                ]
            },
            note: """
                Gain: of going on over defecting, discounted from then on. Least patience: a \(workspace.timeUnit.rawValue), for all \
                its points, from what may be enough to what surely is.
                """)
    }

    /// Per party the step after which it is exposed most.
    func worstTable() -> Table {
        Table(
            id: "exposed", title: "Where each is most exposed",
            columns: [
                .init("party", "Who"), .init("at", "At", unit: "\(workspace.timeUnit.rawValue)s"), .init("step", "If everything stops after"),
                .init("standing", "It stands at", unit: "swing points"),
            ],
            rows: concerned.compactMap { party in
                guard let (index, standing) = worst(party) else { return nil }
                let step = game.moves[index].step
                return [
                    explainer.cell(party), .figure(Figure(exact: step.at)), .name(step.title, id: step.id),
                    .figure(Figure(standing, nominal: nil)),
                ]
            },
            note: "Against no deal, counting the exchange alone. Points of different parties cannot be compared.", isDetail: true)
    }

    private func cell(_ truth: Truth) -> Cell {
        truth == .yes ? .verdict("yes", .good) : truth == .no ? .verdict("no", .bad) : .verdict("not settled", .warning)
    }

    func decisionTable() -> Table {
        Table(
            id: "decisions", title: "Where defecting might pay",
            columns: [
                .init("at", "At", unit: "\(workspace.timeUnit.rawValue)s"), .init("party", "Who"), .init("step", "Step"),
                .init("defection", "By"), .init("margin", "Gain from going on", unit: "swing points"), .init("holds", "Holds"),
                .init("patience", "Least patience"), .init("credibility", "Least credibility of snapback"),
            ],
            rows: judged.map { judged in
                let (decision, step) = (judged.decision, judged.decision.move.step)
                let isOver = decision.defection == .afterwards
                return [
                    .figure(Figure(exact: isOver ? (game.moves.last?.step.at ?? 0) : step.at)), explainer.cell(decision.party),
                    isOver ? .text("after the last step") : .name(step.title, id: step.id),
                    .text(
                        decision.defection == .withholding
                            ? "leaving it out" : decision.defection == .undoing ? "and undoing" : "undoing"),
                    .figure(Figure(judged.value, nominal: judged.nominal)),
                    cell(judged.truth),
                    .text(words(judged.patience)), .text(words(judged.credibility)),
                ]
            },
            note: """
                Gain of going on over defecting, and at the midpoints of all ranges, in the party's own swing points \(reading.phrase), from that step on, discounted \
                by its patience; it holds where the gain is not negative. Least patience is with the stated credibility, least \
                credibility with the stated patience; both are scanned or solved over all ranges, and each range reaches from what \
                may be enough to what surely is.
                """, isDetail: true)
    }

    /// How far each settlement is carried out after each step.
    func progressTable() -> Table {
        let delivered = game.issues.filter { issue in game.moves.contains { ($0.step.delivers[issue] ?? 0) > 0 } }
        return Table(
            id: "progress", title: "What is done and given after each step",
            columns: [
                .init("at", "At", unit: "\(workspace.timeUnit.rawValue)s"), .init("step", "Step"),
                .init("party", "Who", isDetail: true),
            ]
                + delivered.map { .init($0.text, explainer.title($0), unit: "%") },
            rows: game.moves.indices.map { index in
                let step = game.moves[index].step
                return [.figure(Figure(exact: step.at)), .name(step.title, id: step.id), explainer.cell(step.party)]
                    + delivered.map { .figure(Figure(exact: (game.share(of: $0, after: index) * 100).rounded(decimals: 0))) }
            },
            note: "Shares of each settlement, by the schedule.", isDetail: true)
    }

    func exposureTable() -> Table {
        Table(
            id: "exposure", title: "Where each stands if everything stops after a step",
            columns: [.init("at", "At", unit: "\(workspace.timeUnit.rawValue)s"), .init("step", "Step")]
                + concerned.map { .init($0.text, explainer.name($0), unit: "swing points") },
            rows: game.moves.indices.map { index in
                let step = game.moves[index].step
                return [.figure(Figure(exact: step.at)), .name(step.title, id: step.id)]
                    + concerned.map { .figure(Figure(game.standing(of: $0, after: index), nominal: nil)) }
            },
            note: """
                Against no deal, in each party's own swing points \(reading.phrase), counting what is exchanged and nothing else: \
                negative is exposed. Points of different parties cannot be compared.
                """, isDetail: true)
    }

    func snapbackTable() -> Table {
        let relief = game.moves.filter { move in exchange.relief.contains { (move.step.delivers[$0] ?? 0) > 0 } }
        return Table(
            id: "snapback", title: "How relief would be taken back",
            columns: [
                .init("step", "Tranche"), .init("by", "By"), .init("veto", "Can be stopped by"),
                .init("credibility", "How likely", unit: "of 1"), .init("lag", "After", unit: "months"),
            ],
            rows: relief.map { move in
                let known = entries(move).compactMap { section.snapback[$0] }
                let credibility = known.dropFirst().reduce(known.first?.credibility) { $0?.hull($1.credibility) }
                let lag = known.dropFirst().reduce(known.first?.lagMonths) { $0?.hull($1.lagMonths) }
                let stopping = vetoes(move)
                return [
                    .name(move.step.title, id: move.step.id),
                    move.step.snapbackBy.map { explainer.cell($0) } ?? .verdict("nobody named", .warning),
                    stopping.isEmpty ? .text("nobody named") : .verdict(explainer.names(stopping), .warning),
                    credibility.map { .figure($0.isPoint ? Figure(exact: $0.low) : Figure(bounds: $0)) } ?? .empty,
                    lag.map { .figure($0.isPoint ? Figure(exact: $0.low) : Figure(bounds: $0)) } ?? .empty,
                ]
            },
            note:
                "Likelihoods and months are the section's estimates, of the holder named at the step or else of whoever holds the same measures.",
            isDetail: true)
    }
}
