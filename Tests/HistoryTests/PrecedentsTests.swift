import Findings
import ModuleTestSupport
import Negotiation
import OrderedCollections
import PluginKit
import Shapes
import Testing
import parley_plugin_history

@Suite("Past agreements beside a package")
struct PrecedentsTests {
    @Test("by hand: what is shared, lacked by both, contradicted, in part and unknown are kept apart")
    func comparison() throws {
        let theCase = try theCase()
        let report = try compared(theCase, "bare")
        #expect(report.truths == ["watched": .no, "mandated": .no, "staged": .no, "disarmed": .yes])
        let ford = try #require(report.likenesses.first { $0.name == "ford" })
        #expect(ford.shared == ["disarmed"] && ford.lacking == ["staged"] && ford.lost == ["watched"] && ford.added == [])
        #expect(ford.partly == [] && ford.unknown == ["mandated"] && ford.contradicted == 1)
        let bridge = try #require(report.likenesses.first { $0.name == "bridge" })
        #expect(bridge.shared == [] && bridge.lacking == ["staged"] && bridge.lost == ["mandated"] && bridge.added == ["disarmed"])
        #expect(bridge.partly == ["watched"] && bridge.unknown == [])
        // Ford 1 shared and 1 contradicted; ferry none and 1; bridge none and 2.
        #expect(report.likenesses.map(\.name) == ["ford", "ferry", "bridge"])
        #expect(try compared(theCase, "full").untried == ["staged"])
        #expect(try compared(theCase, "blank").truths.values.allSatisfy { $0 == .open })
    }

    @Test("what is open in the package is open, unless requirements settle it")
    func open() throws {
        let report = try compared(try theCase(), "part")
        // A mission takes a mandate, so the two are open together.
        #expect(report.truths == ["watched": .open, "mandated": .open, "staged": .yes, "disarmed": .yes])
        let settled = try theCase((#""watch": ["none", "mission"], "arms""#, #""watch": "mission", "arms""#))
        #expect(try compared(settled, "part").truths == ["watched": .yes, "mandated": .yes, "staged": .yes, "disarmed": .yes])
    }

    @Test("texts name what became of each, compute no rate, and say what those that broke share with others")
    func texts() throws {
        let result = try precedents(try theCase(), "full")
        #expect(
            result.summary
                == """
                Most like “Full”: The ford (1950), which held (shared: “Watched” and “Disarmed”). No agreement here had “In \
                stages”. These are 3 cases that somebody has picked, so no rate of success is computed from them.
                """)
        let broken = try result.finding("broken")
        #expect(broken.kind == .fragile)
        #expect(broken.title == "The package shares features with The bridge (2002) and The ferry (2016), which broke")
        #expect(
            broken.detail
                == """
                The bridge (2002): both have “Mandated”; only the package has “In stages” and “Disarmed”. The ferry (2016): both \
                have “Watched”; only the package has “Mandated” and “In stages”. That is no cause by itself: agreements that \
                did not break had “Watched” too; none that did not break is said to have had “Mandated”.
                """)
        #expect(
            try result.finding("common-ground").title == "The 2 agreements that broke all lacked “In stages”")
        #expect(
            try result.finding("common-ground").detail == "“In stages”: so lacked The ford (held); the package has it.")
        #expect(
            try result.finding("unprecedented").detail
                == "“In stages”. So these cases say nothing of how that fares.")
        let ford = try result.finding("like/ford")
        #expect(ford.title == "Both the package and The ford (1950), which held, have “Watched” and “Disarmed”")
        #expect(
            ford.detail == "It is kept. Only the package has “In stages”. Not known, or open in the package: 1 feature.")
        #expect(result.kind("like/bridge") == nil, "it is told with those that broke")
        #expect(try result.table("precedents").rows.map(\.last) == [.empty, .text("It was a long one."), .empty])
        // What an agreement had too that held is no sign of weakness.
        let watched = try theCase((#""watch": ["none", "mission"], "arms": "leave", "relief": "staged""#, #""watch": "joint", "mandate": "none""#))
        #expect(try precedents(watched, "part").kind("broken") == .note)
        let blank = try precedents(try theCase(), "blank")
        #expect(
            blank.summary
                == """
                “Blank” has no feature for certain that any of the past agreements had. These are 3 cases that somebody has \
                picked, so no rate of success is computed from them.
                """)
        #expect(blank.kind("broken") == nil)
    }

    @Test("every feature stands in one group, and ranking neither loses nor invents an agreement")
    func partition() throws {
        var draws = Draws(state: 8)
        let features = (0..<8).map { "f\($0)" }
        for _ in 0..<200 {
            var all: [Likeness] = []
            let truths = OrderedDictionary(
                uniqueKeysWithValues: features.map { ($0, Truth.allCases.randomElement(using: &draws) ?? .open) })
            for index in 0..<6 {
                var precedent = Precedent()
                for feature in features {
                    switch Int.random(in: 0..<4, using: &draws) {
                    case 0: precedent.present.append(feature)
                    case 1: precedent.absent.append(feature)
                    case 2: precedent.partly.append(feature)
                    default: break
                    }
                }
                let likeness = Likeness("p\(index)", precedent, truths)
                let groups = likeness.shared + likeness.lacking + likeness.lost + likeness.added + likeness.partly + likeness.unknown
                #expect(groups.count == features.count && Set(groups) == Set(features))
                all.append(likeness)
            }
            let ranked = Likeness.ranked(all)
            #expect(Set(ranked.map(\.name)) == Set(all.map(\.name)) && ranked.count == all.count)
            for (a, b) in zip(ranked, ranked.dropFirst()) {
                #expect(a.shared.count - a.contradicted >= b.shared.count - b.contradicted)
            }
            // One more shared feature never ranks an agreement lower.
            guard let (feature, index) = features.compactMap({ feature in
                ranked.firstIndex { truths[feature] == .yes && $0.unknown.contains(feature) }.map { (feature, $0) }
            }).first else { continue }
            var better = ranked[index].precedent
            better.present.append(feature)
            let again = Likeness.ranked(all.map { $0.name == ranked[index].name ? Likeness($0.name, better, truths) : $0 })
            #expect((again.firstIndex { $0.name == ranked[index].name } ?? .max) <= index)
        }
    }
}
