import OrderedCollections
import Shapes

/// Something that somebody had to judge: a number, a range, or a word with a documented range.
public enum Judgement: Sendable, Hashable {
    case number(Number)
    case range(Interval)
    case word(String)

    /// Judged numbers keep within ±10^9 with at most nine decimals, so that sums of products are exact in 128 bits.
    public static let limit = Number(1_000_000_000)
    public static let decimals = 9

    /// Stances may have more, since importers write quotients such as 1/3. Twelve decimals times a salience's nine, with six
    /// digits before its point, are 27 digits, and 128 bits hold 38.
    public static let stanceDecimals = 12
}

extension Shape where T == Judgement {
    /// - Parameters:
    ///   - words: what kind of word is taken ("a stance"); nil where only numbers are.
    ///   - bounds: where the numbers must lie.
    ///   - decimals: how many digits they may have behind the point.
    public static func judgement(
        words kind: String?, bounds: ClosedRange<Number>, decimals: Int = Judgement.decimals
    ) -> Shape {
        let wanted = kind.map { "a number, a range [low, high] or \($0) word" } ?? "a number or a range [low, high]"
        @Sendable func sound(_ number: Number, _ value: Value, _ decoding: inout Decoding) -> Bool {
            if !bounds.contains(number) {
                decoding.fail("out-of-range", "\(number) should be between \(bounds.lowerBound) and \(bounds.upperBound)", mark: value.mark)
                return false
            }
            if number.decimals > decimals {
                decoding.fail("out-of-range", "\(number) has more than \(decimals) decimals", mark: value.mark)
                return false
            }
            return true
        }
        return Shape(
            decode: { value, decoding in
                switch value.content {
                case .number(let number): return sound(number, value, &decoding) ? .number(number) : nil
                case .string(let word) where kind != nil: return .word(word)
                case .array(let ends):
                    guard ends.count == 2, let low = ends[0].number, let high = ends[1].number else {
                        decoding.fail("wrong-type", "a range is two numbers: [low, high]", mark: value.mark)
                        return nil
                    }
                    guard sound(low, ends[0], &decoding), sound(high, ends[1], &decoding) else { return nil }
                    guard low <= high else {
                        decoding.fail(
                            "reversed-range", "the range [\(low), \(high)] is turned round", hint: "write [\(high), \(low)]",
                            mark: value.mark)
                        return nil
                    }
                    return .range(Interval(low: low, high: high))
                default:
                    decoding.fail("wrong-type", "\(wanted) is expected here, not \(value.kindDescription)", mark: value.mark)
                    return nil
                }
            },
            encode: { judgement in
                switch judgement {
                case .number(let number): .number(number)
                case .range(let range): .array([.number(range.low), .number(range.high)])
                case .word(let word): .string(word)
                }
            },
            schema: { _ in
                let number: Value = [
                    "type": "number", "minimum": .number(bounds.lowerBound), "maximum": .number(bounds.upperBound),
                ]
                var forms: [Value] = [number, ["type": "array", "items": number, "minItems": 2, "maxItems": 2]]
                if kind != nil { forms.append(["type": "string"]) }
                return ["anyOf": .array(forms)]
            })
    }

    /// How much a party likes an option: 0 is the worst listed one, 1 its demand met.
    public static let stance = judgement(words: "a stance", bounds: 0...1, decimals: Judgement.stanceDecimals)
    /// A swing weight.
    public static let salience = judgement(words: "a salience", bounds: 0...1_000_000)
}

/// The ranges that words stand for in one workspace.
public struct Words: Sendable, Hashable {
    public var stance: OrderedDictionary<String, Interval>
    public var salience: OrderedDictionary<String, Interval>

    /// The word for an option that a party says it will not accept.
    public static let redLine = "red-line"

    public init(stance: OrderedDictionary<String, Interval> = [:], salience: OrderedDictionary<String, Interval> = [:]) {
        self.stance = stance
        self.salience = salience
    }

    public static let standard = Words(
        stance: [
            "demands": Interval(1),
            "prefers": Interval(low: decimal(7, 1), high: decimal(95, 2)),
            "accepts": Interval(low: decimal(45, 2), high: decimal(7, 1)),
            "tolerates": Interval(low: decimal(2, 1), high: decimal(45, 2)),
            "opposes": Interval(low: 0, high: decimal(2, 1)),
        ],
        salience: [
            "vital": Interval(100), "high": Interval(low: 55, high: 85), "medium": Interval(low: 25, high: 55),
            "low": Interval(low: 5, high: 25),
        ])

    private static func decimal(_ digits: Int, _ places: Int) -> Number { Number(significand: Int128(digits), exponent: -places) }

    /// The workspace's own words over the standard ones.
    public var effective: Words {
        Words(
            stance: Words.standard.stance.merging(stance) { $1 }, salience: Words.standard.salience.merging(salience) { $1 })
    }

    public static let shape = Shape.record(
        "words section", Words(),
        [
            .items("stance", \.stance, .mapping(.id, Interval.judged(0...1)), "stance words and their ranges on 0–1"),
            .items("salience", \.salience, .mapping(.id, Interval.judged(0...1_000_000)), "salience words and their ranges"),
        ])
}

/// What a stance says of an option, once its word is looked up.
public enum StanceLevel: Sendable, Hashable {
    case value(Interval)
    /// Not acceptable.
    case redLine

    /// 0 for a red line.
    public var interval: Interval { if case .value(let interval) = self { interval } else { .zero } }
}

/// Which of the two accounts of a party's position is meant.
public enum Reading: String, Sendable, CaseIterable {
    /// What the party says in public.
    case declared
    /// The analyst's estimate of what it would settle for; what it says where there is no estimate.
    case assessed

    public static let shape = Shape<Reading>.word("a reading")
}
