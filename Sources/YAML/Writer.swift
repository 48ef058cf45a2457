import Shapes

extension YAML {
    /// Writes a value as a file that people read and go on editing; `parse` reads the same value back from it.
    package static func text(_ value: Value) -> String {
        var writer = Writer()
        writer.write(value, level: 0, indentation: 0, column: 0)
        return writer.finish()
    }
}

/// Decides how each value is laid out: blocks where people look for things, one line where one look should take it in.
private struct Writer: ~Copyable {
    /// libyaml breaks a text behind this column, so that lines come out a word longer.
    private static let lineWidth = 102
    private static let mostMembersOnALine = 6
    private static let mostItemsInAMember = 4

    private var emitter = Emitter(width: lineWidth)

    consuming func finish() -> String { emitter.finish() }

    /// `level` counts the collections around the value, `indentation` is the column of its lines if it takes several, and
    /// `column` the one behind its key or dash.
    mutating func write(_ value: Value, level: Int, indentation: Int, column: Int) {
        let flow = Writer.isOnOneLine(value, level: level, column: column)
        switch value.content {
        case .array(let values):
            emitter.beginSequence(flow: flow)
            for value in values { write(value, level: level + 1, indentation: indentation + 2, column: indentation + 2) }
            emitter.endSequence()
        case .object(let object):
            emitter.beginMapping(flow: flow)
            for (key, value) in object {
                emitter.scalar(key, ScalarLayout(key).keyStyle)
                // libyaml writes the dashes of a list in the column of its key.
                write(
                    value, level: level + 1, indentation: value.array != nil ? indentation : indentation + 2,
                    column: indentation + key.unicodeScalars.count + 2)
            }
            emitter.endMapping()
        case .string(let text):
            emitter.scalar(text, ScalarLayout(text).style(room: Writer.lineWidth - column))
        case .null, .bool, .number: emitter.scalar(Writer.plain(value) ?? "", .plain)
        }
    }

    private static func plain(_ value: Value) -> String? {
        switch value.content {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.description
        default: nil
        }
    }

    /// Whether a list or mapping is written in brackets. Never the two upper levels, which are the outline of a file.
    private static func isOnOneLine(_ value: Value, level: Int, column: Int) -> Bool {
        if value.array?.isEmpty ?? value.object?.isEmpty ?? false { return true }
        guard level >= 2, let width = width(value, itemLimit: .max) else { return false }
        return column + width <= lineWidth
    }

    /// How wide a value is in brackets; nil for one that does not belong there.
    private static func width(_ value: Value, itemLimit: Int) -> Int? {
        var width = 0
        switch value.content {
        case .array(let values):
            guard values.count <= min(itemLimit, lineWidth) else { return nil }
            for value in values {
                guard value.array == nil, value.object == nil, let item = Writer.width(value, itemLimit: 0) else { return nil }
                width += item + 2
            }
            return max(2, width)
        case .object(let object):
            guard object.count <= mostMembersOnALine else { return nil }
            for (key, value) in object {
                guard value.object == nil, let key = ScalarLayout(key).flowWidth,
                    let member = Writer.width(value, itemLimit: mostItemsInAMember)
                else { return nil }
                width += key + 2 + member + 2
            }
            return max(2, width)
        case .string(let text): return ScalarLayout(text).flowWidth
        case .null, .bool, .number: return plain(value)?.count
        }
    }
}
