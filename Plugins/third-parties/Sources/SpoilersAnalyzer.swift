import PluginKit

/// `third-parties.spoilers`: who could break the package, whether it gives them a motive, and what would take it away.
struct SpoilersAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "third-parties.spoilers", title: "Who could break the package, and would want to?",
        summary: """
            For everybody who could break an agreement: ability, whether the package gives a motive, what eases it, and the \
            smallest changes that would take the motive away.
            """,
        subject: .package, parameters: [.reading])

    func run(_ request: ModuleRequest<ThirdPartiesSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = try SpoilersReport(request.theCase, package, id: request.packageID, reading: request.reading)
        return try await report.result(request.result, asking: Questions(request.host))
    }
}
