import Negotiation
import OrderedCollections
import Shapes

/// Domains of Genius and of the ANAC competitions: a template with the issues, and a utility space for each party.
///
/// `utility = Σ weight · evaluation / greatest evaluation on the issue`. An integer issue has a straight line instead, from its
/// lower bound on, cut to 0–1.
enum GeniusXML {
    static func recognises(_ file: Importers.File) -> Bool {
        file.hasEnding("xml") && (file.text.contains("utility_space") || file.text.contains("negotiation_template"))
    }

    /// An issue of a file, its choices as they stand there.
    private struct Entry {
        enum Kind {
            case items([(name: String, element: XML.Element)])
            case integers(low: Number, high: Number)
        }

        var index: String
        var name: String
        var kind: Kind
        var element: XML.Element
    }

    static func read(_ files: [Importers.File], _ reading: inout Reading) -> Domain? {
        var domains: [(file: Importers.File, root: XML.Element)] = []
        var profiles: [(file: Importers.File, root: XML.Element)] = []
        for file in files {
            guard recognises(file) else {
                reading.leaveOut(file)
                continue
            }
            do throws(Diagnostic) {
                let root = try XML.parse(file)
                switch root.name {
                case "negotiation_template": domains.append((file, root))
                case "utility_space":
                    let judges = ["weight", "evaluation", "evaluator", "reservation", "discount_factor"].contains(where: root.contains)
                    if judges { profiles.append((file, root)) } else { domains.append((file, root)) }
                default: reading.leaveOut(file)
                }
            } catch {
                reading.faults.append(error)
            }
        }
        guard reading.faults.isEmpty else { return nil }
        guard let domain = domains.first else {
            reading.fail(
                "no-domain", "there is no domain file: all \(profiles.count) XML files are profiles of parties",
                hint: "Add the file whose outermost element is <negotiation_template>.", at: profiles.first?.file.start)
            return nil
        }
        for other in domains.dropFirst() {
            reading.fail(
                "two-domains", "this is a second domain beside “\(domain.file.path)”", hint: "Import one domain at a time.",
                at: other.root.mark)
        }
        guard !profiles.isEmpty else {
            reading.fail(
                "no-profiles", "the domain has no profiles, so it is not known what anybody wants",
                hint: "Add a file <utility_space> with weights and evaluations for each party.", at: domain.root.mark)
            return nil
        }
        guard let issues = issues(domain.root, in: domain.file, &reading) else { return nil }
        var result = Domain(title: domain.file.stem, origin: domain.file.name, scale: .unit)
        for issue in issues {
            let choices: Domain.Issue.Choices
            switch issue.kind {
            case .items(let items):
                choices = .options(items.map { Domain.Option(name: $0.name, mark: $0.element.mark) })
            case .integers(let low, let high):
                guard let range = reading.range(low, high, of: issue.name, at: issue.element.mark) else { continue }
                choices = .range(range)
            }
            result.issues.append(Domain.Issue(name: issue.name, choices: choices, mark: issue.element.mark))
        }
        // Without sound names there is nothing to hold the profiles against.
        result.check(&reading)
        guard reading.faults.isEmpty else { return nil }
        for (file, root) in profiles {
            if let profile = profile(root, in: file, of: result, &reading) { result.profiles.append(profile) }
        }
        return result
    }

    /// The issues of a domain or of a profile, in the order in which they stand.
    private static func issues(_ root: XML.Element, in file: Importers.File, _ reading: inout Reading) -> [Entry]? {
        let spaces = root.name == "utility_space" ? [root] : root.children(named: "utility_space")
        let objectives = spaces.flatMap { $0.children(named: "objective") }
        guard let objective = objectives.first, objectives.count == 1 else {
            reading.fail(
                "bad-domain", "there \(objectives.isEmpty ? "is no" : "is more than one") <objective> that holds the issues",
                hint: "A linear utility space has one. Non-linear ones are not read.", at: root.mark)
            return nil
        }
        if let nested = objective.children(named: "objective").first {
            reading.fail(
                "nested-objective", "an objective stands within an objective, and trees of objectives are not read",
                hint: "Put all issues under one objective, each with the product of the weights above it.", at: nested.mark)
            return nil
        }
        let before = reading.faults.count
        let entries = objective.children(named: "issue").compactMap { entry($0, &reading) }
        return reading.faults.count == before ? entries : nil
    }

