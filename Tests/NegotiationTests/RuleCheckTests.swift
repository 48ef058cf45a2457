import Negotiation
import Shapes
import Testing

@Suite("The check of a workspace: rules")
struct RuleCheckTests {
    @Test(
        "parties",
        arguments: [
            BrokenWorkspace(
                "missing-represents", "public: {name: The public, role: constituency, represents: coast}",
                "‸public: {name: The public, role: constituency}", "add represents"),
            BrokenWorkspace(
                "misplaced-represents", "isle: {name: Isle, role: principal}",
                "isle: {name: Isle, role: principal, ‸represents: coast}",
                "constituency"),
            BrokenWorkspace("circular", "represents: coast}", "represents: ‸public}", "represents a party that is none"),
            BrokenWorkspace(
                "circular", "members: [coast, isle]", "members: ‸[coast, isle, union]", "out of the other's members"),
            BrokenWorkspace("duplicate-id", "members: [coast, isle]", "members: [coast, isle, ‸coast]", "name it once"),
            BrokenWorkspace(
                "misplaced-decision", "isle: {name: Isle, role: principal}",
                "isle: {name: Isle, role: principal, ‸decision: {required: [coast]}}", "members"),
            BrokenWorkspace(
                "not-a-member", "of: [coast, isle], source", "of: [coast, isle, ‸public], source", "add it to the members"),
            BrokenWorkspace("outside-order", "- {points: -10, after: 6}", "- {points: -10, after: ‸0}", "smallest first"),
            BrokenWorkspace(
                "outside-order", "- {points: -10, after: 6}", "- {points: -10, after: 6}\n      - {points: -20, after: ‸3}",
                "smallest first"),
        ])
    func parties(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test(
        "decision rules",
        arguments: [
            BrokenWorkspace("incomplete-decision", "  atLeast: 1\n  of: [union]", "  ‸atLeast: 1", "add of:"),
            BrokenWorkspace("incomplete-decision", "  atLeast: 1\n  of: [union]", "  ‸of: [union]", "add atLeast"),
            BrokenWorkspace(
                "incomplete-decision", "decision:\n  required: [coast, isle]\n  atLeast: 1\n  of: [union]\n  source: brief",
                "‸decision:\n  source: brief", "take the rule away"),
            BrokenWorkspace("unreachable-decision", "atLeast: 1\n", "atLeast: ‸2\n", "lower “atLeast” to 1"),
            BrokenWorkspace("unreachable-decision", "{atLeast: 2, of", "{atLeast: ‸3, of", "lower “atLeast” to 2"),
            BrokenWorkspace("duplicate-id", "required: [coast, isle]", "required: [coast, isle, ‸isle]", "name it once"),
            BrokenWorkspace("duplicate-id", "  of: [union]", "  of: [union, ‸union]", "name it once"),
            BrokenWorkspace(
                "cannot-block", "required: [coast, isle]", "required: [coast, isle, ‸public]", "principal or a ratifier"),
            BrokenWorkspace("cannot-block", "  of: [union]", "  of: [union, ‸public]", "principal or a ratifier"),
        ])
    func decisions(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test(
        "issues",
        arguments: [
            BrokenWorkspace(
                "no-options", "noDeal:\n  choices: {season: open,",
                "  ‸talk: {title: Talk}\nnoDeal:\n  choices: {season: open, talk: a,", "add options"),
            BrokenWorkspace(
                "options-and-range", "range: {from: 0, to: 100, step: 5}",
                "‸range: {from: 0, to: 100, step: 5}\n    options: {a: {title: A}, b: {title: B}}",
                "keep one"),
            BrokenWorkspace(
                "too-few-options", "noDeal:\n  choices: {season: open,",
                "  talk:\n    title: Talk\n    ‸options: {a: {title: A}}\nnoDeal:\n  choices: {season: open, talk: a,",
                "what else could be agreed"),
            BrokenWorkspace(
                "reserved-id", "      open: {title: Open}", "      open: {title: Open}\n      ‸left-out: {title: Out}",
                "another id"),
            BrokenWorkspace(
                "reserved-id", "      open: {title: Open}", "      open: {title: Open}\n      ‸not: {title: Not}",
                "another id"),
            BrokenWorkspace(
                "reserved-id", "noDeal:\n  choices: {season: open,",
                "  ‸implies: {title: Talk, range: {from: 0, to: 1, step: 1}}\nnoDeal:\n  choices: {season: open, implies: 0,",
                "another id"),
        ])
    func issues(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test(
        "no deal and scenarios",
        arguments: [
            BrokenWorkspace(
                "missing-no-deal", "  choices: {season: open, quota: 80}", "  ‸choices: {season: open}", "in force today"),
            BrokenWorkspace(
                "missing-no-deal", "noDeal:\n  choices: {season: open, quota: 80}\n  source", "‸noDeal:\n  source",
                "in force today"),
            BrokenWorkspace(.warning, "missing-no-deal", "parley: 1", "‸parley: 1", "noDeal: {choices")
                .and("noDeal:\n  choices: {season: open, quota: 80}\n  source: brief\n", ""),
            BrokenWorkspace(
                "misplaced-changes", "title: Cheating}", "title: Cheating, ‸changes: {outside: {isle: 3}}}", "consequences"),
            BrokenWorkspace(
                "exclusive-kinds", "holds: {kind: world, title: It holds, probability: 0.8, exclusive: stock}",
                "holds: {kind: no-deal, title: It holds, probability: 0.8, exclusive: ‸stock}", "a set of its own"),
            BrokenWorkspace(
                "exclusive-probability", "probability: 0.8, exclusive: stock", "exclusive: ‸stock",
                "[0, 1] when nothing is known"),
            BrokenWorkspace(
                "exclusive-sum", "probability: [0.1, 0.3]\n    exclusive: stock",
                "probability: [0.3, 0.4]\n    exclusive: ‸stock", "lower some"),
            BrokenWorkspace(
                "exclusive-sum", "probability: [0.1, 0.3]\n    exclusive: stock", "probability: 0.1\n    exclusive: ‸stock",
                "raise some"),
        ])
    func noDealAndScenarios(_ broken: BrokenWorkspace) throws { try broken.test() }

    @Test(
        "record and packages",
        arguments: [
            BrokenWorkspace(
                "misplaced-revision", "act: rejects, issue: season", "act: rejects, issue: season, ‸revision: 3",
                "add package"),
            BrokenWorkspace("circular", "first: {title: First, ", "first: {title: First, basedOn: ‸middle, ", "first draft"),
            BrokenWorkspace("circular", "first: {title: First, ", "first: {title: First, basedOn: ‸first, ", "first draft"),
            BrokenWorkspace("duplicate-id", "id: tranche,", "id: ‸survey,", "rename"),
            BrokenWorkspace(
                .warning, "schedule-order", "party: coast, at: 0, source: brief}\n", "party: coast, at: 4, source: brief}\n",
                "order of time"
            ).and("at: 3, ", "at: ‸3, "),
            BrokenWorkspace(
                .warning, "breaks-linkage", "quota: [20, 40]}", "quota: ‸[65, 80]}", "season = summer implies quota <= 60"),
            BrokenWorkspace(
                .warning, "breaks-linkage", "choices: {season: open}}", "choices: {quota: left-out, season: ‸summer}}",
                "implies"),
        ])
    func recordAndPackages(_ broken: BrokenWorkspace) throws { try broken.test() }
}
