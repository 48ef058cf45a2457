import Negotiation
import OrderedCollections
import Shapes

/// Scenario folders of NegMAS: a file with the issues, and one with a linear additive utility function for each party.
///
/// `utility = bias + Σ weight · f(value)`, where `f` is a table, the number itself, a straight line or a constant.
enum NegMAS {
    static func read(_ files: [Importers.File], _ reading: inout Reading) -> Domain? {
        var domains: [Tree] = []
        var profiles: [Tree] = []
        for file in files {
            // Files that begin with a line under it are statistics and notes.
            guard file.hasEnding("yaml", "yml", "json"), !file.name.hasPrefix("_") else {
                reading.leaveOut(file)
                continue
            }
            guard let tree = reading.tree(file) else { continue }
            if tree.value["issues"]?.array != nil, tree.value["weights"] == nil {
                domains.append(tree)
            } else if tree.value["weights"] != nil || tree.value["ufun"] != nil || type(of: tree.value).map(isFunction) == true {
                profiles.append(tree)
            } else {
                reading.leaveOut(file)
            }
        }
        guard reading.faults.isEmpty else { return nil }
        guard let tree = domains.first else {
            reading.fail(
                "no-domain", "there is no file with “issues”, so it is not known what is negotiated",
                hint: "Add the file of the outcome space.", at: profiles.first?.value.mark)
            return nil
        }
        for other in domains.dropFirst() {
            reading.fail(
                "two-domains", "this is a second domain beside “\(tree.file.path)”", hint: "Import one scenario at a time.",
                at: other.value.mark)
        }
        guard !profiles.isEmpty else {
            reading.fail(
                "no-profiles", "the domain has no utility functions, so it is not known what anybody wants",
                hint: "Add a file with a utility function for each party.", at: tree.value.mark)
            return nil
        }
        var domain = Domain(title: tree.value["name"]?.string ?? tree.file.stem, origin: tree.file.name)
        for value in tree.value["issues"]?.array ?? [] {
            if let issue = issue(value, in: tree.file, &reading) { domain.issues.append(issue) }
        }
        domain.check(&reading)
        guard reading.faults.isEmpty else { return nil }
        for tree in profiles {
            if let profile = profile(tree, of: domain, &reading) { domain.profiles.append(profile) }
        }
        return domain
    }

    /// The class that something is of, without the modules it stands in.
    private static func type(of value: Value) -> String? {
        let name = (value["type"] ?? value["__python_class__"] ?? value["$type"])?.string
        return name.map { String($0.split(separator: ".").last ?? "") }
    }

    private static func isFunction(_ type: String) -> Bool {
        type.hasSuffix("UtilityFunction") || type.hasSuffix("UFun") || type.hasSuffix("AggregationFunction")
    }

    private static let classKeys = ["type", "__python_class__", "$type"]

    private static func issue(_ value: Value, in file: Importers.File, _ reading: inout Reading) -> Domain.Issue? {
        guard let object = reading.object(value, "an issue") else { return nil }
        reading.refuseUnknown(object, known: ["name", "values"] + classKeys, "an issue")
        guard let name = reading.member("name", of: value, "an issue").flatMap({ reading.name($0, "the name of an issue") }),
            let values = reading.member("values", of: value, "“\(name)”"), let list = reading.array(values, "“values”")
        else { return nil }
        func range() -> Domain.Issue? {
            let numbers = list.compactMap { reading.number($0, "an end of “\(name)”") }
            guard numbers.count == 2, numbers.allSatisfy({ $0.decimals == 0 }) else {
                reading.fail("bad-range", "a range of “\(name)” is two whole numbers", hint: "Write [first, last].", at: values.mark)
                return nil
            }
            return reading.range(numbers[0], numbers[1], of: name, at: values.mark).map {
                Domain.Issue(name: name, choices: .range($0), mark: value.mark)
            }
        }
        func options() -> Domain.Issue? {
            let options = list.compactMap { item in
                reading.name(item, "a value of “\(name)”").map { Domain.Option(name: $0, mark: item.mark) }
            }
            return Domain.Issue(name: name, choices: .options(options), mark: value.mark)
        }
        switch type(of: value) {
        case "ContiguousIssue": return range()
        case "CategoricalIssue", "OrdinalIssue", "CardinalIssue", "DiscreteOrdinalIssue", "DiscreteCardinalIssue": return options()
        case nil:
            // Without a class two whole numbers are the ends of a range, as its author would have written them.
            guard list.count == 2, let low = list[0].int, let high = list[1].int, low < high else { return options() }
            reading.note(.converted, "“\(name)” is taken as the whole numbers from \(low) to \(high)", file: file.path)
            return range()
        case let type?:
            reading.fail(
                "unknown-type", "“\(type)” is no kind of issue that is read",
                hint: "Read are CategoricalIssue, ContiguousIssue and discrete ordinal and cardinal issues.", at: value.mark)
            return nil
        }
    }

