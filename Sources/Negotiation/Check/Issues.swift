import OrderedCollections
import Shapes

extension Checker {
    mutating func checkIssues() {
        for (id, issue) in workspace.issues {
            let here: Pointer = ["issues", id.text]
            cite(issue.source, at: here)
            reserved(id.text, "an issue", at: here)
            checkChoices(issue, id, at: here)
            parties(issue.controlledBy, at: here / "controlledBy")
            for (name, act) in issue.acts {
                let place = here / "acts" / name
                party(act.party, at: place / "party")
                cite(act.source, at: place)
                for (index, from) in act.from.enumerated() { option(from, of: id, issue, at: place / "from" / index) }
                option(act.to, of: id, issue, at: place / "to")
            }
            for (party, position) in issue.positions {
                checkPosition(position, of: party, on: id, issue, at: here / "positions")
            }
        }
    }

    private mutating func checkChoices(_ issue: Issue, _ id: ID<Issue>, at here: Pointer) {
        switch (issue.range, issue.options.count) {
        case (nil, 0):
            fail(
                "no-options", "nothing can be chosen on “\(id)”",
                hint: "add options, or a range {from, to, step} where a number is to be settled", at: here, .key)
        case (.some, 1...):
            fail(
                "options-and-range", "“\(id)” has options and a range", hint: "keep one of the two, or make two issues of it",
                at: here / "range", .key)
        case (nil, 1):
            fail(
                "too-few-options", "“\(id)” has a single option, so there is nothing to negotiate",
                hint: "add what else could be agreed, or take the issue away", at: here / "options", .key)
        default: break
        }
        for (name, option) in issue.options {
            let place = here / "options" / name.text
            cite(option.source, at: place)
            parties(option.needs, at: place / "needs")
            if name.text == Choice.leftOutWord {
                fail(
                    "reserved-id", "“\(name)” is what packages say of an issue that is taken off the table",
                    hint: "give the option another id", at: place, .key)
            }
            reserved(name.text, "an option", at: place)
        }
    }

    private mutating func reserved(_ id: String, _ what: String, at pointer: Pointer) {
        guard Predicate.reserved.contains(id) else { return }
        fail(
            "reserved-id", "“\(id)” is a word of conditions, and cannot be the id of \(what)", hint: "give it another id",
            at: pointer, .key)
    }

    private mutating func checkPosition(
        _ position: Position, of party: ID<Party>, on id: ID<Issue>, _ issue: Issue, at parent: Pointer
    ) {
        let here = parent / party.text
        self.party(party, at: here, .key)
        cite(position.source, at: here)
        salience(position.salience, at: here / "salience")
        stances(position.stance, on: id, issue, at: here)
        guard let assessed = position.assessed else { return }
        cite(assessed.source, at: here / "assessed")
        salience(assessed.salience, at: here / "assessed" / "salience")
        stances(assessed.stance, on: id, issue, at: here / "assessed")
    }

    private mutating func stances(_ stances: Position.Stances, on id: ID<Issue>, _ issue: Issue, at here: Pointer) {
        for (name, judgement) in stances {
            option(name, of: id, issue, at: here / "stance" / name.text, .key)
            stance(judgement, at: here / "stance" / name.text)
        }
    }
}
