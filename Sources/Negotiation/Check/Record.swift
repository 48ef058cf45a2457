import OrderedCollections
import Shapes

extension Checker {
    mutating func checkRecord() {
        for (id, entry) in workspace.record {
            let here: Pointer = ["record", id.text]
            cite(entry.source, at: here)
            party(entry.party, at: here / "party")
            if let package = entry.package { self.package(package, at: here / "package") }
            if let issue = entry.issue { self.issue(issue, at: here / "issue") }
            if let condition = entry.condition { predicate(condition, at: here / "condition") }
            if let revision = entry.revision, entry.package == nil {
                fail(
                    "misplaced-revision", "revision \(revision) does not say of which package",
                    hint: "add package: and its id, or take “revision” away", at: here / "revision", .key)
            }
        }
    }
}
