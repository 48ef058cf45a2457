import Shapes
import YAML

/// A file of JSON or YAML. JSON goes through the YAML reader, of which it is a part, because that one knows where things stand.
struct Tree {
    var file: Importers.File
    var value: Value
    var object: Object
}

extension Reading {
    /// The mapping a file holds; nil with the fault told, or, where it holds something else, with a line in the report.
    mutating func tree(_ file: Importers.File) -> Tree? {
        do throws(Diagnostics) {
            let value = try YAML.parse(Decimals.shortened(file.text), file: file.path)
            guard let object = value.object else {
                leaveOut(file)
                return nil
            }
            return Tree(file: file, value: value, object: object)
        } catch {
            faults += error.all
            return nil
        }
    }

    private mutating func wrong(_ what: String, _ form: String, _ value: Value) {
        fail("wrong-type", "\(what) is \(form), not \(value.kindDescription)", hint: "See the format's own description.", at: value.mark)
    }

    mutating func object(_ value: Value, _ what: String) -> Object? {
        if value.object == nil { wrong(what, "a mapping", value) }
        return value.object
    }

    mutating func array(_ value: Value, _ what: String) -> [Value]? {
        if value.array == nil { wrong(what, "a list", value) }
        return value.array
    }

    /// A name; a bare number or truth value is taken as it is written.
    mutating func name(_ value: Value, _ what: String) -> String? {
        switch value.content {
        case .string(let text): return text
        case .number(let number): return number.description
        case .bool(let bool): return bool ? "true" : "false"
        default:
            wrong(what, "a text", value)
            return nil
        }
    }

    /// A member that has to be there.
    mutating func member(_ key: String, of value: Value, _ what: String) -> Value? {
        if let member = value[key], !member.isNull { return member }
        fail("missing-key", "\(what) has no “\(key)”", hint: "Add it.", at: value.mark)
        return nil
    }

    /// Members that nobody has given a meaning to might change what packages are worth.
    mutating func refuseUnknown(_ object: Object, known: [String], _ what: String) {
        for key in object.keys where !known.contains(key) {
            fail(
                "unknown-key", "“\(key)” in \(what) is not understood, and might change what packages are worth",
                hint: Suggestion.hint(for: key, among: known, kind: "key") ?? "Take it out.", at: object.keyMark(key))
        }
    }
}
