import PluginKit

/// The days that a date may mean: `1994` any day of that year. What a date leaves open stays open.
package struct Span: Hashable, Sendable {
    private struct Day: Hashable, Comparable {
        var year: Int
        var month: Int
        var day: Int

        static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

        /// The day after; nothing here is told apart more finely than by days.
        var next: Day {
            if day < Span.length(year, month) { return Day(year: year, month: month, day: day + 1) }
            return month < 12 ? Day(year: year, month: month + 1, day: 1) : Day(year: year + 1, month: 1, day: 1)
        }
    }

    private let first: Day
    private let last: Day

    /// - Returns: nil unless `date` is a date as the form of a section takes it.
    package init?(_ date: String) {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard CalendarDate.isSound(date), let year = parts.first else { return nil }
        let month = parts.count > 1 ? parts[1] : nil
        let day = parts.count > 2 ? parts[2] : nil
        first = Day(year: year, month: month ?? 1, day: day ?? 1)
        let end = month ?? 12
        last = Day(year: year, month: end, day: day ?? Self.length(year, end))
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether this day comes before the other: certainly, certainly not, or it depends on what the dates leave open.
    package func isBefore(_ other: Span) -> Truth { last < other.first ? .yes : first >= other.last ? .no : .open }

    /// Whether nothing lies between an end at this date and a beginning at the other.
    package func adjoins(_ other: Span) -> Truth {
        other.last <= first.next ? .yes : other.first > last.next ? .no : .open
    }

    /// Whole years from this date to another, downward for the shortest and upward for the longest time that the dates
    /// allow; nil when the other lies before this one whatever days they mean.
    package func years(to other: Span) -> Interval? {
        guard first <= other.last else { return nil }
        let least = last < other.first ? Self.whole(last, other.first).complete : 0
        let most = Self.whole(first, other.last)
        return Interval(low: Number(least), high: Number(most.complete + (most.hasRest ? 1 : 0)))
    }

    private static func whole(_ a: Day, _ b: Day) -> (complete: Int, hasRest: Bool) {
        let years = b.year - a.year
        let isShort = (b.month, b.day) < (a.month, a.day)
        return (isShort ? years - 1 : years, (b.month, b.day) != (a.month, a.day))
    }

    /// In order of their first days, then of their last.
    package static func isEarlier(_ a: Span, _ b: Span) -> Bool { (a.first, a.last) < (b.first, b.last) }
}
