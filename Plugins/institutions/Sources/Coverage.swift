import PluginKit

/// Whether one commitment has somebody to verify it, under one way of settling who watches and who endorses.
///
/// A body that is added never makes it worse: the best of the bodies counts, and each is judged by itself.
package struct Coverage: Sendable, Hashable {
    /// From worst to best.
    package enum Level: Int, Sendable, Comparable {
        case nobody, unmandated, short, open, sound

        package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// What stands between a body and a commitment.
    package enum Gap: Sendable, Hashable {
        case mandate
        case access(Comparison)
        case capacity(Comparison)
        /// When the commitment begins, against when the body can be there.
        case time(Comparison, step: Int)

        var level: Level {
            switch self {
            case .mandate: .unmandated
            case .access(let comparison), .capacity(let comparison), .time(let comparison, _):
                comparison.verdict == .short ? .short : .open
            }
        }
    }

    /// The body that comes nearest; nil when none may verify it.
    package var body: String?
    package var gaps: [Gap] = []

    package var level: Level { body == nil ? .nobody : gaps.map(\.level).min() ?? .sound }

    init(_ commitment: Commitment, _ bodies: [(name: String, body: Body, hasMandate: Bool)], _ readiness: Readiness) {
        for (name, body, hasMandate) in bodies where body.verifies.contains(commitment.issue) {
            let gaps = Coverage.gaps(commitment, body, hasMandate, readiness)
            var other = self
            other.body = name
            other.gaps = gaps
            // Of equals the first counts, or the one of which less is wrong.
            if other.level > level || (other.level == level && other.shortfalls < shortfalls) { self = other }
        }
    }

    private var shortfalls: Int { gaps.count { $0.level == level } }

    private static func gaps(_ commitment: Commitment, _ body: Body, _ hasMandate: Bool, _ readiness: Readiness) -> [Gap] {
        let access = Comparison(body.access, of: commitment.demand.access)
        let capacity = Comparison(body.capacity, of: commitment.demand.capacity)
        var gaps: [Gap] = hasMandate ? [] : [.mandate]
        if access.verdict != .enough { gaps.append(.access(access)) }
        if capacity.verdict != .enough { gaps.append(.capacity(capacity)) }
        if let step = readiness.firstStep(on: commitment.issue) {
            let time = Comparison(readiness.months(step), of: readiness.ready(body))
            if time.verdict != .enough { gaps.append(.time(time, step: step)) }
        }
        return gaps
    }
}