    private static func entry(_ element: XML.Element, _ reading: inout Reading) -> Entry? {
        guard let name = attribute("name", of: element, &reading), let index = attribute("index", of: element, &reading) else {
            return nil
        }
        let type = (element.attributes["vtype"] ?? element.attributes["type"] ?? element.attributes["etype"])?.text ?? "discrete"
        switch type {
        case "discrete":
            let items = element.children(named: "item").compactMap { item in
                attribute("value", of: item, &reading).map { (name: $0, element: item) }
            }
            return Entry(index: index, name: name, kind: .items(items), element: element)
        case "integer":
            // Older files say the bounds in an element of their own.
            let holder = element.children(named: "range").first ?? element
            guard let low = bound("lowerbound", holder, &reading), let high = bound("upperbound", holder, &reading) else { return nil }
            return Entry(index: index, name: name, kind: .integers(low: low, high: high), element: element)
        case "real":
            reading.fail(
                "real-issue", "“\(name)” is a real number, and only issues with countable answers are read",
                hint: "Make it an integer issue, or a discrete one with the values that matter.", at: element.mark)
        default:
            reading.fail(
                "unknown-type", "“\(type)” is no type of issue that is read", hint: "Read are discrete and integer.", at: element.mark)
        }
        return nil
    }

    private static func bound(_ name: String, _ element: XML.Element, _ reading: inout Reading) -> Number? {
        guard let attribute = reading.required(name, of: element),
            let number = reading.number(attribute.text, "“\(name)”", at: attribute.mark)
        else { return nil }
        guard number.decimals == 0 else {
            reading.fail("wrong-type", "“\(name)” is \(number), not a whole number", hint: "Write a whole number.", at: attribute.mark)
            return nil
        }
        return number
    }

    private static func attribute(_ name: String, of element: XML.Element, _ reading: inout Reading) -> String? {
        reading.required(name, of: element)?.text
    }

    // MARK: - Profiles

    private static func profile(
        _ root: XML.Element, in file: Importers.File, of domain: Domain, _ reading: inout Reading
    ) -> Domain.Profile? {
        let known = ["objective", "reservation", "discount_factor"]
        if let type = root.attributes["type"], !["linear", "discrete", "any"].contains(type.text.lowercased()) {
            reading.fail(
                "unknown-type", "the utility space is “\(type.text)”, and only linear ones are read",
                hint: "Describe the party's wishes as weights and evaluations.", at: type.mark)
            return nil
        }
        for child in root.children where !known.contains(child.name) {
            reading.fail(
                "unknown-element", "<\(child.name)> in a utility space is not understood, and might change what packages are worth",
                hint: "Read are \(known.joined(separator: ", ")).", at: child.mark)
        }
        guard let entries = issues(root, in: file, &reading) else { return nil }
        let names = Set(domain.issues.map(\.name))
        guard entries.contains(where: { names.contains($0.name) }) else {
            reading.fail(
                "other-domain", "this profile has none of the domain's issues, so it belongs to another domain",
                hint: "Take the file out, or add the domain it belongs to elsewhere.", at: root.mark)
            return nil
        }
        let before = reading.faults.count
        var byName: [String: Entry] = [:]
        for entry in entries {
            if !names.contains(entry.name) {
                reading.fail(
                    "unknown-issue", "the domain has no issue “\(entry.name)”",
                    hint: Suggestion.hint(for: entry.name, among: domain.issues.map(\.name), kind: "issue") ?? "Take it out.",
                    at: entry.element.mark)
            }
            if byName.updateValue(entry, forKey: entry.name) != nil {
                reading.fail("duplicate-name", "“\(entry.name)” stands twice", hint: "Keep one of the two.", at: entry.element.mark)
            }
        }
        let weights = weights(root, entries, &reading)
        var profile = Domain.Profile(name: file.stem, mark: root.mark, weights: [], worths: [])
        for issue in domain.issues {
            guard let entry = byName[issue.name] else {
                reading.fail(
                    "missing-issue", "the profile says nothing of the issue “\(issue.name)”",
                    hint: "Add it with evaluations and a weight; a weight of 0 where it does not matter.", at: root.mark)
                continue
            }
            guard let worth = worth(entry, of: issue, in: file, &reading), let weight = weights[entry.index] else { continue }
            profile.weights.append(weight)
            profile.worths.append(worth)
        }
        if let element = single("reservation", in: root, &reading), let value = reading.required("value", of: element) {
            profile.reserved = reading.number(value.text, "the reservation", at: value.mark)
        }
        if let element = single("discount_factor", in: root, &reading), let value = reading.required("value", of: element),
            let factor = reading.number(value.text, "the discount factor", at: value.mark), factor != 1
        {
            reading.note(.notUsed, "discount factor \(factor) of “\(file.stem)”: values are those of an agreement at once", file: file.path)
        }
        return reading.faults.count == before ? profile : nil
    }

