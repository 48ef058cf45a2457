import Importers
import Negotiation
import OrderedCollections
import Shapes
import Testing

/// Bad input: each is refused with its place and with what to do next.
@Suite("What is refused")
struct FaultTests {
    private func faults(_ files: [Importers.File], as format: Importers.Format? = nil) -> [Diagnostic] {
        do throws(Diagnostics) {
            _ = try Importers.read(files, as: format)
            return []
        } catch {
            return error.errors
        }
    }

    /// - Parameter place: `file:line:column`; nil where the fault is of the whole folder.
    private func expect(
        _ files: [Importers.File], _ code: String, at place: String?, says words: String, as format: Importers.Format? = nil,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let found = faults(files, as: format)
        let fault = found.first { $0.code == code }
        #expect(fault != nil, "found: \(found.map(\.text))", sourceLocation: location)
        #expect(fault?.place.map { "\($0.file):\($0.line):\($0.column)" } == place, "\(fault?.text ?? "")", sourceLocation: location)
        #expect(fault?.message.contains(words) == true, "\(fault?.message ?? "")", sourceLocation: location)
        #expect(fault?.hint?.isEmpty == false, sourceLocation: location)
        if place != nil { #expect(fault?.place?.excerpt != nil, sourceLocation: location) }
    }

    private func changed(_ files: [Importers.File], _ index: Int, _ old: String, _ new: String) -> [Importers.File] {
        var files = files
        let parts = files[index].text.split(separator: old, omittingEmptySubsequences: false)
        #expect(parts.count > 1, "“\(old)” is not in \(files[index].path)")
        files[index].text = parts.joined(separator: new)
        return files
    }

    @Test("folders") func folders() {
        expect([], "no-files", at: nil, says: "no files")
        expect([.init(path: "a.txt", text: "x")], "unknown-format", at: nil, says: "a.txt")
        expect([.init(path: "workspace.yaml", text: "parley: 1")], "unknown-format", at: nil, says: "Parley's own")
        expect([Small.neutral()[0], Small.neutral()[0]], "duplicate-file", at: nil, says: "twice")
        expect((0...1_000).map { .init(path: "\($0).json", text: "{}") }, "too-many-files", at: nil, says: "1001")
        expect([.init(path: "a.json", text: String(repeating: " ", count: 33 << 20))], "too-large", at: nil, says: "bytes")
        expect(changed(Small.game(), 1, "60", "6\u{FFFD}"), "wrong-encoding", at: "g/scores_files/a.txt:1:5", says: "UTF-8")
        let empty = faults([.init(path: "a.json", text: "")], as: .negmas)
        #expect(empty.first?.message.contains("empty") == true && empty.first?.place?.file == "a.json" && empty.first?.hint != nil)
        expect([.init(path: "a.json", text: "[]")], "no-domain", at: nil, says: "issues", as: .neutral)
    }

    @Test("XML that is none") func xml() {
        func test(_ text: String, at place: String, says words: String) {
            expect([Small.genius()[0], .init(path: "p.xml", text: text)], "bad-xml", at: "p.xml:\(place)", says: words, as: .genius)
        }
        test("<utility_space", at: "1:1", says: "ends within")
        test("<utility_space>\n<objective>\n", at: "3:1", says: "<objective> from line 2 is not closed")
        test("<utility_space></objective>", at: "1:16", says: "has to be closed")
        test("<utility_space/>\n<utility_space/>", at: "2:1", says: "behind the end")
        test("<utility_space a=1/>", at: "1:18", says: "not in quotes")
        test("<utility_space a='1' a='2'/>", at: "1:22", says: "stands twice")
        test("<utility_space a='1'b='2'/>", at: "1:21", says: "blank")
        test("<utility_space a='1", at: "1:18", says: "not closed")
        test("<utility_space a='<'/>", at: "1:19", says: "<")
        test("<utility_space a='&x;'/>", at: "1:19", says: "&x;")
        test("<utility_space a='&#0;'/>", at: "1:19", says: "&#0;")
        test("<utility_space>text</utility_space>", at: "1:16", says: "text")
        test("<utility_space><!-- </utility_space>", at: "1:16", says: "comment")
        test("\r\n\r\n  <utility_space a/>", at: "3:19", says: "no value")
        test(
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<utility_space a='&lol2;'/>", at: "1:1",
            says: "document types")
        test("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><utility_space/>", at: "1:1", says: "document types")
        test(String(repeating: "<utility_space>", count: 100_000), at: "1:481", says: "deep")
        expect(
            [Small.genius()[0], .init(path: "p.xml", text: "<?xml version='1.0' encoding='ISO-8859-1'?>\n<utility_space a='é'/>")],
            "wrong-encoding", at: "p.xml:1:1", says: "ISO-8859-1")
    }

    @Test("references and quotes in XML are read") func references() throws {
        let files = Small.genius().map { file in
            var file = file
            file.text = file.text.split(separator: "value=\"low\"").joined(separator: "value='&lt;&#x6C;ow&#33;&gt; \"&amp;\"'")
            return file
        }
        #expect(try Importers.read(files).workspace.issues["price"]?.options.values.first?.title == "<low!> \"&\"")
    }

    @Test("Genius") func genius() {
        let files = Small.genius()
        expect([files[0]], "no-profiles", at: "trade/domain.xml:1:1", says: "no profiles")
        expect([files[1], files[2]], "no-domain", at: "trade/buyer.xml:1:1", says: "no domain file")
        expect(files + [.init(path: "z.xml", text: Small.template)], "two-domains", at: "z.xml:1:1", says: "second domain")
        expect(changed(files, 1, "name=\"Price\"", "name=\"Prise\""), "unknown-issue", at: "trade/buyer.xml:4:3", says: "Prise")
        expect(changed(files, 1, "name=\"Price\"", "name=\"Prise\""), "missing-issue", at: "trade/buyer.xml:3:1", says: "Price")
        expect(
            changed(changed(files, 1, "name=\"Price\"", "name=\"P\""), 1, "name=\"Days\"", "name=\"D\""), "other-domain",
            at: "trade/buyer.xml:3:1", says: "another domain")
        expect(changed(files, 1, "value=\"high\"", "value=\"hi\""), "unknown-option", at: "trade/buyer.xml:6:5", says: "“hi”")
        expect(changed(files, 1, "value=\"high\"", "value=\"low\""), "duplicate-name", at: "trade/buyer.xml:6:5", says: "twice")
        expect(
            changed(files, 1, "    <item index=\"2\" value=\"high\" evaluation=\"3\"/>\n", ""), "missing-option", at: "trade/buyer.xml:5:5",
            says: "“high”")
        expect(changed(files, 1, "evaluation=\"3\"", ""), "missing-attribute", at: "trade/buyer.xml:6:5", says: "evaluation")
        expect(Small.genius(Small.space(high: "NaN")), "not-finite", at: "trade/buyer.xml:6:34", says: "NaN")
        expect(Small.genius(Small.space(high: "-1")), "negative-evaluation", at: "trade/buyer.xml:6:34", says: "-1")
        expect(Small.genius(Small.space(high: "1e300")), "out-of-range", at: "trade/buyer.xml:6:34", says: "1e300")
        expect(Small.genius(Small.space(high: "many")), "wrong-type", at: "trade/buyer.xml:6:34", says: "many")
        expect(Small.genius(Small.space(high: "")), "wrong-type", at: "trade/buyer.xml:6:34", says: "none")
        expect(Small.genius(Small.space(weight: "-0.5")), "negative-weight", at: "trade/buyer.xml:9:21", says: "-0.5")
        expect(Small.genius(Small.space(weight: "Infinity")), "not-finite", at: "trade/buyer.xml:9:21", says: "Infinity")
        expect(
            changed(Small.genius(Small.space(weight: "0")), 1, "value=\"0.25\"", "value=\"0\""), "no-weight", at: "trade/buyer.xml:3:1",
            says: "add up to 0")
        expect(changed(files, 1, "<weight index=\"2\" value=\"0.25\"/>", ""), "missing-weight", at: "trade/buyer.xml:8:3", says: "Days")
        expect(changed(files, 1, "<weight index=\"2\"", "<weight index=\"1\""), "duplicate-name", at: "trade/buyer.xml:9:35", says: "second weight")
        expect(changed(files, 1, "ftype=\"linear\"", "ftype=\"triangular\""), "unknown-evaluator", at: "trade/buyer.xml:8:91", says: "triangular")
        expect(changed(files, 1, "upperbound=\"14\"", "upperbound=\"15\""), "other-domain", at: "trade/buyer.xml:8:3", says: "15")
        expect(changed(files, 0, "vtype=\"integer\"", "vtype=\"real\""), "real-issue", at: "trade/domain.xml:3:3", says: "real number")
        expect(changed(files, 0, "vtype=\"integer\"", "vtype=\"date\""), "unknown-type", at: "trade/domain.xml:3:3", says: "date")
        expect(changed(files, 0, "\"14\"", "\"1011\""), "too-many-options", at: "trade/domain.xml:3:3", says: "1002 numbers")
        expect(changed(files, 0, "\"14\"", "\"1000000000\""), "too-many-options", at: "trade/domain.xml:3:3", says: "numbers")
        expect(changed(files, 0, "\"14\"", "\"9\""), "bad-range", at: "trade/domain.xml:3:3", says: "from 10 to 9")
        expect(changed(files, 0, "\"14\"", "\"12.5\""), "wrong-type", at: "trade/domain.xml:3:64", says: "12.5")
        expect(changed(files, 0, "name=\"Days\"", "name=\"Price\""), "duplicate-name", at: "trade/domain.xml:3:3", says: "second issue")
        expect(changed(files, 0, "value=\"high\"", "value=\"low\""), "duplicate-name", at: "trade/domain.xml:2:79", says: "second option")
        expect(changed(files, 0, "<item index=\"2\" value=\"high\"/>", ""), "too-few-options", at: "trade/domain.xml:2:3", says: "single")
        expect(changed(files, 0, "<objective", "<objective><objective"), "bad-xml", at: "trade/domain.xml:4:13", says: "has to be closed")
        expect(changed(files, 0, "</objective>", "<objective/></objective>"), "nested-objective", at: "trade/domain.xml:4:1", says: "within an objective")
        expect(changed(files, 0, "</objective>", "</objective><objective/>"), "bad-domain", at: "trade/domain.xml:1:1", says: "more than one")
        expect(Small.genius(Small.space(more: "<reservation value='0'/><reservation value='1'/>")), "duplicate-name", at: "trade/buyer.xml:10:37", says: "twice")
        expect(Small.genius(Small.space(more: "<ufun/>")), "unknown-element", at: "trade/buyer.xml:10:13", says: "ufun")
        expect(
            changed(files, 1, "<utility_space>", "<utility_space type=\"nonlinear\">"), "unknown-type", at: "trade/buyer.xml:3:16",
            says: "nonlinear")
    }

    @Test("GeniusWeb") func geniusWeb() {
        let files = Small.web()
        expect([files[0]], "no-profiles", at: "trip.json:1:1", says: "no profiles")
        expect(files + [.init(path: "u.json", text: Small.webDomain)], "two-domains", at: "u.json:1:1", says: "second domain")
        expect(Small.web(utilities: #"{"sea": 0.5}"#), "missing-option", at: "trip1.json:4:51", says: "hill")
        expect(Small.web(utilities: #"{"sea": 0.5, "hill": 1, "fjord": 0}"#), "unknown-option", at: "trip1.json:4:75", says: "fjord")
        expect(Small.web(utilities: #"{"sea": 0.5, "hill": 1.5}"#), "out-of-range", at: "trip1.json:4:72", says: "1.5")
        expect(Small.web(utilities: #"{"sea": NaN, "hill": 1}"#), "not-finite", at: "trip1.json:4:59", says: "NaN")
        expect(Small.web(bid: #"{"place": "fjord", "days": 3}"#), "unknown-option", at: "trip1.json:6:47", says: "fjord")
        expect(Small.web(bid: #"{"place": "sea", "days": 2}"#), "unknown-option", at: "trip1.json:6:62", says: "“2”")
        expect(Small.web(bid: #"{"place": "sea"}"#), "missing-key", at: "trip1.json:6:37", says: "days")
        expect(changed(files, 1, "numberutils", "curveutils"), "unknown-evaluator", at: "trip1.json:5:13", says: "days")
        expect(changed(files, 1, "LinearAdditiveUtilitySpace", "PartialOrdering"), "unknown-type", at: "trip1.json:1:2", says: "PartialOrdering")
        expect(changed(files, 1, "[\"sea\", \"hill\"]", "[\"sea\", \"fjord\"]"), "other-domain", at: "trip1.json:1:58", says: "other issues")
        expect(changed(files, 1, "\"place\": 0.6", "\"place\": -0.6"), "negative-weight", at: "trip1.json:2:29", says: "-0.6")
        expect(changed(files, 0, "\"2\"]", "\"0\"]"), "bad-range", at: "trip.json:1:91", says: "steps of 0")
        let cut = String(files[1].text.prefix(200))
        #expect(faults([files[0], .init(path: "trip1.json", text: cut)]).contains { $0.place?.file == "trip1.json" && $0.hint != nil })
    }

    @Test("neutral JSON") func neutral() {
        func party(_ text: String) -> [Importers.File] { Small.neutral(text) }
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1], "values": [[0, 1], [1, 0]]}"#), "wrong-count", at: "domain.json:3:41", says: "1 entries")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1, 1], "values": [[0, 1], [1]]}"#), "wrong-count", at: "domain.json:3:68", says: "2 values")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [0, 0], "values": [[0, 1], [1, 0]]}"#), "no-weight", at: "domain.json:3:1", says: "add up to 0")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [-1, 1], "values": [[0, 1], [1, 0]]}"#), "negative-weight", at: "domain.json:3:42", says: "-1")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1, 1], "values": [[0, NaN], [1, 0]]}"#), "not-finite", at: "domain.json:3:64", says: "NaN")
        expect(party(#"{"name": "A", "reserved": Infinity, "weights": [1, 1], "values": [[0, 1], [1, 0]]}"#), "not-finite", at: "domain.json:3:27", says: "Infinity")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1, 1], "values": [[0, 2e9], [1, 0]]}"#), "out-of-range", at: "domain.json:3:64", says: "2000000000")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1, 2000000], "values": [[0, 2], [1, 0]]}"#), "out-of-range", at: "domain.json:3:45", says: "weights are taken")
        expect(party(#"{"name": "A", "reserved": 0, "weights": [1, 1], "values": [[0, 1], [1, 0]], "risk": 2}"#), "unknown-key", at: "domain.json:3:77", says: "risk")
        expect(party(#"{"name": "A", "reserved": 0, "values": [[0, 1], [1, 0]]}"#), "missing-key", at: "domain.json:3:1", says: "weights")
        expect(party(#"{"name": "A", "weights": [1, 1], "values": [[0, "x"], [1, 0]]}"#), "wrong-type", at: "domain.json:3:49", says: "“x”")
        expect(Small.neutral(issues: #"[{"name": "x", "values": ["a", "a"]}, {"name": "y", "values": ["c", "d"]}]"#), "duplicate-name", at: "domain.json:1:43", says: "“a”")
        expect(Small.neutral(issues: "[]"), "wrong-count", at: "domain.json:3:43", says: "0 issues")
        expect([.init(path: "d.json", text: #"{"issues": [{"name": "x", "values": ["a", "b"]}], "parties": [], "weights": 0}"#)], "no-profiles", at: "d.json:1:62", says: "no parties")
        #expect(!faults([.init(path: "d.json", text: #"{"issues": "# + String(repeating: "[", count: 100_000))], as: .neutral).isEmpty)
        // 1e300 is no number that the reading of YAML and JSON takes.
        #expect(faults(party(#"{"name": "A", "reserved": 0, "weights": [1, 1], "values": [[0, 1e300], [1, 0]]}"#)).contains { $0.place?.line == 3 && $0.place?.column == 64 })
    }

    @Test("NegMAS") func negmas() {
        let files = Small.negmas()
        expect([files[0]], "no-profiles", at: "Trade/Trade.yml:1:1", says: "no utility functions")
        expect([files[1]], "no-domain", at: "Trade/Buyer.yml:1:1", says: "issues")
        expect(Small.negmas("{type: TriangularFun, start: 1}"), "unknown-evaluator", at: "Trade/Buyer.yml:6:3", says: "TriangularFun")
        expect(Small.negmas("{type: TableFun, mapping: {5: 0}}"), "missing-option", at: "Trade/Buyer.yml:6:29", says: "7.5")
        expect(Small.negmas("{type: TableFun, mapping: {5: 0, 7.5: 1, 9: 1}}"), "unknown-option", at: "Trade/Buyer.yml:6:44", says: "“9”")
        expect(Small.negmas("{type: LinearFun, slope: 1, min_value: 0}"), "unknown-key", at: "Trade/Buyer.yml:6:31", says: "min_value")
        expect(Small.negmas("{type: IdentityFun}", issue: "values: [red, blue]"), "wrong-type", at: "Trade/Trade.yml:6:12", says: "red")
        expect(Small.negmas(more: "tilt: 3"), "unknown-key", at: "Trade/Buyer.yml:8:1", says: "tilt")
        expect(Small.negmas(more: "reserved_outcome: [5, 1]"), "unknown-key", at: "Trade/Buyer.yml:8:19", says: "reserved outcome")
        expect(changed(files, 1, "LinearAdditive", "Hyper"), "unknown-type", at: "Trade/Buyer.yml:1:1", says: "HyperUtilityFunction")
        expect(changed(files, 0, "ContiguousIssue", "ContinuousIssue"), "unknown-type", at: "Trade/Trade.yml:7:3", says: "ContinuousIssue")
        expect(changed(files, 0, "[1, 5]", "[1, 1002]"), "too-many-options", at: "Trade/Trade.yml:9:11", says: "1002 numbers")
        expect(changed(files, 1, "[1, 2]", "[1, .nan]"), "not-finite", at: "Trade/Buyer.yml:4:14", says: ".nan")
        expect(changed(files, 1, "-0.5", "1e9"), "out-of-range", at: "Trade/Buyer.yml:7:3", says: "worth")
    }

    @Test("deliberation") func deliberation() {
        expect(Small.game("0, 60\n40\n55\n"), "wrong-count", at: "g/scores_files/b.txt:2:1", says: "b.txt")
        expect(Small.game("0, 60\n40, 0\n"), "bad-scores", at: "g/scores_files/a.txt:1:1", says: "least score")
        expect(Small.game(""), "bad-scores", at: "g/scores_files/a.txt:1:1", says: "least score")
        expect(Small.game("0, x\n40, 0\n55"), "wrong-type", at: "g/scores_files/a.txt:1:1", says: "x")
        expect(changed(Small.game(), 0, "Cy,c,player", "Cy,c"), "bad-line", at: "g/config.txt:4:1", says: "2 fields")
        expect(changed(Small.game(), 0, "Cy,c,", "Cy,d,"), "missing-file", at: "g/config.txt:4:1", says: "“d”")
        expect(changed(Small.game(), 0, "c,player", "c,judge"), "unknown-word", at: "g/config.txt:4:1", says: "judge")
        expect(changed(Small.game(), 0, "Cy,c,", "Cy,b,"), "duplicate-name", at: "g/config.txt:4:1", says: "twice")
    }

    @Test("numbers at the edge of what is taken make workspaces that can be written and read") func extremes() throws {
        let numbers = ["0", "1e-18", "1e-30", "0.123456789012345678", "999999999.999999999", "1e9", "-1e9", "-0.999999999999999999", "123456789012345678901234567890e-22"]
        let weights = ["0", "1e-6", "0.000001000000000001", "1", "0.333333333333333333", "1e6", "999999.999999999999"]
        var read = 0
        for (index, a) in numbers.enumerated() {
            for b in numbers {
                for (place, weight) in weights.enumerated() {
                    let other = weights[(place + index) % weights.count]
                    let party = #"{"name": "A", "reserved": \#(numbers[(index + place) % numbers.count]), "bias": \#(b), "weights": [\#(weight), \#(other)], "values": [[\#(a), \#(b)], [\#(b), 1]]}"#
                    let files = Small.neutral(party, #"{"name": "B", "reserved": 0, "weights": [1, 1e-9], "values": [[\#(b), 0], [\#(a), 1]]}"#)
                    guard let imported = try? Importers.read(files) else {
                        #expect(faults(files).allSatisfy { $0.code == "no-weight" })
                        continue
                    }
                    read += 1
                    try expectRoundTrip(imported.workspace, "\(party)")
                }
            }
        }
        #expect(read > 300)
    }
}
