import PluginKit

/// `third-parties.influence`: how outside actors bear on a package, and what would be otherwise without their vetoes, aid,
/// pressure or trade.
struct InfluenceAnalyzer: ModuleAnalyzer {
    static let tries = "tries"
    /// So many that a reader does not wait.
    static let standardTries = 8

    let declaration = AnalyzerDeclaration(
        id: "third-parties.influence", title: "What do outside actors move, and what if they did not?",
        summary: """
            For every influence: by how much it moves what agreeing is worth to those upon whom it bears, whether the package meets \
            what is asked for, and how many ways of settling its issues nobody refuses with it and without it.
            """,
        subject: .package,
        parameters: [
            .reading,
            Parameter(
                tries, .integer, "how many ways of settling the issues of each influence to try at most",
                range: Interval(low: 1, high: 500), standard: .int(standardTries)),
        ])

    func run(_ request: ModuleRequest<ThirdPartiesSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try InfluenceReport(
            request.theCase, package, id: request.packageID, reading: request.reading,
            tries: request.parameters[Self.tries]?.int ?? Self.standardTries)
        return try await report.result(request.result, asking: Questions(request.host))
    }
}
