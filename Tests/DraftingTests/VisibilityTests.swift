import Foundation
import Negotiation
import OrderedCollections
import Shapes
import Testing
import WorkspaceFiles

/// What a workspace is to those who may not see all of it.
@Suite struct VisibilityTests {
    private func summit() throws -> Workspace {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("Workspaces/us-russia-summit")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        let files = try names.map { WorkspaceFiles.File(path: $0, text: try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)) }
        return try WorkspaceFiles.read(files).workspace
    }

    /// Whichever sources are restricted, what is left is sound, cites none of them, and is the whole for those who may see them
    /// (but for assessments, which are their owner's unless they say otherwise).
    @Test func whateverIsRestrictedTheRestIsSound() throws {
        var whole = try summit()
        for issue in whole.issues.keys {
            for party in whole.issues[issue]?.positions.keys ?? [] where whole.issues[issue]?.positions[party]?.assessed != nil {
                whole.issues[issue]?.positions[party]?.assessed?.audience = ["team"]
            }
        }
        #expect(whole.visible(to: "team") == whole)
        for source in whole.sources.keys {
            var workspace = whole
            workspace.sources[source]?.audience = ["team"]
            #expect(workspace.visible(to: "team") == workspace)
            let rest = workspace.visible(to: nil)
            #expect(rest.check().allSatisfy { $0.severity == .warning }, "\(source): \(rest.check().map(\.message))")
            #expect(rest.visible(to: nil) == rest, "what may be seen may be handed on")
            let text = JSON.text(Workspace.shape.encode(rest))
            #expect(!text.contains("\"\(source)\"") && !text.contains("\"\(source)#"), "\(source) is still cited")
        }
    }

    @Test func whoAudiencesAre() throws {
        var workspace = Workspace()
        workspace.parties["north"] = Party()
        workspace.parties["north"]?.audience = ["team"]
        workspace.sources["cable"] = Source()
        workspace.sources["cable"]?.audience = ["moles", "team"]
        #expect(workspace.audiences == ["north", "moles", "team"])
    }

    /// A party's position may be seen and what an analyst thinks of it not; a position that says nothing else goes.
    @Test func anAssessmentIsItsOwners() {
        var workspace = Workspace()
        var issue = Negotiation.Issue()
        var assessed = Assessment()
        assessed.because = "a guess"
        issue.positions["a"] = Position()
        issue.positions["a"]?.statement = "Said in public."
        issue.positions["a"]?.assessed = assessed
        issue.positions["b"] = Position()
        issue.positions["b"]?.assessed = assessed
        assessed.audience = ["team"]
        issue.positions["c"] = Position()
        issue.positions["c"]?.assessed = assessed
        workspace.issues["season"] = issue
        func seen(_ audience: String?) -> [String] {
            workspace.visible(to: audience).issues["season"]?.positions.map { "\($0.key)\($0.value.assessed == nil ? "" : "+")" } ?? []
        }
        #expect(seen(nil) == ["a"])
        #expect(seen("others") == ["a"])
        #expect(seen("team") == ["a", "c+"])
    }
}
