import Negotiation
import Shapes

/// Points between two axes: packages by what they bring two parties.
public struct Scatter: Sendable, Hashable {
    public var id = ""
    public var title = ""
    public var x = Axis("", .unit)
    public var y = Axis("", .unit)
    public var points: [Point] = []

    public init(id: String, title: String, x: Axis, y: Axis, points: [Point]) {
        self.id = id
        self.title = title
        self.x = x
        self.y = y
        self.points = points
    }

    public struct Axis: Sendable, Hashable {
        public var label = ""
        public var scale = Interval.unit
        /// The floor: the value below which one does not accept, drawn as a line.
        public var reference: Number?

        public init(_ label: String, _ scale: Interval, reference: Number? = nil) {
            self.label = label
            self.scale = scale
            self.reference = reference
        }

        static let shape = Shape.record(
            "axis", Axis("", .unit),
            [
                .required("label", \.label, .text, "what it shows: a party"),
                .required("scale", \.scale, Interval.pair, "[from, to]"),
                .optional("reference", \.reference, .number, "a floor, drawn as a line"),
            ])
    }

    public struct Point: Sendable, Hashable {
        public var x = Number.zero
        public var y = Number.zero
        /// What it is called in the legend.
        public var label: String?
        /// One character that stands at its place; a dot when absent.
        public var mark: String?

        public init(_ x: Number, _ y: Number, label: String? = nil, mark: String? = nil) {
            self.x = x
            self.y = y
            self.label = label
            self.mark = mark
        }

        static let shape = Shape.record(
            "point", Point(0, 0),
            [
                .required("x", \.x, .number, "along the first axis"),
                .required("y", \.y, .number, "along the second axis"),
                .optional("label", \.label, .text, "what it is called in the legend"),
                .optional("mark", \.mark, .text, "one character that stands at its place; a dot when absent"),
            ])
    }

    public static let shape = Shape.record(
        "scatter", Scatter(id: "", title: "", x: Axis("", .unit), y: Axis("", .unit), points: []),
        [
            .required("id", \.id, .text, "stable within the analyzer"),
            .required("title", \.title, .text, "what it shows"),
            .required("x", \.x, Axis.shape, "the axis to the right"),
            .required("y", \.y, Axis.shape, "the axis upwards"),
            .required("points", \.points, .list(Point.shape), "its points; of marks at one place the first is drawn"),
        ])
}
