import Shapes

extension Value {
    /// On one line, as a person would write it: `high`, `[0.2, 0.4]`, `{crimea: deferred}`.
    var brief: String {
        switch content {
        case .null: "nothing"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.description
        case .string(let text): text
        case .array(let values): "[\(values.map(\.brief).joined(separator: ", "))]"
        case .object(let object): "{\(object.map { "\($0.key): \($0.value.brief)" }.joined(separator: ", "))}"
        }
    }
}
