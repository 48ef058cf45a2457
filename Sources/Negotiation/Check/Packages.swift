import OrderedCollections
import Shapes

extension Checker {
    mutating func checkPackages() {
        for (id, package) in workspace.packages {
            let here: Pointer = ["packages", id.text]
            cite(package.source, at: here)
            if let earlier = package.basedOn { self.package(earlier, at: here / "basedOn") }
            for (name, choice) in package.choices {
                let place = here / "choices" / name.text
                guard let issue = issue(name, at: place, .key) else { continue }
                switch choice {
                case .option(let option): self.option(option, of: name, issue, at: place)
                case .disputed(let options):
                    for (index, option) in options.enumerated() { self.option(option, of: name, issue, at: place / index) }
                case .leftOut: break
                }
            }
            for issue in package.text.keys { self.issue(issue, at: here / "text" / issue.text, .key) }
            checkSchedule(package.schedule, at: here / "schedule")
        }
        let packages = workspace.packages
        for circle in circles(packages.keys, { id in packages[id]?.basedOn.map { [$0] } ?? [] }) {
            fail(
                "circular", "these packages are based on each other in a circle: \(Self.path(circle))",
                hint: "the first draft is based on nothing", at: ["packages", circle[0].text, "basedOn"])
        }
    }

    private mutating func checkSchedule(_ steps: [Step], at here: Pointer) {
        var seen: Set<String> = []
        for (index, step) in steps.enumerated() {
            let place = here / index
            cite(step.source, at: place)
            if !seen.insert(step.id).inserted {
                fail(
                    "duplicate-id", "two steps of the schedule are called “\(step.id)”", hint: "rename one of them",
                    at: place / "id")
            }
            party(step.party, at: place / "party")
            for issue in step.delivers.keys { self.issue(issue, at: place / "delivers" / issue.text, .key) }
            if let party = step.snapbackBy { self.party(party, at: place / "snapbackBy") }
            parties(step.veto, at: place / "veto")
            if index > 0, step.at < steps[index - 1].at {
                warn(
                    "schedule-order",
                    "“\(step.id)” at \(step.at) stands behind “\(steps[index - 1].id)” at \(steps[index - 1].at)",
                    hint: "list the steps in the order of time", at: place / "at")
            }
        }
    }
}
