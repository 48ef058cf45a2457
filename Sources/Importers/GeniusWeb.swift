import Negotiation
import OrderedCollections
import Shapes

/// Domains of GeniusWeb: a domain and a linear additive utility space for each party, which repeats the domain.
///
/// `utility = Σ weight · utility of the value`, both on 0–1; the reservation is the utility of a bid.
enum GeniusWeb {
    private static let kind = "LinearAdditiveUtilitySpace"

    static func read(_ files: [Importers.File], _ reading: inout Reading) -> Domain? {
        var domains: [Tree] = []
        var profiles: [(tree: Tree, space: Value)] = []
        for file in files {
            guard file.hasEnding("json") else {
                reading.leaveOut(file)
                continue
            }
            guard let tree = reading.tree(file) else { continue }
            if tree.value["issuesValues"] != nil {
                domains.append(tree)
            } else if let space = tree.value[kind] {
                profiles.append((tree, space))
            } else if let other = tree.object.keys.first, tree.object.count == 1, tree.value[other]?["domain"] != nil {
                reading.fail(
                    "unknown-type", "“\(other)” is no kind of profile that is read", hint: "Read is \(kind).",
                    at: tree.object.keyMark(other))
            } else {
                reading.leaveOut(file)
            }
        }
        guard reading.faults.isEmpty else { return nil }
        for other in domains.dropFirst() {
            reading.fail(
                "two-domains", "this is a second domain beside “\(domains[0].file.path)”", hint: "Import one domain at a time.",
                at: other.value.mark)
        }
        guard !profiles.isEmpty else {
            reading.fail(
                "no-profiles", "the domain has no profiles, so it is not known what anybody wants",
                hint: "Add a file with a \(kind) for each party.", at: domains.first?.value.mark)
            return nil
        }
        let origin = domains.first?.file ?? profiles[0].tree.file
        guard let description = domains.first?.value ?? reading.member("domain", of: profiles[0].space, "the profile") else { return nil }
        if domains.isEmpty { reading.note(.read, "the domain is taken from the first profile", file: origin.path) }
        guard let issues = issues(description, &reading) else { return nil }
        var domain = Domain(title: description["name"]?.string ?? origin.stem, origin: origin.name, scale: .unit, issues: issues)
        domain.check(&reading)
        guard reading.faults.isEmpty else { return nil }
        for (tree, space) in profiles {
            if let profile = profile(space, in: tree.file, of: domain, &reading) { domain.profiles.append(profile) }
        }
        return domain
    }

    private static func issues(_ domain: Value, _ reading: inout Reading) -> [Domain.Issue]? {
        guard let member = reading.member("issuesValues", of: domain, "the domain"),
            let object = reading.object(member, "“issuesValues”")
        else { return nil }
        let before = reading.faults.count
        var issues: [Domain.Issue] = []
        for (name, value) in object {
            let mark = object.keyMark(name)
            if let values = value["values"], let list = reading.array(values, "“values”") {
                let options = list.compactMap { item in
                    reading.name(item, "a value of “\(name)”").map { Domain.Option(name: $0, mark: item.mark) }
                }
                issues.append(Domain.Issue(name: name, choices: .options(options), mark: mark))
            } else if let range = value["range"] {
                // A list of three, or a mapping with their names.
                let ends = range.array ?? ["low", "high", "step"].compactMap { range[$0] }
                guard ends.count == 3 else {
                    reading.fail(
                        "bad-range", "a range is its first number, its last and its step", hint: "Write [low, high, step].", at: range.mark)
                    continue
                }
                let numbers = ends.compactMap { reading.number($0, "an end or the step of “\(name)”") }
                guard numbers.count == 3,
                    let choices = reading.range(numbers[0], numbers[1], step: numbers[2], of: name, at: range.mark)
                else { continue }
                issues.append(Domain.Issue(name: name, choices: .range(choices), mark: mark))
            } else {
                reading.fail("missing-key", "“\(name)” has neither values nor a range", hint: "Add “values” with a list.", at: mark)
            }
        }
        return reading.faults.count == before ? issues : nil
    }

    private static func profile(
        _ space: Value, in file: Importers.File, of domain: Domain, _ reading: inout Reading
    ) -> Domain.Profile? {
        let before = reading.faults.count
        guard let object = reading.object(space, "the profile") else { return nil }
        reading.refuseUnknown(
            object, known: ["issueUtilities", "issueWeights", "domain", "name", "reservationBid"], "the profile")
        if let own = object["domain"], let issues = issues(own, &reading), !issues.elementsEqual(domain.issues, by: isSame) {
            reading.fail(
                "other-domain", "this profile is for a domain with other issues or values",
                hint: "Take the file out, or mend the domain in it.", at: own.mark)
            return nil
        }
        guard let utilities = reading.member("issueUtilities", of: space, "the profile"),
            let utilityObject = reading.object(utilities, "“issueUtilities”"),
            let weights = reading.member("issueWeights", of: space, "the profile"),
            let weightObject = reading.object(weights, "“issueWeights”")
        else { return nil }
        let names = domain.issues.map(\.name)
        reading.refuseUnknown(utilityObject, known: names, "“issueUtilities”")
        reading.refuseUnknown(weightObject, known: names, "“issueWeights”")
        var profile = Domain.Profile(name: object["name"]?.string ?? file.stem, mark: space.mark, weights: [], worths: [])
        for issue in domain.issues {
            guard let weight = reading.member(issue.name, of: weights, "“issueWeights”"),
                let number = reading.weight(
                    reading.number(weight, "the weight of “\(issue.name)”"), "the weight of “\(issue.name)”", at: weight.mark),
                let utility = reading.member(issue.name, of: utilities, "“issueUtilities”"),
                let worth = worth(utility, of: issue, &reading)
            else { continue }
            profile.weights.append(number)
            profile.worths.append(worth)
        }
        guard reading.faults.count == before else { return nil }
        if let bid = object["reservationBid"], !bid.isNull {
            profile.reserved = utility(of: bid, to: profile, domain, &reading)
        }
        return reading.faults.count == before ? profile : nil
    }

