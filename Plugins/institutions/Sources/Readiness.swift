import PluginKit

/// When things happen by the schedule, and when bodies can be there, in months after signature.
struct Readiness {
    private let surroundings: Surroundings
    private let workspace: Workspace
    let steps: [Step]

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        workspace = surroundings.workspace
        steps = surroundings.package?.schedule ?? []
    }

    /// The first step that carries out anything of an issue.
    func firstStep(on issue: ID<Issue>) -> Int? {
        steps.indices.filter { (steps[$0].delivers[issue] ?? 0) > 0 }.min { steps[$0].at < steps[$1].at }
    }

    /// Months that a step's time comes to.
    func months(_ step: Int) -> Interval { Readiness.months(steps[step].at, workspace.timeUnit) }

    /// When a body can be at work. At the earliest it has prepared from signature on and needs but its mandate; at the latest it
    /// begins when the mandate is there. A mandate that comes with the endorsement is there when the schedule has carried that
    /// out; any other, and one that the schedule does not speak of, from signature.
    func ready(_ body: Body) -> Interval {
        let mandate = mandateStep(of: body).map(months) ?? .zero
        return Interval(low: max(mandate.low, body.readyMonths.low), high: mandate.high + body.readyMonths.high)
    }

    /// The step that completes the endorsement from which the body has its mandate.
    func mandateStep(of body: Body) -> Int? {
        let giving = workspace.issues(of: .endorsement).filter { issue in
            workspace.issues[issue]?.options.values.contains { $0.word(Attribute.endorsedBy) == body.mandate.by } == true
        }
        return giving.flatMap { issue in steps.indices.filter { (steps[$0].delivers[issue] ?? 0) > 0 } }
            .max { steps[$0].at < steps[$1].at }
    }

    /// A month has 28 to 31 days, so days and weeks come to a range of months. Ends are rounded outward.
    static func months(_ time: Number, _ unit: Workspace.TimeUnit) -> Interval {
        func days(_ days: Number) -> Interval {
            Interval(low: quotient(days, 31, up: false), high: quotient(days, 28, up: true))
        }
        return switch unit {
        case .day: days(time)
        case .week: days(time * 7)
        case .month: Interval(time)
        case .quarter: Interval(time * 3)
        case .year: Interval(time * 12)
        }
    }

    private static let decimals = 4

    private static func quotient(_ number: Number, _ divisor: Number, up: Bool) -> Number {
        let near = number.divided(by: divisor, decimals: decimals)
        let unit = Number(significand: 1, exponent: -decimals)
        if up { return near * divisor < number ? near + unit : near }
        return near * divisor > number ? near - unit : near
    }
}
