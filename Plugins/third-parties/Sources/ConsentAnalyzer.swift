import PluginKit

/// `third-parties.consent`: whose consent a package takes, in law or in fact, whether it has it, and who objects without being
/// able to block.
struct ConsentAnalyzer: ModuleAnalyzer {
    let declaration = AnalyzerDeclaration(
        id: "third-parties.consent", title: "Whose consent does the package take, and has it?",
        summary: """
            Lists whose consent each choice takes, in law or in fact; tells under both readings who gives it, who refuses it and \
            by what; and who objects without being able to block.
            """,
        subject: .package)

    func run(_ request: ModuleRequest<ThirdPartiesSection>) async throws -> AnalysisResult {
        guard let package = request.package else { throw Lack("The question is about a package.", lacks: ["a package"]) }
        var report = ConsentReport(request.theCase, package, id: request.packageID)
        return try await report.result(request.result, asking: Questions(request.host))
    }
}
