import ModuleTestSupport
import Negotiation
import PluginKit
import Shapes
import Testing
import parley_plugin_opinion

@Suite("What is wrong with a section")
struct ValidationTests {
    private func faults(_ replacements: (String, String)...) throws -> [Diagnostic] {
        SectionCheck(try theCase(document(replacements))).faults()
    }

    @Test("the flagship's section and the small one's are sound, and are written as they are read")
    func sound() throws {
        for document in [try Flagship.document(), try OpinionTests.document()] {
            let theCase = try theCase(document)
            #expect(SectionCheck(theCase).faults().map(\.text) == [])
            let section = try #require(theCase.section)
            #expect(try OpinionSection.shape.read(OpinionSection.shape.encode(section)) == section)
        }
        #expect(try faults((#""modules": {"#, #""modules": {}, "x": {"#)).isEmpty)
    }

    @Test("names that mean nothing and things that contradict one another, each at its place and with what to do")
    func places() throws {
        let here = "/modules/opinion"
        let cases: [((String, String), String, String, String)] = [
            (
                (
                    #""public": "south-public", "question": "Is the border just?", "reported""#,
                    #""public": "suoth-public", "question": "Is the border just?", "reported""#
                ),
                "\(here)/polls/pride/public unknown-id", "there is no public “suoth-public”", "did you mean “south-public”?"
            ),
            (
                (
                    #""public": "south-public", "question": "Is the border just?", "reported""#,
                    #""public": "south", "question": "Is the border just?", "reported""#
                ),
                "\(here)/polls/pride/public no-public", "“south” is a principal and no public",
                "publics here: north-public, south-public"
            ),
            (
                (#""reported": "few", "concerns""#, #""reported": "fwe", "concerns""#),
                "\(here)/polls/pride/reported unknown-word", "“fwe” is not among the words of this section", "did you mean “few”?"
            ),
            (
                (#""reported": "few", "concerns""#, #""concerns""#), "\(here)/polls/pride no-share",
                "nothing says how many say yes to “pride”", "add reported: and a word of this section, or figures"
            ),
            (
                (#""answer": "opposes","#, #""answer": "opposes", "reported": "few","#),
                "\(here)/polls/cession/reported two-forms",
                "“cession” has both “reported” and “figures”", "keep one of them"
            ),
            (
                (#""concerns": "border = keep""#, #""concerns": "border = kep""#), "\(here)/polls/pride/concerns unknown-id",
                "“border” has no option “kep”", "did you mean “keep”?"
            ),
            (
                (#""concerns": "border = keep","#, ""), "\(here)/polls/pride no-package",
                "nothing says which packages “pride” is about, so it bears on none", "add concerns: and a condition on packages"
            ),
            (
                (#""yes": 0.55, "no": 0.35"#, #""yes": 0.65, "no": 0.35"#), "\(here)/polls/cession/figures/share over-one",
                "the shares of the answers add up to 1.1, more than everybody",
                "they are parts of one; where published shares are rounded, write each as the range that it may stand for"
            ),
            (
                (#""yes": 0.55"#, #""aye": 0.55"#), "\(here)/polls/cession/figures/share unknown-answer",
                "“yes” is to count as a yes and is not among the answers",
                "write which of the answers say yes to the question: agree: [aye, no, unsure]"
            ),
            (
                (
                    #""sample": 1000, "date": "2025-05"}, "source""#,
                    #""agree": ["yes", "aye"], "sample": 1000, "date": "2025-05"}, "source""#
                ),
                "\(here)/polls/cession/figures/agree/1 unknown-answer", "“aye” is to count as a yes and is not among the answers",
                "write which of the answers say yes to the question: agree: [yes, no, unsure]"
            ),
            (
                (#""sample": 1000, "date": "2025-05"}, "source""#, #""sample": 1000, "date": "2025-07"}, "source""#),
                "\(here)/polls/cession/figures/date out-of-order",
                "people were asked on 2025-07, after the day on which the case is described (2025-06-30)",
                "correct “date”, or the workspace's “asOf”"
            ),
            (
                (#""leader": "north", "public": "north-public""#, #""leader": "north", "public": "south-public""#),
                "\(here)/narratives/north/public wrong-public",
                "“south-public” is the public of “south”, and does not bound “north”",
                "the public of “north”: north-public"
            ),
            (
                (#""leader": "north","#, #""leader": "nroth","#), "\(here)/narratives/north/leader unknown-id",
                "there is no party “nroth”", "did you mean “north”?"
            ),
            (
                (#""bounds": ["border", "toll", "seat"]"#, #""bounds": ["border", "tol", "seat"]"#),
                "\(here)/narratives/north/bounds/1 unknown-id", "there is no issue “tol”", "did you mean “toll”?"
            ),
            (
                (#""bounds": ["border", "toll", "seat"]"#, #""bounds": ["border", "toll", "toll"]"#),
                "\(here)/narratives/north/bounds/2 duplicate-id", "“toll” is listed twice", "keep it once"
            ),
            (
                (#""poll": "cession""#, #""poll": "cesion""#), "\(here)/trends/cession/poll unknown-id",
                "there is no poll “cesion”",
                "did you mean “cession”?"
            ),
            (
                (#""poll": "cession""#, #""poll": "pride""#), "\(here)/trends/cession/poll wrong-public",
                "“pride” is a poll of “south-public”, and this series is of “north-public”",
                "name a poll of the same public, or correct one of the two"
            ),
            (
                (#""date": "2024-09""#, #""date": "2023-09""#), "\(here)/trends/cession/series/1/date out-of-order",
                "2023-09 stands after 2024-01", "list the series from the first date to the last"
            ),
            (
                (#""share": 0.7, "sample": 500, "#, #""share": 0.7, "#), "\(here)/trends/cession/series/1/share no-sample",
                "a share without a sample says nothing of how sure it is",
                "add sample: how many people answered; or write reported: and a word"
            ),
            (
                (#", {"date": "2024", "reported": "few", "source": "gazette"}"#, ""), "\(here)/trends/pride/series too-short",
                "“pride” has 1 point, and a change takes two", "add another date on which the same was asked, or make it a poll"
            ),
            (
                (#"{"date": "2023", "reported": "few"}"#, #"{"date": "2023"}"#), "\(here)/trends/mood/series/0 no-share",
                "nothing says how many say yes to “point 1”", "add reported: and a word of this section, or share"
            ),
            (
                (#""estimates": "analyst", "source": "gazette#vox""#, #""estimates": "anlyst", "source": "gazette#vox""#),
                "\(here)/narratives/north/estimates unknown-id", "there is no source “anlyst”", "did you mean “analyst”?"
            ),
        ]
        for (replacement, place, message, hint) in cases {
            let found = try faults(replacement)
            let fault = try #require(
                found.first { "\($0.pointer) \($0.code)" == place }, "\(place): \(found.map { "\($0.pointer) \($0.code)" })")
            #expect(fault.message == message)
            #expect(fault.hint == hint, "\(place)")
        }
    }

    @Test("an unknown option is pointed at within its condition")
    func offset() throws {
        let found = try faults((#""concerns": "border = keep""#, #""concerns": "toll = low and border = kep""#))
        #expect(found.map(\.offset) == [24])
    }

    @Test("what the form refuses: percentages, shares over one, figures without a sample, unknown keys")
    func form() throws {
        let cases = [
            (#""yes": 0.55"#, #""yes": 55"#, "55 should be between 0 and 1", "shares are parts of one: write 0.55 for 55 %"),
            (
                #""share": [0.1, 0.4]"#, #""share": [10, 40]"#, "10 should be between 0 and 1",
                "shares are parts of one: write 0.1 for 10 %"
            ),
            (#""yes": 0.55"#, #""yes": 155"#, "155 should be between 0 and 1", nil),
            (#""share": [0.1, 0.4]"#, #""share": [0.4, 0.1]"#, "the range [0.4, 0.1] is turned round", "write [0.1, 0.4]"),
            (
                #""sample": 1000, "date": "2025-05"}"#, #""date": "2025-05"}"#, "a set of figures needs “sample”",
                "sample: how many people answered"
            ),
            (
                #""sample": 1000, "date": "2025-05"}"#, #""sample": 1000}"#, "a set of figures needs “date”",
                "date: when they were asked: 2025, 2025-07 or 2025-07-16"
            ),
            (
                #""sample": 1000, "date": "2025-05"}"#, #""sample": 0, "date": "2025-05"}"#,
                "0 should be between 1 and 10000000000", nil
            ),
            (
                #""figures": "none""#, #""figures": "some""#,
                "“none”, or shares, sample and date in a mapping, is expected here, not the text “some”", nil
            ),
            (
                #""answer": "opposes""#, #""answer": "oposes""#, "“oposes” is not an answer",
                "did you mean “opposes”? known: supports, opposes"
            ),
            (#""binding": [0.5, 0.8]"#, #""binding": [0.5, 1.8]"#, "1.8 should be between 0 and 1", nil),
            (#""binding": [0.5, 0.8]"#, #""bindng": [0.5, 0.8]"#, "a narrative has no key “bindng”", "did you mean “binding”?"),
            (
                #""concerns": "border = keep""#, #""concerns": "border == == keep""#,
                "an option or a number is expected here, not “==”", nil
            ),
        ]
        for (old, new, message, hint) in cases {
            let document = try document([(old, new)])
            #expect("\(message)") {
                _ = try theCase(document)
            } throws: { error in
                (error as? Diagnostics)?.all.contains { $0.message == message && (hint == nil || $0.hint == hint) } == true
            }
        }
    }

    @Test("shares that are rounded may be ranges, and then add up")
    func rounded() throws {
        let found = try faults(
            (
                #""yes": 0.55, "no": 0.35, "unsure": 0.1"#,
                #""yes": [0.545, 0.555], "no": [0.355, 0.365], "unsure": [0.095, 0.105]"#
            ))
        #expect(found.isEmpty)
    }

    @Test("no section that any text may be changed to makes the checks or the analyzers trap")
    func badInput() async throws {
        var draws = Draws(state: 5)
        let values = [
            "0", "1", "-1", "0.000000001", "[0, 1]", "[1, 1]", "10000000000", "\"few\"", "\"2025\"", "\"north\"", "[]", "{}",
            "\"\"",
        ]
        let places = ballot.matches(of: /: (\d[\d.]*|\[[\d., ]+\]|"[^"]*")[,}\]]/).map {
            $0.output.1.startIndex..<$0.output.1.endIndex
        }
        var run = 0
        for _ in 0..<400 {
            var changed = ballot
            let place = try #require(places.randomElement(using: &draws))
            changed.replaceSubrange(place, with: try #require(values.randomElement(using: &draws)))
            guard let document = try? JSON.parse(changed), let theCase = try? theCase(document) else { continue }
            _ = SectionCheck(theCase).faults()
            for id in theCase.workspace.packages.keys {
                _ = try? winSet(theCase, id)
                _ = try? await room(theCase, id)
            }
            _ = try? trends(theCase)
            run += 1
        }
        #expect(run > 100)
    }
}
