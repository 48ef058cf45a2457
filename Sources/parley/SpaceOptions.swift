import ArgumentParser
import Negotiation
import ParleyProtocol
import Shapes

/// Under what assumptions everything that may still be agreed is looked at.
struct SpaceOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            """
            Where stated ranges are taken: nominal (at their midpoints), or at the ends that hinder (pessimistic) or favour \
            (optimistic) a deal.
            """,
            valueName: "ranges"),
        completion: .list(SolveSpaceParams.ranges))
    var ranges: String?

    @Option(
        name: .long, help: ArgumentHelp("A world scenario to solve under.", valueName: "scenario"),
        completion: Completing.scenarios)
    var scenario: String?

    func validate() throws {
        guard let ranges, !SolveSpaceParams.ranges.contains(ranges) else { return }
        let known = SolveSpaceParams.ranges
        let hint = Suggestion.nearest(to: ranges, among: known).map { "; did you mean “\($0)”?" }
        throw ValidationError("--ranges takes \(known.joined(separator: ", ")), not “\(ranges)”\(hint ?? ".")")
    }
}

extension AnalysisCommand {
    /// The parameters of an analyzer that solves what is open. What --param says is the more explicit.
    func params(_ space: SpaceOptions, package: String?, within: String? = nil) -> RunParams {
        params(given: [("package", package), ("ranges", space.ranges), ("scenario", space.scenario), ("within", within)])
    }
}