    private static func single(_ name: String, in root: XML.Element, _ reading: inout Reading) -> XML.Element? {
        let all = root.children(named: name)
        if all.count > 1 {
            reading.fail("duplicate-name", "<\(name)> stands twice", hint: "Keep one of the two.", at: all[1].mark)
        }
        return all.first
    }

    /// Weights by the index of their issue.
    private static func weights(_ root: XML.Element, _ entries: [Entry], _ reading: inout Reading) -> [String: Number] {
        var weights: [String: Number] = [:]
        var seen: Set<String> = []
        for element in root.children(named: "objective").flatMap({ $0.children(named: "weight") }) {
            guard let index = attribute("index", of: element, &reading), let value = reading.required("value", of: element) else { continue }
            if !seen.insert(index).inserted {
                reading.fail("duplicate-name", "there is a second weight \(index)", hint: "Keep one of the two.", at: element.mark)
            }
            if !entries.contains(where: { $0.index == index }) {
                reading.fail(
                    "unknown-issue", "there is no issue with the index \(index)", hint: "Take the weight out, or mend its index.",
                    at: element.mark)
            }
            let number = reading.number(value.text, "the weight \(index)", at: value.mark)
            weights[index] = reading.weight(number, "the weight \(index)", at: value.mark)
        }
        var indices: Set<String> = []
        for entry in entries {
            if !seen.contains(entry.index) {
                reading.fail(
                    "missing-weight", "“\(entry.name)” has no weight: there is none with the index \(entry.index)",
                    hint: "Add <weight index=\"\(entry.index)\" value=\"…\"/>.", at: entry.element.mark)
            }
            if !indices.insert(entry.index).inserted {
                reading.fail(
                    "duplicate-name", "there is a second issue with the index \(entry.index)", hint: "Number the issues one by one.",
                    at: entry.element.mark)
            }
        }
        return weights
    }

    private static func worth(
        _ entry: Entry, of issue: Domain.Issue, in file: Importers.File, _ reading: inout Reading
    ) -> Domain.Worth? {
        for child in entry.element.children where !["item", "range", "evaluator"].contains(child.name) {
            guard child.name == "similarity_function" else {
                reading.fail(
                    "unknown-element", "<\(child.name)> in an issue is not understood, and might change what options are worth",
                    hint: "Take it out if it does not.", at: child.mark)
                continue
            }
            reading.note(.notUsed, "similarity functions, which say how alike options are and not what they are worth", file: file.path)
        }
        switch (issue.choices, entry.kind) {
        case (.options(let options), .items(let items)): return table(items, of: issue, options, in: file, &reading)
        case (.range(let range), .integers(let low, let high)):
            guard range.from == low, range.to == high else {
                reading.fail(
                    "other-domain", "“\(issue.name)” runs from \(low) to \(high) here, and from \(range.from) to \(range.to) in the domain",
                    hint: "Take the bounds from the domain.", at: entry.element.mark)
                return nil
            }
            return line(entry, over: range, in: file, &reading)
        default:
            reading.fail(
                "other-domain", "“\(issue.name)” is of another type here than in the domain", hint: "Take the type from the domain.",
                at: entry.element.mark)
            return nil
        }
    }

