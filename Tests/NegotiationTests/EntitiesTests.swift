import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Random documents and states, the same in every run.
private struct Maker: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }

    /// A value out of few, so that two sides come upon the same now and then.
    mutating func value() -> Value {
        var members = [("title", Value.int(Int.random(in: 0...2, using: &self))), ("source", "brief"), ("a/b~c", ["x", [:]])]
        if chance(2) { members.shuffle(using: &self) }
        return .object(Object(members.prefix(Int.random(in: 1...3, using: &self))))
    }

    /// With its keys in the order in which documents are written.
    mutating func document() -> Value {
        var document = Object()
        for key in WorkspaceDocument.order where !chance(3) {
            if WorkspaceDocument.collections.contains(key) {
                var members = Object()
                let ids = ["north", "east", "south", "west"].shuffled(using: &self)
                for id in ids.prefix(Int.random(in: 1...4, using: &self)) { members[id] = value() }
                document[key] = .object(members)
            } else {
                document[key] = chance(4) ? .null : value()
            }
        }
        return .object(document)
    }

    /// A state made from another by a few changes.
    mutating func edited(_ entities: Entities) -> Entities {
        var result = entities
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            let key = (chance(2) ? "issues/" : "packages/") + ["a", "b", "c", "d", "e"][Int.random(in: 0..<5, using: &self)]
            switch Int.random(in: 0..<5, using: &self) {
            case 0: result[key] = nil
            case 1: if !result.isEmpty { result.swapAt(0, Int.random(in: 0..<result.count, using: &self)) }
            default: result[key] = value()
            }
        }
        return WorkspaceDocument.arranged(result)
    }
}

/// States as text, so that a comparison sees the order of everything and a failure shows it.
private func text(_ entities: Entities) -> [String] { entities.map { "\($0.key) \(JSON.text($0.value))" } }

@Suite struct WorkspaceDocumentTests {
    @Test func whatIsSplitIsJoinedAgain() {
        var maker = Maker(state: 1)
        for _ in 0..<300 {
            let document = maker.document()
            let entities = WorkspaceDocument.split(document)
            #expect(JSON.text(WorkspaceDocument.join(entities)) == JSON.text(document))
            #expect(text(WorkspaceDocument.arranged(entities)) == text(entities))
            #expect(text(WorkspaceDocument.split(WorkspaceDocument.join(entities))) == text(entities))
        }
    }

    @Test func theEntitiesOfADocument() {
        let document: Value = [
            "parley": 1, "id": "case", "issues": ["a": ["title": "A"], "b/c": 1], "noDeal": ["choices": [:]],
            "packages": ["p": 2],
        ]
        #expect(
            text(WorkspaceDocument.split(document)) == [
                #"workspace {"parley":1,"id":"case"}"#, #"issues/a {"title":"A"}"#, "issues/b/c 1", #"noDeal {"choices":{}}"#,
                "packages/p 2",
            ])
    }

    @Test func whateverTheOrderInTheFile() {
        let written: Value = ["packages": ["p": 1], "issues": ["a": 2], "id": "case", "parley": 1]
        let expected: Value = ["parley": 1, "id": "case", "issues": ["a": 2], "packages": ["p": 1]]
        #expect(JSON.text(WorkspaceDocument.join(WorkspaceDocument.split(written))) == JSON.text(expected))
    }

    @Test func keysThatNobodyKnowsAreNotLost() {
        let document: Value = ["parley": 1, "isues": ["a": 1]]
        #expect(WorkspaceDocument.join(WorkspaceDocument.split(document)) == document)
    }

    @Test func emptyCollectionsSayTheSameAsNone() {
        let document: Value = ["parley": 1, "issues": [:], "packages": .null]
        #expect(WorkspaceDocument.join(WorkspaceDocument.split(document)) == ["parley": 1])
        #expect(WorkspaceDocument.split(.null).isEmpty)
    }

    @Test func pointersOfEntities() {
        #expect(WorkspaceDocument.pointer(of: "workspace") == "")
        #expect(WorkspaceDocument.pointer(of: "noDeal") == "/noDeal")
        #expect(WorkspaceDocument.pointer(of: "issues/a").tokens == ["issues", "a"])
        #expect(WorkspaceDocument.pointer(of: "issues/a/b").tokens == ["issues", "a/b"])
        #expect(WorkspaceDocument.pointer(of: "issues/").tokens == ["issues", ""])
    }

    @Test func arrangingKeepsTheOrderWithinACollection() {
        let entities: Entities = ["packages/b": 1, "issues/z": 2, "odd": 3, "packages/a": 4, "workspace": 5, "issues/y": 6]
        #expect(
            Array(WorkspaceDocument.arranged(entities).keys) == [
                "workspace", "issues/z", "issues/y", "packages/b", "packages/a", "odd",
            ])
    }
}

