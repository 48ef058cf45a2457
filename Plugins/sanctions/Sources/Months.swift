import PluginKit

/// Time in months, as half-lives and renewals count it. What a date or a unit leaves open stays a range.
package enum Months {
    private struct Day: Comparable {
        var year: Int
        var month: Int
        var day: Int

        static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

        var text: String {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(year)-\(two(month))-\(two(day))"
        }
    }

    /// The first and the last day that a date (`2014`, `2014-07`, `2014-07-16`) may mean.
    private static func span(_ date: String) -> (first: Day, last: Day)? {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard CalendarDate.isSound(date), let year = parts.first else { return nil }
        let month = parts.count > 1 ? parts[1] : nil
        let day = parts.count > 2 ? parts[2] : nil
        let last = month ?? 12
        return (
            Day(year: year, month: month ?? 1, day: day ?? 1), Day(year: year, month: last, day: day ?? length(year, last))
        )
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        (28...31).last { CalendarDate.isSound(Day(year: year, month: month, day: $0).text) } ?? 28
    }

    /// Months that have passed between two dates, to the whole month downward and upward; nil when `start` lies after `end`
    /// whatever days they mean.
    package static func passed(since start: String, until end: String) -> Interval? {
        guard let start = span(start), let end = span(end), start.first <= end.last else { return nil }
        let most = whole(start.first, end.last)
        let least = start.last <= end.first ? whole(start.last, end.first).complete : 0
        return Interval(low: Number(least), high: Number(most.complete + (most.hasRest ? 1 : 0)))
    }

    private static func whole(_ a: Day, _ b: Day) -> (complete: Int, hasRest: Bool) {
        let months = (b.year - a.year) * 12 + b.month - a.month
        return (b.day < a.day ? months - 1 : months, b.day != a.day)
    }

    /// The first day after `asOf` that lies a whole number of periods after `start`; nil when `start` is no exact day or lies
    /// later.
    package static func next(after asOf: String, from start: String, every months: Int) -> String? {
        guard let from = span(start), from.first == from.last, let now = span(asOf)?.last, from.first <= now else { return nil }
        let passed = whole(from.first, now).complete
        let periods = passed / months + 1
        let total = from.first.year * 12 + from.first.month - 1 + periods * months
        let (year, month) = (total / 12, total % 12 + 1)
        return Day(year: year, month: month, day: min(from.first.day, length(year, month))).text
    }
}

extension Workspace.TimeUnit {
    /// How many months a unit has. A month has 28 to 31 days.
    package var inMonths: Interval {
        switch self {
        case .day: Interval(low: Number(1).dividedDown(by: 31), high: Number(1).dividedUp(by: 28))
        case .week: Interval(low: Number(7).dividedDown(by: 31), high: Number(7).dividedUp(by: 28))
        case .month: Interval(1)
        case .quarter: Interval(3)
        case .year: Interval(12)
        }
    }

    /// `1 month`, `3 months`.
    func span(_ number: Number) -> String { "\(number) \(rawValue)\(number == 1 ? "" : "s")" }
}
