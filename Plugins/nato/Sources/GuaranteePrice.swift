import PluginKit

// What giving up membership costs, which guarantee makes up for it, and whether a stronger one is always worth more.
extension GuaranteesReport {
    // MARK: The price of giving up membership

    /// What a guarantee has to bring beyond the least one, in swing points, for the party to do as well as without a deal.
    func needed(_ membership: ID<Option>, _ bundles: [Bundle]) -> Interval? {
        bundles.first { $0.membership == membership && $0.step == steps[0] }.flatMap(margin).map {
            Interval(low: max(0, -$0.high), high: max(0, -$0.low))
        }
    }

    /// What the party gives up beside the most open answer, by its position on membership alone.
    func lost(_ membership: ID<Option>) -> Interval? {
        stakes.swing(from: membership, to: memberships[0], on: scale.membership)
    }

    /// Steps that bring at least what is given up, by the party's positions alone: for certain, and perhaps.
    func compensating(_ membership: ID<Option>) -> (certain: [ID<Option>], perhaps: [ID<Option>]) {
        guard let lost = lost(membership) else { return ([], []) }
        let gains = steps.map { ($0, stakes.swing(from: steps[0], to: $0, on: scale.issue)) }
        let certain = gains.filter { $0.1.map { $0.low >= lost.high } ?? false }.map(\.0)
        let perhaps = gains.filter { $0.1.map { $0.high >= lost.low } ?? false }.map(\.0)
        return (certain, perhaps.filter { !certain.contains($0) })
    }

    func reaching(_ membership: ID<Option>, _ bundles: [Bundle], _ wanted: Reach) -> [ID<Option>] {
        bundles.filter { $0.membership == membership && reach($0) == wanted }.map(\.step)
    }

    func quoted(_ steps: [ID<Option>]) -> String { Phrase.list(steps.map { title(step: $0) }) }
    func listed(_ steps: [ID<Option>]) -> String { steps.count == self.steps.count ? "every step of the scale" : quoted(steps) }

    mutating func price(_ membership: ID<Option>, _ bundles: [Bundle]) -> Finding? {
        guard let needed = needed(membership, bundles) else { return nil }
        let least = title(step: steps[0])
        let title =
            needed.high == 0
            ? "For \(self.title(membership)) \(name) needs no guarantee beyond \(least) to do as well as without a deal, \(reading.phrase)"
            : """
            For \(self.title(membership)) \(name) needs a guarantee worth \(Phrase.range(needed)) swing points more than \(least) to do as \
            well as without a deal, \(reading.phrase)
            """
        var details: [String] = []
        let all: [(Reach, String)] = [
            (.certain, "For certain enough"), (.possible, "Perhaps enough"),
            (.open, "Open until the rest of the package is settled"),
            (.short, "Not enough"), (.line, "Not to be had without crossing a red line"), (.broken, "Cannot stand beside it"),
        ]
        for (reach, words) in all {
            let found = reaching(membership, bundles, reach)
            if !found.isEmpty { details.append("\(words): \(listed(found)).") }
        }
        if let lost = lost(membership) {
            let (certain, perhaps) = compensating(membership)
            let words = [
                certain.isEmpty ? nil : "\(quoted(certain)) for certain", perhaps.isEmpty ? nil : "\(quoted(perhaps)) perhaps",
            ].compactMap { $0 }
            details.append(
                """
                Beside \(self.title(memberships[0])) it gives up \(Phrase.points(lost)) swing points by its position; \
                \(words.isEmpty ? "no guarantee makes up for that" : "made up for by \(Phrase.list(words))").
                """)
        }
        var finding = Finding(.note, id: "price/\(membership)", title, detail: details.joined(separator: " "))
        finding.issues = [scale.membership, scale.issue]
        finding.parties = [party]
        finding.evidence = [membership, memberships[0]].compactMap { explainer.evidence($0, on: scale.membership, of: stakes) }
        finding.evidence += steps.compactMap { explainer.evidence($0, on: scale.issue, of: stakes) }
        finding.evidence += outsideEvidence()
        return finding.evidence.isEmpty ? nil : finding
    }

    // MARK: The order of guarantees

    /// Whether a stronger guarantee ever lowers what the package is worth to the party it is for.
    mutating func order(_ bundles: [Bundle]) -> Finding? {
        guard steps.count > 1 else { return nil }
        var (falls, maybe): ([(ID<Option>, ID<Option>)], [(ID<Option>, ID<Option>)]) = ([], [])
        for (index, weaker) in steps.enumerated() {
            for stronger in steps.dropFirst(index + 1) {
                if let swing = stakes.swing(from: weaker, to: stronger, on: scale.issue) {
                    if swing.high < 0 {
                        falls.append((weaker, stronger))
                    } else if fallsAtAnEnd(weaker, stronger, bundles) {
                        maybe.append((weaker, stronger))
                    }
                }
            }
        }
        func pairs(_ pairs: [(ID<Option>, ID<Option>)]) -> String {
            Phrase.brief(pairs.map { "\(title(step: $0.1)) below \(title(step: $0.0))" }, most: 4)
        }
        guard steps.contains(where: { stakes.account($0, on: scale.issue) != nil }) else { return nil }
        var finding: Finding
        if !falls.isEmpty {
            finding = Finding(
                .fragile, id: "order",
                "By its position \(name) likes a stronger guarantee less than a weaker one: \(pairs(falls)), \(reading.phrase)",
                detail:
                    "Either the order of the scale or the position is to be looked at again, or the guarantee costs what it protects."
            )
        } else if !maybe.isEmpty {
            finding = Finding(
                .fragile, id: "order",
                "A stronger guarantee may be worth less to \(name) than a weaker one: \(pairs(maybe)), \(reading.phrase)",
                detail:
                    "One end of the range falls along the scale: of its position, or of the package as a whole with what hangs together."
            )
        } else {
            finding = Finding(
                .strong, id: "order", "A stronger guarantee never lowers what the package is worth to \(name), \(reading.phrase)",
                detail: """
                    From \(title(step: steps[0])) to \(title(step: steps[steps.count - 1])) neither end of the range falls, beside any answer \
                    on membership. Ranges of neighbouring steps may overlap all the same.
                    """)
        }
        finding.issues = [scale.issue]
        finding.parties = [party]
        finding.evidence = steps.compactMap { explainer.evidence($0, on: scale.issue, of: stakes) }
        for (option, step) in scale.steps {
            finding.evidence.append(
                explainer.evidence(
                    place / "guaranteeScale" / "steps" / option.text,
                    "\(title(step: option)) gives \(Phrase.range(step.worth)) of membership's protection, in \(name)'s eyes",
                    step.source))
        }
        return finding
    }

    func fallsAtAnEnd(_ weaker: ID<Option>, _ stronger: ID<Option>, _ bundles: [Bundle]) -> Bool {
        if let a = stakes.level(weaker, on: scale.issue), let b = stakes.level(stronger, on: scale.issue),
            b.low < a.low || b.high < a.high
        {
            return true
        }
        return memberships.contains { membership in
            guard let a = bundles.first(where: { $0.membership == membership && $0.step == weaker }).flatMap(margin),
                let b = bundles.first(where: { $0.membership == membership && $0.step == stronger }).flatMap(margin)
            else { return false }
            return b.low < a.low || b.high < a.high
        }
    }
}