@Suite struct WorkspaceChangesTests {
    private func changes(_ before: Entities, _ after: Entities) -> [EntityChange] {
        WorkspaceDocument.changes(from: before, to: after)
    }

    @Test func emptyExactlyWhenNothingIsDifferent() {
        var maker = Maker(state: 2)
        var (same, different) = (0, 0)
        for _ in 0..<500 {
            let before = maker.edited(maker.edited([:]))
            let after = maker.edited(before)
            #expect(changes(before, after).isEmpty == (text(before) == text(after)))
            if text(before) == text(after) { same += 1 } else { different += 1 }
        }
        #expect(same > 20 && different > 100)
    }

    @Test func addedRemovedAndChanged() {
        let found = changes(
            ["issues/a": ["title": "A", "kind": "k", "n": ["x": 1, "y": 2]], "issues/b": 1, "noDeal": 2],
            ["issues/a": ["title": "B", "n": ["x": 1, "y": 3], "note": "N"], "noDeal": 2, "packages/p": 4])
        #expect(
            found == [
                EntityChange(
                    key: "issues/a", kind: .changed,
                    details: [
                        .init(pointer: "/title", before: "A", after: "B"), .init(pointer: "/n/y", before: 2, after: 3),
                        .init(pointer: "/note", after: "N"), .init(pointer: "/kind", before: "k"),
                    ]),
                EntityChange(key: "packages/p", kind: .added), EntityChange(key: "issues/b", kind: .removed),
            ])
    }

    @Test func aReorderedMappingIsOneDetail() {
        let found = changes(
            ["issues/a": ["t": 1, "options": ["x": 1, "y": 2]]], ["issues/a": ["t": 1, "options": ["y": 2, "x": 1]]])
        #expect(found.map(\.kind) == [.changed])
        #expect(found.first?.details == [.init(pointer: "/options", before: ["x": 1, "y": 2], after: ["y": 2, "x": 1])])
        #expect(found.first?.details.first?.after.map { JSON.text($0) } == #"{"y":2,"x":1}"#)
    }

    @Test func oneEntityMovedIsOneChange() {
        let keys = (0..<20).map { "issues/\($0)" }
        let before = Entities(uniqueKeysWithValues: keys.map { ($0, 1 as Value) })
        for (from, to) in [(0, 19), (19, 0), (5, 12), (12, 5)] {
            var moved = keys
            moved.insert(moved.remove(at: from), at: to)
            let after = Entities(uniqueKeysWithValues: moved.map { ($0, 1 as Value) })
            #expect(changes(before, after) == [EntityChange(key: keys[from], kind: .moved)])
        }
    }

    @Test func addingAndRemovingMovesNothing() {
        #expect(
            changes(["a": 1, "b": 1, "c": 1], ["x": 1, "b": 1, "y": 1, "c": 1]) == [
                EntityChange(key: "x", kind: .added), EntityChange(key: "y", kind: .added),
                EntityChange(key: "a", kind: .removed),
            ])
    }

    /// Those that are not reported as moved stand in the same order before and after, and no fewer would do.
    @Test func theFewestMovesAreReported() {
        var maker = Maker(state: 3)
        for _ in 0..<200 {
            let keys = (0..<6).map { "\($0)" }
            let shuffled = keys.shuffled(using: &maker)
            let found = changes(
                Entities(uniqueKeysWithValues: keys.map { ($0, 1 as Value) }),
                Entities(uniqueKeysWithValues: shuffled.map { ($0, 1 as Value) }))
            let moved = Set(found.map(\.key))
            let rest = shuffled.filter { !moved.contains($0) }
            #expect(rest == rest.sorted())
            let longest = (0..<64).map { set in shuffled.filter { set >> Int($0)! & 1 == 1 } }.filter { $0 == $0.sorted() }
                .map(\.count).max()
            #expect(rest.count == longest)
        }
    }

    @Test func writtenAlike() {
        let a: Value = ["x": [1, ["p": "q", "r": .null]], "y": true]
        let copy = try? JSON.parse(JSON.bytes(a))
        #expect(copy.map { a.isWritten(like: $0) } == true)
        #expect(a.isWritten(like: a))
        #expect(a == ["y": true, "x": [1, ["r": .null, "p": "q"]]])
        for other: Value in [
            ["y": true, "x": [1, ["p": "q", "r": .null]]], ["x": [1, ["r": .null, "p": "q"]], "y": true],
            ["x": [1, ["p": "q"]], "y": true], ["x": [["p": "q", "r": .null], 1], "y": true], ["x": 1], [], .null,
        ] {
            #expect(!a.isWritten(like: other))
            #expect(!other.isWritten(like: a))
        }
        #expect(Value.number(Number(significand: 10, exponent: -1)).isWritten(like: 1))
        #expect(Value(.string("s"), mark: Mark(file: "f", line: 1, column: 1)).isWritten(like: "s"))
    }
}

