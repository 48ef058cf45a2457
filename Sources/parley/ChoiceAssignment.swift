import ArgumentParser
import Negotiation
import OrderedCollections
import Shapes

/// What a package is to say on an issue, as the command line has it: `quota=40`, `quota=[20,40]`, `season=left-out`.
package struct ChoiceAssignment: Sendable, Hashable {
    package var issue: ID<Issue>
    package var choice: Choice

    static let help = ArgumentHelp(
        "issue=option; issue=[a,b] (or issue=a,b) where several are disputed; issue=left-out to take it off the table.",
        valueName: "issue=option")

    package init(parsing text: String) throws {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("write issue=option, for example season=summer.")
        }
        issue = try ChoiceAssignment.read(ID<Issue>.shape, .string(String(text[..<sign])))
        choice = try ChoiceAssignment.read(Choice.shape, ChoiceAssignment.value(text[text.index(after: sign)...]))
    }

    /// The assignments as a method takes them.
    package static func choices(_ assignments: [ChoiceAssignment]) throws -> OrderedDictionary<ID<Issue>, Choice> {
        var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
        for assignment in assignments {
            guard choices.updateValue(assignment.choice, forKey: assignment.issue) == nil else {
                throw ValidationError("“\(assignment.issue)” is set twice.")
            }
        }
        return choices
    }

    /// Brackets may be left away, because some shells take them for a pattern.
    private static func value(_ text: Substring) -> Value {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let options = (isBracketed ? text.dropFirst().dropLast() : text).split(separator: ",", omittingEmptySubsequences: false)
        let values = options.map { option -> Value in
            let option = option.drop { $0 == " " }
            return (try? Number.parse(String(option))).map { .number($0) } ?? .string(String(option))
        }
        return isBracketed || values.count > 1 ? .array(values) : values[0]
    }

    private static func read<T>(_ shape: Shape<T>, _ value: Value) throws -> T {
        do {
            return try shape.read(value)
        } catch {
            let first = error.all.first
            throw ValidationError((first?.message ?? "not understood") + (first?.hint.map { " (\($0))" } ?? "") + ".")
        }
    }
}
