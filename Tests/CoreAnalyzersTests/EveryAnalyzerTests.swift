import CoreAnalyzers
import Findings
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// What holds of every core analyzer, whatever it finds.
@Suite struct EveryAnalyzerTests {
    private func results() throws -> [AnalysisResult] {
        let workspace = try workspace()
        return try CoreAnalyzers.all.flatMap { analyzer -> [AnalysisResult] in
            let id = analyzer.declaration.id
            return try Reading.allCases.flatMap { reading -> [AnalysisResult] in
                let takesReading = analyzer.declaration.parameters.contains { $0.name == "reading" }
                let reading = takesReading ? [("reading", Value.string(reading.rawValue))] : []
                if analyzer.declaration.subject == .workspace { return [try run(id, workspace, reading)] }
                return try workspace.packages.keys.map { try run(id, workspace, package: $0, reading) }
            }
        }
    }

    @Test func sameAnswerTwice() throws {
        let (first, second) = (try results(), try results())
        #expect(first == second)
        #expect(
            first.map { JSON.text(AnalysisResult.shape.encode($0)) }
                == second.map { JSON.text(AnalysisResult.shape.encode($0)) })
    }

    @Test func everyResultIsWellFormed() throws {
        for result in try results() {
            #expect(result.revision == 7 && result.workspace == "fishery")
            #expect(!result.title.isEmpty && !result.summary.isEmpty)
            #expect(Set(result.findings.map(\.id)).count == result.findings.count)
            #expect(Set(result.tables.map(\.id)).count == result.tables.count)
            for table in result.tables {
                #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(result.analyzer) \(table.id)")
            }
            for finding in result.findings { #expect(!finding.title.contains("  ") && finding.title.last != ".") }
            #expect(try AnalysisResult.shape.read(AnalysisResult.shape.encode(result)) == result)
        }
    }

    /// Whatever a finding rests on can be looked up in the document, and claims are what they are said to be.
    @Test func evidenceLeadsIntoTheWorkspace() throws {
        let document = Workspace.shape.encode(try workspace())
        var count = 0
        for result in try results() {
            for evidence in result.findings.flatMap(\.evidence) {
                count += 1
                #expect(document[evidence.pointer] != nil, "\(result.analyzer): \(evidence.pointer)")
                if evidence.source?.source == "analyst" { #expect(evidence.isAssumption) }
                if evidence.source?.source == "brief" { #expect(!evidence.isAssumption) }
            }
        }
        #expect(count > 100)
    }

    @Test func parametersAreDeclared() throws {
        let workspace = try workspace()
        #expect(CoreAnalyzers.all.map(\.declaration.id) == [
            "core.gaps", "core.agenda", "core.evaluate", "core.zone", "core.why", "core.improve", "core.trades", "core.frontier", "core.solutions",
            "core.scenarios", "core.brief", "core.provenance",
        ])
        for analyzer in CoreAnalyzers.all {
            #expect(throws: Diagnostics.self) { try analyzer.declaration.resolve(Object([("colour", "red")]), in: workspace) }
            #expect(throws: Diagnostics.self) {
                try analyzer.declaration.resolve(Object([("reading", "hoped")]), in: workspace)
            }
        }
        #expect(throws: Diagnostics.self) { try run("core.gaps", workspace, [("parties", "coastland,nobody")]) }
        #expect(throws: Diagnostics.self) { try run("core.evaluate", workspace) }
        #expect(throws: Diagnostics.self) { try run("core.provenance", workspace, [("package", "nothing")]) }
    }

    @Test func emptyWorkspaceIsNoError() throws {
        let empty = try workspace(#"{"parley": 1, "id": "fishery", "title": "Nothing yet"}"#)
        for id in ["core.gaps", "core.provenance"] { #expect(try run(id, empty).status == .notApplicable) }
        var request = AnalysisRequest(workspace: empty, revision: 1, parameters: [:])
        request.package = Package()
        for analyzer in CoreAnalyzers.all where analyzer.declaration.subject == .package {
            #expect(try analyzer.run(request).status == .notApplicable)
        }
    }
}
