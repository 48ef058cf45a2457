import CoreAnalyzers
import Findings
import Negotiation
import Shapes
import Testing

/// The longest numbers a workspace may have: every analyzer answers, and its answer can be sent and read.
@Suite struct ExtremesTests {
    @Test func everyAnalyzerAnswers() throws {
        let issues = (0..<20).map { index in
            """
            "i\(index)": {"title": "I", "options": {"a": {"title": "A"}, "b": {"title": "B"}}, "positions": {
              "p": {"stance": {"a": 0.123456789012, "b": [0.333333333333, 0.999999999999]}, "salience": 999999.999999999},
              "q": {"stance": {"a": 0.666666666667, "b": 0.123456789012}, "salience": [0.000000001, 999999.999999999]}}}
            """
        }
        let choices = (0..<20).map { "\"i\($0)\": \"\($0 % 2 == 0 ? "a" : "b")\"" }.joined(separator: ", ")
        let workspace = try workspace(
            """
            {"parley": 1, "id": "extreme", "title": "Extreme",
             "parties": {
               "p": {"name": "P", "role": "principal", "outside": -999999999.999999999},
               "q": {"name": "Q", "role": "principal", "reservation": 33.333333333}},
             "issues": {\(issues.joined(separator: ", "))},
             "noDeal": {"choices": {\(choices.replacing("\"b\"", with: "\"a\""))}},
             "linkages": {"l": {"when": "i0 = a", "adds": {"p": 999999999.999999999}, "because": "B"}},
             "packages": {"whole": {"title": "W", "choices": {\(choices)}}, "same": {"title": "S", "choices": {\(choices.replacing("\"b\"", with: "\"a\""))}}}}
            """)
        for analyzer in CoreAnalyzers.all {
            let packages: [ID<Package>?] = analyzer.declaration.subject == .workspace ? [nil] : ["whole", "same"]
            for package in packages {
                let result = try run(analyzer.declaration.id, workspace, package: package)
                let text = JSON.text(AnalysisResult.shape.encode(result))
                #expect(try AnalysisResult.shape.read(try JSON.parse(text)) == result)
            }
        }
    }
}
