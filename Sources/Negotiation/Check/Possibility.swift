import OrderedCollections
import Shapes

/// Whether anything is possible under the linkages, and whether the packages are.
extension Checker {
    mutating func checkPossibility() {
        let requirements = workspace.linkages.compactMap { id, linkage in
            linkage.require.flatMap { unsound.contains($0) ? nil : (id: id, predicate: $0) }
        }
        guard !requirements.isEmpty else { return }
        let all = Combinations(requirements.map { .predicate($0.predicate, holds: true) }, in: workspace)
        let cores = all.contradictions(&effort)
        for core in cores {
            let names = core.map { requirements[$0].id.text }
            warn(
                "impossible-linkages",
                names.count == 1
                    ? "no package can meet what the linkage “\(names[0])” requires"
                    : "no package can meet what the linkages \(Self.list(names)) require together",
                hint: "check their conditions: every package must satisfy each of them",
                at: ["linkages", names[0], "require"])
        }
        // What no package can meet is not held against each of them again.
        let hopeless = Set(cores.flatMap { $0 })
        let rest = requirements.indices.filter { !hopeless.contains($0) }.map { requirements[$0] }
        let possible = Combinations(rest.map { .predicate($0.predicate, holds: true) }, in: workspace)
        for (id, package) in workspace.packages where !package.choices.isEmpty {
            let settled = settled(package)
            for core in possible.contradictions(within: { settled[$0] }, &effort) {
                let place: Pointer = ["packages", id.text, "choices"]
                let issues = core.flatMap { rest[$0].predicate.scope }
                let named = package.choices.keys.last(where: issues.contains)
                let names = Self.list(core.map { rest[$0].id.text })
                let conditions = core.map { rest[$0].predicate.text }.joined(separator: "; ")
                warn(
                    "breaks-linkage",
                    "“\(id)” is not possible under the linkage\(core.count > 1 ? "s" : "") \(names)",
                    hint: "required: \(conditions)", at: named.map { place / $0.text } ?? place)
            }
        }
    }

    /// What each issue that a package names is narrowed down to; issues with an unknown option are left open.
    private func settled(_ package: Package) -> [ID<Issue>: [ID<Option>]] {
        var settled: [ID<Issue>: [ID<Option>]] = [:]
        for (name, choice) in package.choices {
            guard let issue = workspace.issues[name] else { continue }
            let options =
                switch choice {
                case .option(let option): [option]
                case .disputed(let options): options
                case .leftOut: workspace.noDeal?.choices[name].map { [$0] } ?? []
                }
            if !options.isEmpty, options.allSatisfy(issue.offers) { settled[name] = options }
        }
        return settled
    }
}
