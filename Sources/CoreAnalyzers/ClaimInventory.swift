import Findings
import Negotiation
import OrderedCollections
import Shapes

/// One statement of a workspace that can be right or wrong, and what it rests on.
struct Claim {
    enum Kind: String, CaseIterable {
        case parties, goals, redLines, outside, reservations, issues, options, acts, positions, assessed, noDeal, linkages,
            decision,
            scenarios, consequences, record, packages

        var title: String {
            switch self {
            case .parties: "Parties"
            case .goals: "Goals"
            case .redLines: "Red lines"
            case .outside: "Outside values"
            case .reservations: "Reservations"
            case .issues: "Issues"
            case .options: "Options"
            case .acts: "Unilateral acts"
            case .positions: "Positions (declared)"
            case .assessed: "Positions (assessed)"
            case .noDeal: "No deal"
            case .linkages: "Linkages"
            case .decision: "Decision rule"
            case .scenarios: "Scenarios"
            case .consequences: "Consequences"
            case .record: "Record of the talks"
            case .packages: "Packages and their steps"
            }
        }
    }

    var kind: Kind
    var pointer: Pointer
    var source: Citation?
    /// Whose claim it is about, where it is about one party.
    var party: ID<Party>?
}

extension Workspace {
    /// Every claim, in the order of the document. Issues and packages are claims only where they cite something: a question
    /// and a draft claim nothing.
    var claims: [Claim] {
        var claims: [Claim] = []
        func add(_ kind: Claim.Kind, _ pointer: Pointer, _ source: Citation?, _ party: ID<Party>? = nil) {
            claims.append(Claim(kind: kind, pointer: pointer, source: source, party: party))
        }
        for (id, party) in parties {
            let place = Pointer(["parties", id.text])
            add(.parties, place, party.source, id)
            for (key, goal) in party.agenda { add(.goals, place / "agenda" / key, goal.source, id) }
            for (key, line) in party.redLines { add(.redLines, place / "redLines" / key, line.source, id) }
            for (index, value) in party.outside.enumerated() {
                add(.outside, place.outside(index, of: party), value.source, id)
            }
            if party.reservation != nil { add(.reservations, place / "reservation", party.reservationSource, id) }
            if let decision = party.decision { add(.decision, place / "decision", decision.source, id) }
        }
        for (id, issue) in issues {
            let place = Pointer(["issues", id.text])
            if issue.source != nil { add(.issues, place, issue.source) }
            for (key, option) in issue.options { add(.options, place / "options" / key.text, option.source) }
            for (key, act) in issue.acts { add(.acts, place / "acts" / key, act.source, act.party) }
            for (party, position) in issue.positions {
                let spot = place / "positions" / party.text
                add(.positions, spot, position.source, party)
                if let assessed = position.assessed { add(.assessed, spot / "assessed", assessed.source, party) }
            }
        }
        if let noDeal { add(.noDeal, "/noDeal", noDeal.source) }
        for (id, linkage) in linkages { add(.linkages, Pointer(["linkages", id.text]), linkage.source) }
        if let decision { add(.decision, "/decision", decision.source) }
        for (id, scenario) in scenarios {
            let place = Pointer(["scenarios", id.text])
            add(.scenarios, place, scenario.source)
            for (index, consequence) in scenario.consequences.enumerated() {
                add(.consequences, place / "consequences" / index, consequence.source)
            }
        }
        for (id, entry) in record { add(.record, Pointer(["record", id.text]), entry.source, entry.party) }
        for (id, package) in packages {
            let place = Pointer(["packages", id.text])
            if package.source != nil { add(.packages, place, package.source) }
            for (index, step) in package.schedule.enumerated() where step.source != nil {
                add(.packages, place / "schedule" / index, step.source, step.party)
            }
        }
        return claims
    }
}