    private static func profile(_ tree: Tree, of domain: Domain, _ reading: inout Reading) -> Domain.Profile? {
        let before = reading.faults.count
        let file = tree.file
        guard let value = inner(tree.value, in: file, &reading) else { return nil }
        let kind = type(of: value) ?? "LinearAdditiveUtilityFunction"
        guard ["LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction"].contains(kind) else {
            reading.fail(
                "unknown-type", "“\(kind)” is no utility function that is read", hint: "Read is LinearAdditiveUtilityFunction.",
                at: value.mark)
            return nil
        }
        guard let object = reading.object(value, "the utility function") else { return nil }
        reading.refuseUnknown(
            object,
            known: ["weights", "values", "reserved_value", "bias", "name", "id", "outcome_space", "issues", "outcomes", "reserved_outcome",
                "discount", "discount_factor"] + classKeys,
            "the utility function")
        noteDiscount(object, in: file, &reading)
        if let outcome = object["reserved_outcome"], !outcome.isNull {
            reading.fail(
                "unknown-key", "a reserved outcome is not read", hint: "State its utility as “reserved_value”.", at: outcome.mark)
        }
        guard let functions = each("values", of: value, domain, &reading) else { return nil }
        var profile = Domain.Profile(name: file.stem, mark: value.mark, weights: [], worths: [])
        if let title = object["name"]?.string, title != file.stem { profile.title = title }
        profile.weights = weights(of: value, domain, in: file, &reading)
        for (issue, function) in zip(domain.issues, functions) {
            if let worth = worth(function, of: issue, &reading) { profile.worths.append(worth) }
        }
        if let bias = object["bias"], !bias.isNull, let number = reading.number(bias, "the bias") { profile.bias = number }
        profile.reserved = reading.reservation(tree.value["reserved_value"] ?? value["reserved_value"])
        return reading.faults.count == before ? profile : nil
    }

    private static func noteDiscount(_ object: Object, in file: Importers.File, _ reading: inout Reading) {
        for key in ["discount", "discount_factor"] {
            guard let discount = object[key], discount != .null, discount != .int(1) else { continue }
            reading.note(.notUsed, "“\(key)” of “\(file.stem)”: values are those of an agreement at once", file: file.path)
        }
    }

    private static func weights(
        of value: Value, _ domain: Domain, in file: Importers.File, _ reading: inout Reading
    ) -> [Number] {
        guard let member = value["weights"], !member.isNull else {
            reading.note(.read, "“\(file.stem)” states no weights, so all are 1", file: file.path)
            return domain.issues.map { _ in 1 }
        }
        var weights: [Number] = []
        for (issue, weight) in zip(domain.issues, each("weights", of: value, domain, &reading) ?? []) {
            let what = "the weight of “\(issue.name)”"
            if let number = reading.weight(reading.number(weight, what), what, at: weight.mark) { weights.append(number) }
        }
        return weights
    }

    /// The function within those that discount it: at once, its values are the same.
    private static func inner(_ value: Value, in file: Importers.File, _ reading: inout Reading) -> Value? {
        guard let kind = type(of: value), ["ExpDiscountedUFun", "LinDiscountedUFun"].contains(kind) else { return value }
        reading.note(.notUsed, "the discount of “\(file.stem)” (\(kind)): values are those of an agreement at once", file: file.path)
        return reading.member("ufun", of: value, kind).flatMap { inner($0, in: file, &reading) }
    }