    private static func isSame(_ a: Domain.Issue, _ b: Domain.Issue) -> Bool {
        guard a.name == b.name else { return false }
        switch (a.choices, b.choices) {
        case (.options(let x), .options(let y)): return Set(x.map(\.name)) == Set(y.map(\.name))
        case (.range(let x), .range(let y)): return x == y
        default: return false
        }
    }

    private static func worth(_ value: Value, of issue: Domain.Issue, _ reading: inout Reading) -> Domain.Worth? {
        switch issue.choices {
        case .options(let options):
            // The second name is that of newer versions.
            guard let utilities = (value["discreteutils"] ?? value["DiscreteValueSetUtilities"])?["valueUtilities"],
                let object = reading.object(utilities, "“valueUtilities”")
            else {
                unknown(value, of: issue, "discreteutils with valueUtilities", &reading)
                return nil
            }
            let entries = object.map { name, value in
                (name: name, mark: object.keyMark(name), number: fraction(value, "the utility of “\(name)”", &reading))
            }
            return reading.table(entries, of: issue, options, at: utilities.mark).map { .table($0) }
        case .range(let range):
            guard let line = value["numberutils"] ?? value["NumberValueSetUtilities"] else {
                unknown(value, of: issue, "numberutils", &reading)
                return nil
            }
            func number(_ key: String) -> Number? {
                guard let member = reading.member(key, of: line, "“\(issue.name)”") else { return nil }
                return key.hasSuffix("Utility") ? fraction(member, "“\(key)”", &reading) : reading.number(member, "“\(key)”")
            }
            guard let low = number("lowValue"), let high = number("highValue"), let from = number("lowUtility"),
                let to = number("highUtility")
            else { return nil }
            guard low == range.from, high >= range.to, high - range.step < range.to else {
                reading.fail(
                    "other-domain", "“\(issue.name)” runs from \(low) to \(high) here, and from \(range.from) to \(range.to) in the domain",
                    hint: "Take the bounds from the domain.", at: line.mark)
                return nil
            }
            // The last step may end before the last number does.
            let end = high == range.to ? to : from + ((to - from) * (range.to - low)).divided(by: high - low, decimals: Domain.decimals)
            return .line(from: from, to: end)
        }
    }

    private static func unknown(_ value: Value, of issue: Domain.Issue, _ known: String, _ reading: inout Reading) {
        reading.fail(
            "unknown-evaluator", "it is not understood what the values of “\(issue.name)” are worth", hint: "Read is \(known).",
            at: value.mark)
    }

    private static func fraction(_ value: Value, _ what: String, _ reading: inout Reading) -> Number? {
        guard let number = reading.number(value, what) else { return nil }
        guard 0 <= number, number <= 1 else {
            reading.fail("out-of-range", "\(what) is \(number), and utilities lie between 0 and 1", hint: "Divide by the greatest.", at: value.mark)
            return nil
        }
        return number
    }

    private static func utility(
        of bid: Value, to profile: Domain.Profile, _ domain: Domain, _ reading: inout Reading
    ) -> Number? {
        guard let values = reading.member("issuevalues", of: bid, "the reservation bid"),
            let object = reading.object(values, "“issuevalues”")
        else { return nil }
        reading.refuseUnknown(object, known: domain.issues.map(\.name), "the reservation bid")
        var sum = Number.zero
        for (index, issue) in domain.issues.enumerated() {
            guard let member = reading.member(issue.name, of: values, "the reservation bid"),
                let name = reading.name(member, "a value of the bid")
            else { continue }
            let place: Int? =
                switch issue.choices {
                case .options(let options): options.firstIndex { $0.name == name }
                case .range(let range): (try? Decimals.read(name)).flatMap { number in range.levels.firstIndex(of: number) }
                }
            guard let place else {
                reading.fail(
                    "unknown-option", "the reservation bid has “\(name)” on “\(issue.name)”, which the domain does not have",
                    hint: "Take a value of the domain.", at: member.mark)
                continue
            }
            sum += (profile.weights[index] * profile.worths[index].values(issue.count)[place]).rounded(decimals: Domain.decimals)
        }
        return sum
    }
}
