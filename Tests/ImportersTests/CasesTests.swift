import Importers
import Negotiation
import OrderedCollections
import Shapes
import Testing

@Suite("Domains that others made", .enabled(if: Cases.folder != nil, "PARLEY_CASES names no folder with domains"))
struct CasesTests {
    @Test("Genius XML is valued as its normalised neutral form")
    func genius() throws {
        var count = 0
        for year in try Cases.names(in: "genius-xml") {
            for name in try Cases.names(in: "genius-xml/\(year)") {
                let files = try Cases.files(of: "genius-xml/\(year)/\(name)")
                #expect(Importers.recognises(files) == .genius)
                let imported = try Importers.read(files.reversed())
                let neutral = try NeutralFile("anac_\(year)_\(name).geniusnorm.json")
                neutral.expectSameNames(imported.workspace, "\(name)")
                // The neutral form leaves weights as they are that do not add up to 1.
                let factors = neutral.parties.map { 100 / $0.weights.reduce(0, +) }
                try neutral.expectSameValues(imported.workspace, factors: factors, "\(name)")
                try expectRoundTrip(imported.workspace, "\(name)")
                count += 1
            }
        }
        #expect(count == 13)
    }

    @Test("what Genius says and Parley does not use is reported")
    func geniusReport() throws {
        let robbery = try Importers.read(try Cases.files(of: "genius-xml/y2015/group3-bank_robbery"))
        #expect(robbery.lines.contains { $0.hasPrefix("converted: the weights of “Bank_Robbery_util2” add up to 0.989278642") })
        #expect(robbery.workspace.parties["bank-robbery-util1"]?.reservation == Interval(20))
        let car = try Importers.read(try Cases.files(of: "genius-xml/y2011/Car"))
        #expect(car.lines.contains { $0.hasPrefix("not-used: similarity functions") })
        let lunch = try Importers.read(try Cases.files(of: "genius-xml/y2013/Lunch"))
        #expect(lunch.report.contains { $0.kind == .notUsed && $0.text.contains("discount factor") && $0.text.contains("Lunch_util1") })
    }

    @Test("neutral JSON is valued as it says, on one scale where there is one")
    func neutral() throws {
        var count = 0
        for name in try Cases.names(in: "neutral") {
            let files = [Importers.File(path: name, text: try Cases.text("neutral/\(name)"))]
            #expect(Importers.recognises(files) == .neutral)
            let imported = try Importers.read(files)
            let neutral = try NeutralFile(name)
            neutral.expectSameNames(imported.workspace, "\(name)")
            let tops = neutral.parties.map { zip($0.weights, $0.values).reduce(0) { $0 + $1.0 * ($1.1.max() ?? 0) } }
            var factors = tops.map { 100 / $0 }
            if tops.contains(where: { abs($0 - tops[0]) > 1e-9 * tops[0] }) {
                let greatest = neutral.parties.flatMap { $0.values.flatMap(\.self) }.max() ?? 1
                let unit = [1, 10, 100, 1_000].first { $0 >= greatest } ?? .nan
                factors = neutral.parties.map { 100 / (unit * $0.weights.reduce(0, +)) }
            }
            try neutral.expectSameValues(imported.workspace, factors: factors, "\(name)")
            try expectRoundTrip(imported.workspace, "\(name)")
            count += 1
        }
        #expect(count > 60)
    }

    @Test("GeniusWeb is valued as its neutral form, and the reservation is the bid's utility")
    func geniusWeb() throws {
        for name in try Cases.names(in: "geniusweb") {
            let files = try Cases.files(of: "geniusweb/\(name)")
            #expect(Importers.recognises(files) == .geniusweb)
            let imported = try Importers.read(files)
            let neutral = try NeutralFile("geniusweb_\(name).json")
            neutral.expectSameNames(imported.workspace, "\(name)")
            try neutral.expectSameValues(imported.workspace, factors: neutral.parties.map { _ in 100 }, "\(name)")
            for (party, known) in zip(imported.workspace.parties.values, neutral.parties) {
                #expect(abs((party.reservation?.low.double ?? -1) - known.reserved * 100) < 1e-9)
            }
            try expectRoundTrip(imported.workspace, "\(name)")
        }
    }

    @Test("deliberation games: values are scores, and the rule counts their deals")
    func deliberation() throws {
        for (name, known) in [("base", (720, 55, 12)), ("game1", nil)] {
            let files = try Cases.files(of: "deliberation/\(name)")
            #expect(Importers.recognises(files) == .deliberation)
            let imported = try Importers.read(files)
            let workspace = imported.workspace
            let neutral = try NeutralFile("llmdelib_\(name).json")
            let values = try Values(workspace)
            let decision = try #require(workspace.decision)
            let required = try decision.required.map { try #require(workspace.parties.index(forKey: $0)) }
            #expect(required.count == 2 && decision.of.count == 6)
            var (counted, all, worst) = (0, 0, 0.0)
            for outcome in 0..<values.outcomes {
                let choices = values.choices(outcome)
                let accepts = workspace.parties.keys.indices.map { values.accepts($0, choices) }
                let consents = accepts.count { $0 }
                if required.allSatisfy({ accepts[$0] }), consents >= decision.atLeast ?? 0 { counted += 1 }
                if consents == 6 { all += 1 }
                for (index, file) in ["mayor", "other_cities", "union", "SportCo", "DoT", "enviroment"].enumerated() where name == "base" {
                    let party = try #require(neutral.parties.first { $0.name == file })
                    worst = max(worst, abs(values.value(index, choices) - neutral.utility(party, choices)))
                }
            }
            #expect(worst < 1e-9)
            #expect(all == neutral.oracle?.rational_outcomes)
            if let known { #expect((values.outcomes, counted, all) == known) }
            try expectRoundTrip(workspace, "\(name)")
        }
        let base = try Importers.read(try Cases.files(of: "deliberation/base")).workspace
        #expect(base.parties.values.first?.name == "Mayor")
        #expect(base.decision?.required == ["sportco", "dot"])
        #expect(base.issues["a"]?.title == "Infrastructure Mix")
        #expect(base.issues["a"]?.options["a1"]?.title == "water-based")
        #expect(base.issues["e"]?.options["e1"]?.title == "\"SportCo\" pays $600 million to \"Other cities\"")
    }

    @Test("broken anywhere, a real file is refused or read, and never ends the process")
    func mutilated() throws {
        let folders = ["genius-xml/y2013/Icecream", "geniusweb/FlightBooking", "deliberation/game1"]
        var (refused, read) = (0, 0)
        for folder in folders {
            let files = try Cases.files(of: folder)
            for index in files.indices {
                let scalars = Array(files[index].text.unicodeScalars)
                for cut in stride(from: 0, to: scalars.count, by: max(1, scalars.count / 60)) {
                    for change in 0..<3 {
                        var text = scalars
                        switch change {
                        case 0: text.removeSubrange(cut...)
                        case 1: text.remove(at: cut)
                        default: text[cut] = ["<", "\"", "9", "-", "e", "{", ","][cut % 7]
                        }
                        var broken = files
                        broken[index].text = String(String.UnicodeScalarView(text))
                        do throws(Diagnostics) {
                            _ = try Importers.read(broken, as: Importers.recognises(files))
                            read += 1
                        } catch {
                            refused += 1
                            #expect(!error.errors.isEmpty)
                        }
                    }
                }
            }
        }
        #expect(refused > 500 && read > 10)
    }
}
