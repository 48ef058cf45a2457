import PluginKit

/// The same in rows.
extension LeverageReport {
    func measureTable() -> Table {
        Table(
            id: "measures", title: "What each measure presses with",
            columns: [
                .init("measure", "Measure"), .init("target", "On"), .init("sender", "By", isDetail: true),
                .init("age", "In force", unit: "months"), .init("effect", "At first", unit: "points"),
                .init("left", "Left by adaptation", unit: "%"), .init("offset", "Offset by others", unit: "%"),
                .init("now", "Now", unit: "points"), .init("later", "In \(months)", unit: "points"),
                .init("cost", "Cost to the sender", unit: "points"),
            ],
            rows: pressures.counted.map { name in
                let measure = section.measures[name]
                return [
                    .name(measure?.title ?? name, id: name), measure.map { explainer.cell($0.target) } ?? .empty,
                    .text(explainer.names(measure?.sender ?? [])), .figure(Figure(pressures.age(of: name))),
                    .figure(Figure(pressures.effect(of: name))), .figure(Figure(share: pressures.left(name))),
                    .figure(Figure(share: pressures.offset(name))), .figure(Figure(pressures.on(name))),
                    .figure(Figure(pressures.on(name, later: ahead))),
                    measure?.cost.map { .figure(Figure(section.range($0))) } ?? .empty,
                ]
            },
            note: """
                Effect · 2^(−months in force / half-life) · (1 − share offset), on 0–100. Every range holds whatever the true \
                estimates are within theirs; powers are rounded outward. The cost is taken to stay.
                """)
    }

    func totalTable() -> Table {
        Table(
            id: "totals", title: "What measures come to together",
            columns: [
                .init("target", "On"), .init("measures", "Measures"), .init("now", "Now", unit: "points"),
                .init("words", "In words"), .init("later", "In \(months)", unit: "points"), .init("words-later", "In words"),
            ],
            rows: pressures.targets.map { target in
                let (now, later) = (total(target), total(target, later: ahead))
                return [
                    explainer.cell(target), .figure(Figure(exact: Number(pressures.counted(on: target).count))),
                    .figure(Figure(now)), section.bands(now).map { .text($0) } ?? .empty,
                    .figure(Figure(later)), section.bands(later).map { .text($0) } ?? .empty,
                ]
            },
            note:
                "From the strongest measure alone to the sum of all, and at most 100; a measure made up of others is not counted again."
        )
    }

    /// The pressure on each target as it is, without each third party, and without all of them.
    func thirdPartyTable() -> Table {
        let vias = OrderedSet(section.leakage.values.map(\.via)).elements
        let cases: [(String, String, Set<ID<Party>>)] =
            [("as-is", "As it is", [])] + vias.map { ($0.text, "Without \(explainer.name($0))", [$0]) }
            + (vias.count > 1 ? [("none", "Without any of them", Set(vias))] : [])
        let targets = pressures.targets.filter { target in
            pressures.counted(on: target).contains { !pressures.offsets($0).isEmpty }
        }
        return Table(
            id: "third-parties", title: "What third parties change",
            columns: [
                .init("target", "On"), .init("case", "Case"), .init("now", "Now", unit: "points"),
                .init("later", "In \(months)", unit: "points"),
            ],
            rows: targets.flatMap { target in
                cases.map { _, title, without in
                    [
                        explainer.cell(target), .text(title), .figure(Figure(total(target, without: without))),
                        .figure(Figure(total(target, later: ahead, without: without))),
                    ]
                }
            },
            note:
                "What two third parties offset may be the same trade or not, so together they offset between the larger share and the sum."
        )
    }

    func packageTable(_ package: Package) -> Table {
        let end = package.schedule.map(\.at).max() ?? 0
        return Table(
            id: "package", title: "What the package makes of each measure",
            columns: [
                .init("measure", "Measure"), .init("target", "On"), .init("choice", "In the package"),
                .init("signed", "In force at signature", unit: "%"), .init("end", "At the end", unit: "%"),
                .init("now", "Pressure now", unit: "points"), .init("after", "At signature", unit: "points"),
            ],
            rows: pressures.counted.compactMap { name in
                guard let measure = section.measures[name],
                    let fate = Fate(of: measure, in: package, workspace, coalition: section.coalition?.members ?? [])
                else { return nil }
                let options = fate.words.keys.map { explainer.title($0, of: fate.issue) }
                return [
                    .name(measure.title, id: name), explainer.cell(measure.target),
                    options.count == 1 ? .text(options[0]) : .verdict("open: \(options.joined(separator: " | "))", .warning),
                    .figure(Figure(share: fate.inForce(at: 0))), .figure(Figure(share: fate.inForce(at: end))),
                    .figure(Figure(pressures.on(name))), .figure(Figure(pressures.on(name, inForce: fate.inForce(at: 0)))),
                ]
            },
            note: end > 0
                ? "The end is that of the schedule, after \(workspace.timeUnit.span(end)). Where the package says neither when nor how much, anything from nothing to all is in force."
                : "The package has no schedule. Where it says neither when nor how much, anything from nothing to all is in force."
        )
    }

    func chart() -> Chart {
        Chart(
            id: "pressure", title: "Pressure now", scale: SanctionsSection.scale, unit: "points",
            bars: pressures.counted.map { name in
                Chart.Bar(section.measures[name]?.title ?? name, Figure(pressures.on(name)))
            })
    }
}