    private static func table(
        _ items: [(name: String, element: XML.Element)], of issue: Domain.Issue, _ options: [Domain.Option], in file: Importers.File,
        _ reading: inout Reading
    ) -> Domain.Worth? {
        var entries: [(name: String, mark: Mark?, number: Number?)] = []
        for (name, item) in items {
            guard let evaluation = reading.required("evaluation", of: item) else { return nil }
            var number = reading.number(evaluation.text, "the evaluation of “\(name)”", at: evaluation.mark)
            if let found = number, found.isNegative {
                reading.fail(
                    "negative-evaluation", "the evaluation of “\(name)” is \(found), and none is below 0",
                    hint: "Raise all evaluations of the issue by the same number.", at: evaluation.mark)
                number = nil
            }
            entries.append((name, item.mark, number))
            if let cost = item.attributes["cost"]?.text, let number = try? Decimals.read(cost), number != 0 {
                reading.note(.notUsed, "costs of items, which do not count in the utility", file: file.path)
            }
        }
        guard let values = reading.table(entries, of: issue, options) else { return nil }
        // Genius divides by the greatest; an issue on which all evaluations are 0 brings nothing.
        let greatest = values.max() ?? 0
        return .table(values.map { greatest == 0 ? 0 : $0.divided(by: greatest, decimals: Judgement.stanceDecimals) })
    }

    private static func line(
        _ entry: Entry, over range: NumericRange, in file: Importers.File, _ reading: inout Reading
    ) -> Domain.Worth? {
        guard let evaluator = entry.element.children(named: "evaluator").first else {
            reading.fail(
                "missing-evaluator", "“\(entry.name)” has no <evaluator>, so it is not known what its numbers are worth",
                hint: "Add <evaluator ftype=\"linear\" offset=\"…\" slope=\"…\"/>.", at: entry.element.mark)
            return nil
        }
        if let type = evaluator.attributes["ftype"], type.text != "linear" {
            reading.fail(
                "unknown-evaluator", "the evaluator “\(type.text)” is not read for integers", hint: "Read is linear.", at: type.mark)
            return nil
        }
        guard let offset = reading.required("offset", of: evaluator), let slope = reading.required("slope", of: evaluator),
            let start = reading.number(offset.text, "the offset", at: offset.mark),
            let rise = reading.number(slope.text, "the slope", at: slope.mark)
        else { return nil }
        let levels = range.levels.map { start + ($0 - range.from) * rise }
        let cut = levels.map { min(1, max(0, $0)) }
        if cut == levels { return .line(from: levels[0], to: levels[levels.count - 1]) }
        reading.note(.converted, "what “\(entry.name)” is worth leaves 0–1 and is cut to it, as Genius does", file: file.path)
        return .table(cut)
    }
}

extension Reading {
    fileprivate mutating func required(_ name: String, of element: XML.Element) -> XML.Attribute? {
        if let attribute = element.attributes[name] { return attribute }
        fail(
            "missing-attribute", "<\(element.name)> has no attribute “\(name)”", hint: "Add \(name)=\"…\".", at: element.mark)
        return nil
    }

    /// One number for each option, in the order of the domain, or nil with the faults told.
    mutating func table(
        _ entries: [(name: String, mark: Mark?, number: Number?)], of issue: Domain.Issue, _ options: [Domain.Option], at mark: Mark? = nil
    ) -> [Number]? {
        let before = faults.count
        let names = Set(options.map(\.name))
        var numbers: [String: Number?] = [:]
        for (name, mark, number) in entries {
            if !names.contains(name) {
                fail(
                    "unknown-option", "“\(issue.name)” has no option “\(name)” in the domain",
                    hint: Suggestion.hint(for: name, among: options.map(\.name), kind: "option") ?? "Take it out.", at: mark)
            }
            if numbers.updateValue(number, forKey: name) != nil {
                fail("duplicate-name", "“\(name)” is evaluated twice", hint: "Keep one of the two.", at: mark)
            }
        }
        let missing = options.filter { numbers[$0.name] == nil }.map(\.name)
        if !missing.isEmpty {
            fail(
                "missing-option", "of “\(issue.name)” it is not said what \(Reading.list(missing)) \(missing.count == 1 ? "is" : "are") worth",
                hint: "Add a number for each option of the domain.", at: mark ?? entries.first?.mark ?? issue.mark)
        }
        guard faults.count == before else { return nil }
        let values = options.compactMap { numbers[$0.name] ?? nil }
        // A number that is no number has been told where it stands.
        return values.count == options.count ? values : nil
    }

    static func list(_ names: [String]) -> String {
        let shown = names.prefix(6).map { "“\($0)”" }.joined(separator: ", ")
        return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
    }
}
