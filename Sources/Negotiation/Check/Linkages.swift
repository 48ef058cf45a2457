import OrderedCollections
import Shapes

extension Checker {
    mutating func checkLinkages() {
        for (id, linkage) in workspace.linkages {
            let here: Pointer = ["linkages", id.text]
            cite(linkage.source, at: here)
            if let require = linkage.require { predicate(require, at: here / "require") }
            if let when = linkage.when { predicate(when, at: here / "when") }
            for party in linkage.adds.keys { self.party(party, at: here / "adds" / party.text, .key) }
        }
    }
}
