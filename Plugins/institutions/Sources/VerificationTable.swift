import PluginKit

/// Commitment by commitment and body by body, in rows.
extension VerificationReport {
    func commitmentTable() -> Table {
        var rows: [[Cell]] = []
        for undertaking in undertakings {
            for coverage in undertaking.coverages {
                let branches = undertaking.answers.filter { $0.coverage == coverage }.map(\.branch)
                let condition =
                    undertaking.coverages.count == 1 ? "" : conditions(branches, of: undertaking.answers.map(\.branch))
                rows.append(
                    [
                        .name(undertaking.commitment.title, id: undertaking.name),
                        .verdict(undertaking.truth == .yes ? "yes" : "open", .neutral), .text(condition),
                        coverage.body.map { .name(name($0), id: $0) } ?? .verdict("nobody", .bad),
                    ] + cells(undertaking.commitment, coverage))
            }
        }
        return Table(
            id: "commitments", title: "What is undertaken, and who would verify it",
            columns: [
                .init("commitment", "Commitment"), .init("undertaken", "Undertaken"), .init("when", "When", isDetail: true),
                .init("body", "Verifier"), .init("mandate", "Mandate"), .init("access", "Access"), .init("capacity", "Capacity"),
                .init("time", "In time"),
            ], rows: rows,
            note: """
                Access and capacity: what the body has, of what the commitment takes, both as estimated, 0–1; each commitment by \
                itself. In time: the month in which the schedule begins it, and those in which the body can be there. Whether \
                somebody stops the mandate is another question, below.
                """)
    }

    func cells(_ commitment: Commitment, _ coverage: Coverage) -> [Cell] {
        guard let body = coverage.body.flatMap({ section.bodies[$0] }) else { return [.empty, .empty, .empty, .empty] }
        func cell(_ comparison: Comparison) -> Cell {
            let text = "\(Phrase.range(comparison.have)) of \(Phrase.range(comparison.need))"
            switch comparison.verdict {
            case .enough: return .verdict(text, .good)
            case .short: return .verdict(text, .bad)
            case .open: return .verdict(text, .warning)
            }
        }
        let hasMandate = !coverage.gaps.contains(.mandate)
        let ready = readiness.ready(body)
        let time = readiness.firstStep(on: commitment.issue).map { Comparison(readiness.months($0), of: ready) }
        let tone: Cell.Tone =
            switch time?.verdict {
            case .enough?: .good
            case .short?: .bad
            case .open?: .warning
            case nil: .neutral
            }
        return [
            hasMandate ? .verdict("can be given", .good) : .verdict("none", .bad),
            cell(Comparison(body.access, of: commitment.demand.access)),
            cell(Comparison(body.capacity, of: commitment.demand.capacity)),
            .verdict(
                time.map { "begins \(Phrase.range($0.have)), there \(Phrase.range($0.need))" }
                    ?? "no date, there \(Phrase.range(ready))", tone),
        ]
    }
}
