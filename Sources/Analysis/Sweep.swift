import Negotiation
import OrderedCollections
import Synchronization

/// How a long computation hears that it is to stop, and tells how far it has come.
package final class Control: Sendable {
    private let flag = Atomic(false)
    private let onProgress: @Sendable (Int, Int) -> Void

    /// - Parameter onProgress: done, and of how many.
    package init(onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) { self.onProgress = onProgress }

    package var isStopped: Bool { flag.load(ordering: .relaxed) }
    package func stop() { flag.store(true, ordering: .relaxed) }
    package func report(_ done: Int, of total: Int) { onProgress(done, total) }
}

/// Every way of settling some issues of a package, each evaluated. Exact, and for small spaces: it tries them one by one.
package struct Sweep: Sendable {
    /// More packages than this are not tried.
    package static let limit = 20_000

    package let resolved: ResolvedCase
    package let base: Package
    /// The issues that are tried, with the options that are tried on each.
    package let axes: [(issue: ID<Issue>, options: [ID<Option>])]

    /// - Parameters:
    ///   - base: what is settled; on the issues `over` it limits what is tried.
    ///   - over: the issues; those that the case does not have are passed over.
    package init(_ base: Package, over: [ID<Issue>], in resolved: ResolvedCase) {
        self.resolved = resolved
        self.base = base
        axes = OrderedSet(over).compactMap { id in
            guard let issue = resolved.workspace.issues[id] else { return nil }
            switch base.choices[id] {
            case .option(let option): return (id, [option])
            case .disputed(let options): return (id, options)
            case .leftOut: return (id, [.leftOut])
            case nil: return (id, issue.choices)
            }
        }
    }

    /// How many packages there are to try; nil when they are more than an `Int` holds.
    package var count: Int? {
        axes.reduce(1 as Int?) { product, axis in
            guard let product else { return nil }
            let (next, overflow) = product.multipliedReportingOverflow(by: axis.options.count)
            return overflow ? nil : next
        }
    }

    /// Calls `body` with every package in the order of the options, until the control stops it.
    ///
    /// - Returns: whether all were tried.
    package func run(_ control: Control, _ body: ([ID<Option>], PackageEvaluation) -> Void) -> Bool {
        guard let count else { return false }
        for number in 0..<count {
            if control.isStopped { return false }
            var rest = number
            var chosen: [ID<Option>] = []
            for axis in axes.reversed() {
                chosen.append(axis.options[rest % axis.options.count])
                rest /= axis.options.count
            }
            chosen.reverse()
            var package = base
            for (axis, option) in zip(axes, chosen) { package.choices[axis.issue] = Choice(option) }
            body(chosen, PackageEvaluation(package, in: resolved))
            control.report(number + 1, of: count)
        }
        return true
    }
}