@Suite struct WorkspaceMergeTests {
    private let base: Entities = ["workspace": ["id": "case"], "issues/a": 1, "issues/b": 2, "packages/p": 3]

    private func merge(_ head: Entities, _ files: Entities) -> WorkspaceMerge {
        WorkspaceMerge(base: base, head: head, files: files)
    }

    @Test func filesUnchangedTheWorkspaceStands() {
        var maker = Maker(state: 4)
        for _ in 0..<300 {
            let base = maker.edited(maker.edited([:]))
            let head = maker.edited(base)
            let merge = WorkspaceMerge(base: base, head: head, files: base)
            #expect(text(merge.result) == text(head))
            #expect(merge.conflicts.isEmpty)
        }
    }

    @Test func workspaceUnchangedTheFilesStand() {
        var maker = Maker(state: 5)
        for _ in 0..<300 {
            let base = maker.edited(maker.edited([:]))
            let files = maker.edited(base)
            let merge = WorkspaceMerge(base: base, head: base, files: files)
            #expect(text(merge.result) == text(files))
            #expect(merge.conflicts.isEmpty)
        }
    }

    @Test func applyingTwiceChangesNothingMore() {
        var maker = Maker(state: 6)
        var changed = 0
        for _ in 0..<500 {
            let base = maker.edited(maker.edited([:]))
            let (head, files) = (maker.edited(base), maker.edited(base))
            let first = WorkspaceMerge(base: base, head: head, files: files)
            guard first.conflicts.isEmpty else { continue }
            if text(first.result) != text(head) { changed += 1 }
            let second = WorkspaceMerge(base: files, head: first.result, files: files)
            #expect(text(second.result) == text(first.result))
            #expect(second.conflicts.isEmpty)
        }
        #expect(changed > 50)
    }