    /// One entry for each issue: a list in their order, or a mapping by their names.
    private static func each(_ key: String, of value: Value, _ domain: Domain, _ reading: inout Reading) -> [Value]? {
        guard let object = value[key]?.object else {
            return reading.parallel(key, of: value, "the utility function", domain.issues.count, "issues")
        }
        reading.refuseUnknown(object, known: domain.issues.map(\.name), "“\(key)”")
        let entries = domain.issues.compactMap { issue in value[key].flatMap { reading.member(issue.name, of: $0, "“\(key)”") } }
        return entries.count == domain.issues.count ? entries : nil
    }

    private static func worth(_ function: Value, of issue: Domain.Issue, _ reading: inout Reading) -> Domain.Worth? {
        guard let object = reading.object(function, "what the values of “\(issue.name)” are worth") else { return nil }
        let kind = type(of: function)
        func parameter(_ key: String, _ standard: Number?) -> Number? {
            guard let value = object[key] ?? (standard == nil ? reading.member(key, of: function, "\(kind ?? "")") : nil) else { return standard }
            return reading.number(value, "“\(key)”")
        }
        func takes(_ keys: String...) { reading.refuseUnknown(object, known: keys + classKeys, kind ?? "the function") }
        switch kind {
        case nil: return table(function, of: issue, &reading)
        case "TableFun":
            takes("mapping")
            return reading.member("mapping", of: function, "TableFun").flatMap { table($0, of: issue, &reading) }
        case "IdentityFun":
            takes()
            return line(slope: 1, from: 0, of: issue, function.mark, &reading)
        case "LinearFun":
            takes("slope")
            return parameter("slope", nil).flatMap { line(slope: $0, from: 0, of: issue, function.mark, &reading) }
        case "AffineFun":
            takes("slope", "bias")
            guard let slope = parameter("slope", nil), let bias = parameter("bias", 0) else { return nil }
            return line(slope: slope, from: bias, of: issue, function.mark, &reading)
        case "ConstFun":
            takes("bias")
            return parameter("bias", nil).flatMap { line(slope: 0, from: $0, of: issue, function.mark, &reading) }
        case let kind?:
            reading.fail(
                "unknown-evaluator", "“\(kind)” is no function of a value that is read",
                hint: "Read are TableFun, IdentityFun, LinearFun, AffineFun and ConstFun; any other can be written as a TableFun.",
                at: function.mark)
            return nil
        }
    }

    private static func table(_ mapping: Value, of issue: Domain.Issue, _ reading: inout Reading) -> Domain.Worth? {
        guard let object = reading.object(mapping, "a table") else { return nil }
        let options: [Domain.Option] =
            switch issue.choices {
            case .options(let options): options
            case .range(let range): range.levels.map { Domain.Option(name: $0.description) }
            }
        let names = Set(options.map(\.name))
        let entries = object.map { key, value in
            // A number may be spelled otherwise here than among the issue's values: 5.0 and 5.
            let name = names.contains(key) ? key : (try? Number.parse(key))?.description ?? key
            return (name: name, mark: object.keyMark(key), number: reading.number(value, "what “\(key)” is worth"))
        }
        return reading.table(entries, of: issue, options, at: mapping.mark).map { .table($0) }
    }

    private static func line(
        slope: Number, from bias: Number, of issue: Domain.Issue, _ mark: Mark?, _ reading: inout Reading
    ) -> Domain.Worth? {
        func value(at number: Number) -> Number? {
            reading.number(.init(.number((slope * number).rounded(decimals: Domain.decimals) + bias), mark: mark), "what \(number) is worth")
        }
        switch issue.choices {
        case .range(let range):
            guard let from = value(at: range.from), let to = value(at: range.to) else { return nil }
            return .line(from: from, to: to)
        case .options(let options):
            var values: [Number] = []
            for option in options {
                let number = slope == 0 ? 0 : reading.number(option.name, "a value of “\(issue.name)”, which is computed with,", at: option.mark)
                guard let number, let value = value(at: number) else { return nil }
                values.append(value)
            }
            return .table(values)
        }
    }
}
