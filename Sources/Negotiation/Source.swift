import OrderedCollections
import Shapes

/// Where a claim comes from.
public struct Source: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case article, report, treaty, statement, dataset, book, interview
        /// Somebody's own judgement: what cites it counts as an assumption.
        case assumption
    }

    public var title = ""
    public var kind = Kind.report
    public var author: String?
    public var date: String?
    public var locator: String?
    /// Parts that can be cited one by one: `brief#territory`.
    public var sections: OrderedDictionary<String, String> = [:]
    public var note: String?
    public var audience: [String] = []

    public init() {}

    public static let shape = Shape.record(
        "source", Source(),
        [
            .required("title", \.title, .text, "what it is called"),
            .required("kind", \.kind, .word("a kind of source"), "what it is; `assumption` marks somebody's own judgement"),
            .optional("author", \.author, .text, "who wrote it"),
            .optional("date", \.date, .date, "when it was written: 2025, 2025-08 or 2025-08-12"),
            .optional("locator", \.locator, .text, "where to find it"),
            .items("sections", \.sections, .mapping(.id, .text), "parts that are cited one by one, with what they are about"),
            .optional("note", \.note, .text, "anything a reader should know of it"),
            .items("audience", \.audience, .list(.id), "who may see it; everybody when empty"),
        ])
}

/// A reference to a source or to a section of one: `brief#territory`.
public struct Citation: Sendable, Hashable, CustomStringConvertible {
    public var source: ID<Source>
    public var section: String?

    public init(source: ID<Source>, section: String? = nil) {
        self.source = source
        self.section = section
    }

    public var description: String { section.map { "\(source)#\($0)" } ?? source.text }

    public static let shape = Shape<Citation>(
        decode: { value, decoding in
            guard let text = value.string else {
                decoding.fail("wrong-type", "a source is an id, or id#section, not \(value.kindDescription)", mark: value.mark)
                return nil
            }
            let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.allSatisfy(Kebab.isID) else {
                decoding.fail(
                    "bad-id", "“\(text)” does not name a source", hint: "write the source's id, or id#section: brief#territory",
                    mark: value.mark)
                return nil
            }
            return Citation(source: ID(parts[0]), section: parts.count > 1 ? parts[1] : nil)
        },
        encode: { .string($0.description) },
        schema: { _ in ["type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*(#[a-z][a-z0-9]*(-[a-z0-9]+)*)?$"] })
}

extension Shape where T == String {
    /// A date, as exact as it is known: `2025`, `2025-08`, `2025-08-12`.
    public static let date = Shape(
        decode: { value, decoding in
            guard let text = value.string ?? value.int.map(String.init) else {
                decoding.fail("wrong-type", "a date is expected here, not \(value.kindDescription)", mark: value.mark)
                return nil
            }
            guard CalendarDate.isSound(text) else {
                decoding.fail("bad-date", "“\(text)” is not a date", hint: "write 2025, 2025-08 or 2025-08-12", mark: value.mark)
                return nil
            }
            return text
        },
        encode: { .string($0) },
        schema: { _ in ["anyOf": [["type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"], ["type": "integer"]]] })
}

/// Dates of the Gregorian calendar, written as ISO 8601 does.
public enum CalendarDate {
    public static func isSound(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }) else {
            return false
        }
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
        guard numbers.count == parts.count else { return false }
        if numbers.count > 1, !(1...12).contains(numbers[1]) { return false }
        guard numbers.count > 2 else { return true }
        let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][numbers[1] - 1]
        return (1...days).contains(numbers[2])
    }
}
