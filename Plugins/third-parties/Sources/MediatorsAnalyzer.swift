import PluginKit

/// `third-parties.mediators`: who could mediate, whom each side accepts, and who can move the side that has to be moved.
struct MediatorsAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "third-parties.mediators", title: "Who could mediate, and whom does each side accept?",
        summary: """
            Leverage, bias and acceptability of everybody who could mediate; whom all accept, on whom that is not settled, and, \
            for a package, who could be believed by the side that still has to be moved.
            """,
        subject: .workspace,
        parameters: [
            .reading,
            Parameter("package", .package, "the package of which to tell whom it leaves to be moved, and who has a part in it"),
        ])

    func run(_ request: ModuleRequest<ThirdPartiesSection>) async throws -> AnalysisResult {
        let id = request.parameters["package"]?.string.map { ID<Package>($0) }
        var report = try MediatorsReport(request.theCase, package: id, reading: request.reading)
        return try await report.result(request.result, asking: Questions(request.host))
    }
}
