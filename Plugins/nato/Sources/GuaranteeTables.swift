import PluginKit

// The tables of guarantees.
extension GuaranteesReport {
    // MARK: Tables

    func grid(_ bundles: [Bundle]) -> Table {
        Table(
            id: "grid",
            title:
                "Does \(name) do as well as without a deal? Each guarantee beside each answer on membership, \(reading.phrase)",
            columns: [.init("guarantee", "Guarantee")]
                + memberships.map { .init($0.text, explainer.title($0, of: scale.membership)) },
            rows: steps.map { step in
                [.name(explainer.title(step, of: scale.issue), id: step.text)]
                    + memberships.map { membership in
                        guard let bundle = bundles.first(where: { $0.membership == membership && $0.step == step }) else {
                            return .empty
                        }
                        let (text, tone) = words(reach(bundle))
                        let isOffered =
                            draft.possible(scale.membership).contains(membership) && draft.possible(scale.issue).contains(step)
                        return .verdict("\(text)\(isOffered ? " *" : "")", tone)
                    }
            },
            note: """
                Everything else stays as the package has it, with what hangs together counted. An asterisk marks what the package says or \
                leaves open. “Reaches” holds over all stated ranges, “may reach” within them; whether others accept is not asked here.
                """)
    }

    func priceTable(_ bundles: [Bundle]) -> Table {
        Table(
            id: "price", title: "What \(name) would need for giving up membership, \(reading.phrase)",
            columns: [
                .init("option", "Answer on membership"), .init("needed", "Guarantee needed", unit: "swing points"),
                .init("certain", "Enough for certain"), .init("possible", "Perhaps enough"),
                .init("lost", "Given up by position", unit: "swing points"), .init("compensated", "Made up for by (perhaps)"),
            ],
            rows: givenUp.map { membership in
                let (certain, perhaps) = compensating(membership)
                return [
                    .name(explainer.title(membership, of: scale.membership), id: membership.text),
                    needed(membership, bundles).map { .figure(Figure($0, nominal: nil)) } ?? .empty,
                    .text(listed(reaching(membership, bundles, .certain))),
                    .text(listed(reaching(membership, bundles, .possible))),
                    lost(membership).map { .figure(Figure($0, nominal: nil)) } ?? .empty,
                    .text(
                        [quoted(certain), perhaps.isEmpty ? "" : "(\(quoted(perhaps)))"].filter { !$0.isEmpty }.joined(
                            separator: " ")),
                ]
            },
            note: """
                Needed: beyond “\(explainer.title(steps[0], of: scale.issue))”, to do as well as without a deal, everything counted. Given \
                up: beside “\(explainer.title(memberships[0], of: scale.membership))”, by the positions on the two issues alone. Swing \
                points are \(name)'s own and compare with nobody else's.
                """)
    }

    func scaleTable() -> Table {
        let deterrence = readers(.deterrence)
        let threat = readers(.threat)
        var table = Table(
            id: "scale", title: "Guarantees from the least commitment to the most",
            columns: [
                .init("step", "Guarantee"), .init("worth", "Of membership's protection", unit: "0–1"),
                .init("stance", "\(name), \(reading.rawValue)", unit: "0–1"), .init("needs", "Takes the consent of"),
                .init("automatic", "Acts by itself"), .init("troops", "Foreign troops"),
            ]
                + deterrence.map { .init("deterrence-\($0)", "Deters, to \(explainer.name($0))", unit: "0–1", isDetail: true) }
                + threat.map { .init("threat-\($0)", "Threatens, to \(explainer.name($0))", unit: "0–1", isDetail: true) },
            note: "What a step gives of membership's protection is an estimate of how \(name) sees it; nobody has measured it.")
        for step in steps {
            let option = workspace.issues[scale.issue]?.options[step]
            let read = section.readings[scale.issue]?.options[step]
            var row: [Cell] = [.name(explainer.title(step, of: scale.issue), id: step.text)]
            row.append(share(scale.steps[step]?.worth))
            row.append(share(stakes.level(step, on: scale.issue)))
            row.append(.text(explainer.names(option?.needs ?? [])))
            row += [Attribute.automatic, Attribute.foreignTroops].map { attribute in
                option?.flag(attribute).map { .text($0 ? "yes" : "no") } ?? .empty
            }
            row += deterrence.map { share(read?.deterrence[$0]) } + threat.map { share(read?.threat[$0]) }
            table.rows.append(row)
        }
        if let beyond = scale.beyond {
            func strength(_ party: ID<Party>, _ meaning: ClauseReading.Meaning) -> Cell {
                share(section.articleFive[party].flatMap { $0.reading == meaning ? $0.strength : nil })
            }
            table.rows.append(
                [.text("(\(beyond.title))"), share(beyond.worth), .empty, .empty, .empty, .empty]
                    + deterrence.map { strength($0, .deterrent) } + threat.map { strength($0, .provocation) })
        }
        return table
    }

    func readers(_ aspect: Aspect) -> [ID<Party>] {
        let read = section.readings[scale.issue]?.options ?? [:]
        return workspace.parties.keys.filter { party in read.values.contains { $0[aspect][party] != nil } }
    }

    func share(_ range: Interval?) -> Cell {
        guard let range else { return .empty }
        guard !range.isPoint else { return .figure(Figure(exact: range.low.rounded(decimals: 2))) }
        return .figure(Figure(bounds: Interval(low: range.low.roundedDown(decimals: 2), high: range.high.roundedUp(decimals: 2))))
    }

    func bundleTable(_ bundles: [Bundle]) -> Table {
        Table(
            id: "bundles", title: "Each pair put into the package, \(reading.phrase)",
            columns: [
                .init("membership", "Membership"), .init("guarantee", "Guarantee"), .init("reach", name),
                .init("margin", "Beyond no deal", unit: "swing points"), .init("others", "Excluded by others who must consent"),
            ],
            rows: bundles.map { bundle in
                let (text, tone) = words(reach(bundle))
                return [
                    .name(explainer.title(bundle.membership, of: scale.membership), id: bundle.membership.text),
                    .name(explainer.title(bundle.step, of: scale.issue), id: bundle.step.text), .verdict(text, tone),
                    bundle.outcome[party]?.margin.map(Cell.figure) ?? .empty, .text(explainer.names(excluding(bundle))),
                ]
            }, isDetail: true)
    }
}
