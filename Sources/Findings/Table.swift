import Negotiation
import Shapes

/// Rows and columns, for people and for scripts.
public struct Table: Sendable, Hashable {
    public var id = ""
    public var title = ""
    public var columns: [Column] = []
    public var rows: [[Cell]] = []
    /// How to read it: what the figures are and whether they may be compared across rows or columns.
    public var note: String?
    /// Whether people see it only when they ask for everything.
    public var isDetail = false

    public init(
        id: String, title: String, columns: [Column], rows: [[Cell]] = [], note: String? = nil, isDetail: Bool = false
    ) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rows = rows
        self.note = note
        self.isDetail = isDetail
    }

    public struct Column: Sendable, Hashable {
        public var id = ""
        public var title = ""
        /// Swing points, 0–100, share …; nil for words.
        public var unit: String?
        /// Whether people see it only when they ask for everything.
        public var isDetail = false

        public init(_ id: String, _ title: String, unit: String? = nil, isDetail: Bool = false) {
            self.id = id
            self.title = title
            self.unit = unit
            self.isDetail = isDetail
        }

        public static let shape = Shape.record(
            "column", Column("", ""),
            [
                .required("id", \.id, .text, "for scripts"),
                .required("title", \.title, .text, "for people"),
                .optional("unit", \.unit, .text, "of its figures"),
                .standard("detail", \.isDetail, false, .bool, "shown to people only on request"),
            ])
    }

    public static let shape = Shape.record(
        "table", Table(id: "", title: "", columns: []),
        [
            .required("id", \.id, .text, "stable within the analyzer"),
            .required("title", \.title, .text, "what it shows"),
            .required("columns", \.columns, .list(Column.shape), "its columns"),
            .required("rows", \.rows, .list(.list(Cell.shape)), "its rows: one cell a column"),
            .optional("note", \.note, .text, "how to read it"),
            .standard("detail", \.isDetail, false, .bool, "shown to people only on request"),
        ])
}

/// What stands in one place of a table.
public enum Cell: Sendable, Hashable {
    case empty
    case text(String)
    case figure(Figure)
    /// A word that carries a judgement, so that it can be coloured: `yes`, `red line`.
    case verdict(String, Tone)
    /// The name of an issue, a party or an option, with its id.
    case name(String, id: String)

    public enum Tone: String, Sendable, CaseIterable { case good, warning, bad, neutral }

    public static let shape = Shape<Cell>(
        decode: { value, decoding in
            if value.isNull { return .empty }
            if let text = value.string { return .text(text) }
            if value["basis"] != nil { return Figure.shape.decode(value, &decoding).map(Cell.figure) }
            if let text = value["text"]?.string, let tone = value["tone"]?.string.flatMap(Tone.init(rawValue:)) { return .verdict(text, tone) }
            if let text = value["text"]?.string, let id = value["id"]?.string { return .name(text, id: id) }
            decoding.fail("wrong-type", "a cell is a text, a figure, a verdict, a name or null", mark: value.mark)
            return nil
        },
        encode: { cell in
            switch cell {
            case .empty: .null
            case .text(let text): .string(text)
            case .figure(let figure): Figure.shape.encode(figure)
            case .verdict(let text, let tone): ["text": .string(text), "tone": .string(tone.rawValue)]
            case .name(let text, let id): ["text": .string(text), "id": .string(id)]
            }
        },
        schema: { builder in
            [
                "anyOf": [
                    ["type": "null"], ["type": "string"], Figure.shape.schema(&builder),
                    ["type": "object", "required": ["text", "tone"]], ["type": "object", "required": ["text", "id"]],
                ]
            ]
        })
}

/// Ranges side by side on one scale: a value bar per party, a stance range per option.
public struct Chart: Sendable, Hashable {
    public var id = ""
    public var title = ""
    public var scale = Interval.unit
    public var unit: String?
    public var bars: [Bar] = []

    public init(id: String, title: String, scale: Interval, unit: String? = nil, bars: [Bar]) {
        self.id = id
        self.title = title
        self.scale = scale
        self.unit = unit
        self.bars = bars
    }

    public struct Bar: Sendable, Hashable {
        public var label = ""
        public var figure = Figure(exact: 0)
        /// A value to compare with, drawn as a tick: the value of no deal.
        public var reference: Figure?

        public init(_ label: String, _ figure: Figure, reference: Figure? = nil) {
            self.label = label
            self.figure = figure
            self.reference = reference
        }

        public static let shape = Shape.record(
            "bar", Bar("", Figure(exact: 0)),
            [
                .required("label", \.label, .text, "whose"),
                .required("figure", \.figure, Figure.shape, "how much"),
                .optional("reference", \.reference, Figure.shape, "a value to compare with"),
            ])
    }

    public static let shape = Shape.record(
        "chart", Chart(id: "", title: "", scale: .unit, bars: []),
        [
            .required("id", \.id, .text, "stable within the analyzer"),
            .required("title", \.title, .text, "what it shows"),
            .required("scale", \.scale, Interval.pair, "[from, to]"),
            .optional("unit", \.unit, .text, "of the scale"),
            .required("bars", \.bars, .list(Bar.shape), "one bar a row"),
        ])
}

extension Table {
    /// Without the columns that are details, and without those that say nothing here.
    public var outline: Table {
        var outline = self
        let kept = columns.indices.filter { place in
            !columns[place].isDetail && (rows.isEmpty || rows.contains { $0.indices.contains(place) && !$0[place].isEmpty })
        }
        outline.columns = kept.map { columns[$0] }
        // A plugin may have left a row short.
        outline.rows = rows.map { row in kept.map { $0 < row.count ? row[$0] : .empty } }
        return outline
    }
}

extension Cell {
    fileprivate var isEmpty: Bool { self == .empty || self == .text("") }
}