    /// Key by key: one side's change is taken, the same change of both is no conflict, different changes are one.
    @Test func everyEntityIsSettledByItself() {
        var maker = Maker(state: 7)
        var conflicts = 0
        for _ in 0..<500 {
            let base = maker.edited(maker.edited([:]))
            let (head, files) = (maker.edited(base), maker.edited(base))
            let merge = WorkspaceMerge(base: base, head: head, files: files)
            for key in Set(base.keys).union(head.keys).union(files.keys) {
                let (was, now, new) = (base[key], head[key], files[key])
                let conflict = merge.conflicts.contains { $0.key == key }
                #expect(conflict == (now != was && new != was && now != new))
                #expect(merge.result[key] == (now == was ? new : now))
                if conflict { conflicts += 1 }
            }
            #expect(Set(merge.conflicts.map(\.key)).count == merge.conflicts.count)
            #expect(text(WorkspaceDocument.arranged(merge.result)) == text(merge.result))
        }
        #expect(conflicts > 50)
    }

    @Test func whatWasDraftedOverTheSocketSurvives() {
        var head = base
        head["packages/drafted"] = 9
        var files = base
        files["issues/a"] = 10
        files["issues/c"] = 11
        let merge = merge(head, files)
        #expect(merge.conflicts.isEmpty)
        #expect(
            text(merge.result) == [
                #"workspace {"id":"case"}"#, "issues/a 10", "issues/b 2", "issues/c 11", "packages/p 3", "packages/drafted 9",
            ])
    }

    @Test func theFirstApplyKeepsWhatIsThere() {
        let merge = WorkspaceMerge(base: [:], head: ["packages/drafted": 1], files: base)
        #expect(merge.conflicts.isEmpty)
        #expect(Array(merge.result.keys) == Array(base.keys) + ["packages/drafted"])
        let clash = WorkspaceMerge(base: [:], head: ["packages/p": 4], files: base)
        #expect(clash.conflicts == [.init(key: "packages/p", inFiles: .added, inWorkspace: .added)])
        #expect(WorkspaceMerge(base: [:], head: base, files: base).conflicts.isEmpty)
    }

    @Test func removals() {
        var without = base
        without["issues/b"] = nil
        #expect(merge(base, without).result == without)
        #expect(merge(without, base).result == without)
        #expect(merge(without, without).result == without)

        var changed = base
        changed["issues/b"] = 20
        let filesRemove = merge(changed, without)
        #expect(filesRemove.conflicts == [.init(key: "issues/b", inFiles: .removed, inWorkspace: .changed)])
        #expect(filesRemove.result["issues/b"] == 20)
        let filesChange = merge(without, changed)
        #expect(filesChange.conflicts == [.init(key: "issues/b", inFiles: .changed, inWorkspace: .removed)])
        #expect(filesChange.result["issues/b"] == nil)
    }

    @Test func changedOnBothSides() {
        var (head, files) = (base, base)
        head["issues/a"] = ["title": "One", "kind": "k"]
        files["issues/a"] = ["kind": "k", "title": "One"]
        #expect(merge(head, files).conflicts.isEmpty, "the same change in other writing")
        #expect(text(merge(head, files).result) == text(head))
        files["issues/a"] = ["title": "Two", "kind": "k"]
        #expect(merge(head, files).conflicts == [.init(key: "issues/a", inFiles: .changed, inWorkspace: .changed)])
    }

    @Test func theOrderOfTheFilesLeadsWhenItHasChanged() {
        var files = base
        files.swapAt(1, 2)
        #expect(Array(merge(base, files).result.keys) == ["workspace", "issues/b", "issues/a", "packages/p"])
        #expect(Array(merge(files, base).result.keys) == ["workspace", "issues/b", "issues/a", "packages/p"])
    }

    @Test func theOrderOfOptionsIsTakenFromTheFiles() {
        let base: Entities = ["issues/a": ["options": ["x": 1, "y": 2]]]
        let files: Entities = ["issues/a": ["options": ["y": 2, "x": 1]]]
        #expect(text(WorkspaceMerge(base: base, head: base, files: files).result) == text(files))
        #expect(text(WorkspaceMerge(base: base, head: files, files: base).result) == text(files))
    }
}
