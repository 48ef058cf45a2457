import OrderedCollections
import Shapes

/// One JSON file with issues and parties, as benchmarks and generators write it: `utility = bias + Σ weight · value`.
enum Neutral {
    /// Members that say where the domain comes from, or what somebody has computed from it.
    private static let asides = ["source", "oracle", "published", "generator", "seed", "negmas_0_16"]

    static func read(_ files: [Importers.File], _ reading: inout Reading) -> Domain? {
        var trees: [Tree] = []
        for file in files {
            guard file.hasEnding("json") else {
                reading.leaveOut(file)
                continue
            }
            guard let tree = reading.tree(file) else { continue }
            if tree.value["issues"] != nil, tree.value["parties"] != nil { trees.append(tree) } else { reading.leaveOut(file) }
        }
        guard reading.faults.isEmpty else { return nil }
        guard let tree = trees.first else {
            reading.fail(
                "no-domain", "none of the files has “issues” and “parties”", hint: "Name the JSON file that holds the domain.", at: nil)
            return nil
        }
        for other in trees.dropFirst() {
            reading.fail(
                "two-domains", "this is a second domain beside “\(tree.file.path)”", hint: "Import one file at a time.",
                at: other.value.mark)
        }
        reading.refuseUnknown(tree.object, known: ["issues", "parties", "name", "title"] + asides, "the domain")
        for aside in asides where aside != "source" && tree.object[aside] != nil {
            reading.note(.notUsed, "“\(aside)”, which is not part of the domain", file: tree.file.path)
        }
        let title = tree.value["title"]?.string ?? tree.value["name"]?.string ?? tree.file.stem
        var domain = Domain(title: title, origin: tree.value["source"]?.string ?? tree.file.name)
        guard let issues = tree.value["issues"].flatMap({ reading.array($0, "“issues”") }),
            let parties = tree.value["parties"].flatMap({ reading.array($0, "“parties”") })
        else { return nil }
        for issue in issues {
            guard let object = reading.object(issue, "an issue") else { continue }
            reading.refuseUnknown(object, known: ["name", "values"], "an issue")
            guard let name = reading.member("name", of: issue, "an issue").flatMap({ reading.name($0, "the name of an issue") }),
                let values = reading.member("values", of: issue, "“\(name)”").flatMap({ reading.array($0, "“values”") })
            else { continue }
            let options = values.compactMap { value in
                reading.name(value, "a value of “\(name)”").map { Domain.Option(name: $0, mark: value.mark) }
            }
            domain.issues.append(Domain.Issue(name: name, choices: .options(options), mark: issue.mark))
        }
        if parties.isEmpty {
            reading.fail(
                "no-profiles", "the domain has no parties, so it is not known what anybody wants", hint: "Add one under “parties”.",
                at: tree.value["parties"]?.mark)
        }
        guard reading.faults.isEmpty else { return nil }
        for party in parties {
            if let profile = profile(party, of: domain, &reading) { domain.profiles.append(profile) }
        }
        return domain
    }

    private static func profile(_ party: Value, of domain: Domain, _ reading: inout Reading) -> Domain.Profile? {
        let before = reading.faults.count
        guard let object = reading.object(party, "a party") else { return nil }
        reading.refuseUnknown(object, known: ["name", "reserved", "weights", "values", "bias"], "a party")
        guard let name = reading.member("name", of: party, "a party").flatMap({ reading.name($0, "the name of a party") }),
            let weights = reading.parallel("weights", of: party, "“\(name)”", domain.issues.count, "issues"),
            let values = reading.parallel("values", of: party, "“\(name)”", domain.issues.count, "issues")
        else { return nil }
        var profile = Domain.Profile(name: name, mark: party.mark, weights: [], worths: [])
        for (index, issue) in domain.issues.enumerated() {
            let what = "the weight of “\(issue.name)”"
            if let weight = reading.weight(reading.number(weights[index], what), what, at: weights[index].mark) {
                profile.weights.append(weight)
            }
            guard let row = reading.array(values[index], "what the values of “\(issue.name)” are worth") else { continue }
            guard row.count == issue.count else {
                reading.fail(
                    "wrong-count", "“\(issue.name)” has \(issue.count) values, and “\(name)” gives numbers for \(row.count)",
                    hint: "Give one number for each value of the issue, in the same order.", at: values[index].mark)
                continue
            }
            profile.worths.append(.table(row.compactMap { reading.number($0, "what a value of “\(issue.name)” is worth") }))
        }
        if let bias = object["bias"], !bias.isNull, let number = reading.number(bias, "the bias") { profile.bias = number }
        profile.reserved = reading.reservation(object["reserved"])
        return reading.faults.count == before ? profile : nil
    }
}

extension Reading {
    /// A list with one member for each of `count` things.
    mutating func parallel(_ key: String, of value: Value, _ what: String, _ count: Int, _ things: String) -> [Value]? {
        guard let member = member(key, of: value, what), let list = array(member, "“\(key)”") else { return nil }
        guard list.count == count else {
            fail(
                "wrong-count", "“\(key)” of \(what) has \(list.count) entries, and there are \(count) \(things)",
                hint: "Give one for each, in the same order.", at: member.mark)
            return nil
        }
        return list
    }

    /// A reserved value; nothing, and minus infinity, mean that every package is better than none.
    mutating func reservation(_ value: Value?) -> Number? {
        guard let value, !value.isNull else { return nil }
        if let text = value.string?.lowercased(), ["-inf", "-.inf", "-infinity"].contains(text) { return nil }
        return number(value, "the reserved value")
    }
}
