import Foundation
import TestSupport
import Testing

/// The negotiating text, by the command line and over the socket, with modules that word what options leave to them.
@Suite struct DraftEndToEndTests {
    private func summit() throws -> DaemonProcess {
        let daemon = try DaemonProcess()
        let result = try daemon.parley("apply", Sample.folder("us-russia-summit"))
        #expect(result.status == 0, "\(result.errors)")
        return daemon
    }

    private func draft(_ arguments: String..., of daemon: DaemonProcess) throws -> String {
        let result = try Command.run("parley", ["draft"] + arguments, environment: daemon.environment)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// The articles of a draft, without notes.
    private func articles(_ text: String) -> [String] {
        let body = text.components(separatedBy: "\n## Annex")[0].components(separatedBy: "\n## Consents")[0]
        return body.components(separatedBy: "\n### ").dropFirst().map {
            $0.components(separatedBy: "\n## ")[0].replacingOccurrences(of: "\\[\\^[0-9]+\\]", with: "", options: .regularExpression)
        }
    }

    @Test func whatIsSettledReadsLikeAnAgreement() throws {
        let daemon = try summit()
        for package in ["best-case", "us-maximal", "russia-maximal"] {
            let text = try draft(package, of: daemon)
            let articles = articles(text)
            #expect(articles.count == 28, "\(package)")
            for article in articles {
                #expect(!article.contains("[") && !article.contains("Option A") && !article.contains("On the question"), "\(package): \(article)")
                #expect(article.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("."), "\(package): \(article)")
            }
            #expect(text.contains("The Parties whose consent this Agreement takes, United States, Russia and Ukraine,"))
        }
        let best = try draft("best-case", of: daemon)
        #expect(best.contains("## Annex: Schedule") && best.contains("| At signature | Russia ceases fire | Russia |"))
        #expect(best.contains("by European Union, unless Germany, France or NATO's eastern flank stops it"))
    }

    @Test func theBridgingDraftReadsLikeARollingText() throws {
        let daemon = try summit()
        let articles = articles(try draft("bridging", of: daemon))
        #expect(articles.count == 28)
        let bracketed = articles.filter { $0.contains("[") }
        #expect(bracketed.count == 19, "twelve disputed and seven open: \(bracketed.count)")
        #expect(articles.filter { $0.contains("Reserved.") }.count == 2)
        let outline = try RawSocket(daemon)
        #expect(try outline.call("package.create", #"{"package":"outline"}"#).error == nil)
        let all = self.articles(try draft("outline", of: daemon))
        #expect(all.count == 28 && all.allSatisfy { $0.contains("[Option A: ") })
    }

    /// Each version comes back from the redline, article by article.
    @Test func theRedlineHoldsBothVersions() throws {
        let daemon = try summit()
        let socket = try RawSocket(daemon)
        for (index, pair) in [("bridging", "best-case"), ("us-maximal", "russia-maximal")].enumerated() {
            let new = try socket.call("package.draft", #"{"package":"\#(pair.0)","against":"\#(pair.1)"}"#, id: 10 + index)
            let old = try socket.call("package.draft", #"{"package":"\#(pair.1)"}"#, id: 20 + index)
            func texts(_ draft: Any?) throws -> [String] {
                try #require((draft as? [String: Any])?["articles"] as? [[String: Any]]).map { try #require($0["text"] as? String) }
            }
            let clauses = try #require((new["redline"] as? [String: Any])?["clauses"] as? [[String: Any]]).filter { $0["issue"] != nil }
            func read(_ dropped: String) throws -> [String] {
                try clauses.map { clause in
                    let passages = try #require(clause["passages"] as? [[String: String]])
                    let words = passages.filter { $0["kind"] != dropped }.compactMap { $0["text"] }.joined(separator: " ")
                    return words.replacingOccurrences(of: " ¶ ", with: "\n\n")
                }
            }
            #expect(try read("struck") == texts(new["draft"]))
            #expect(try read("added") == texts(old["draft"]))
            #expect((new["text"] as? String)?.contains("~~") == true)
        }
    }

    @Test func againstAnEarlierRevision() throws {
        let daemon = try DaemonProcess()
        try daemon.directory.write(Sample.small, to: "case/workspace.yaml")
        #expect(try daemon.parley("apply", "\(daemon.directory.path)/case").status == 0)
        #expect(try daemon.parley("package", "set", "first", "quota=40").status == 0)
        let text = try draft("first", "--against-revision", "1", of: daemon)
        #expect(text.contains("From “first” (revision 1) to “first” (revision 2)."))
        #expect(text.contains("## Article 2. Quota\n\n~~[A figure from 0 to 100 tonnes, to be settled]~~ **On the question “Quota” the Parties agree as follows: 40 tonnes.**"), "\(text)")
        #expect(text.contains("- Article 1. Season"))
        let missing = try daemon.parley("draft", "frist")
        #expect(missing.status == 2 && missing.errors.contains("did you mean “first”?"))
    }

    /// A module's wording, where an option has none; and the article without it when the plugin is away.
    @Test func modulesWordWhatOptionsLeaveToThem() throws {
        let daemon = try DaemonProcess()
        let text = """
            parley: 1
            id: guarantee
            title: A guarantee
            parties: {us: {name: United States, role: principal}, ukraine: {name: Ukraine, role: principal}}
            issues:
              tariffs:
                title: Tariffs
                module: sanctions
                kind: tariffs
                options:
                  kept: {title: Kept, attributes: {allies: kept, chinaIndia: kept}}
                  eased: {title: Eased, attributes: {allies: eased, chinaIndia: kept}}
            noDeal: {choices: {tariffs: kept}}
            packages: {deal: {title: A deal, choices: {tariffs: kept}}}
            """
        try daemon.directory.write(text, to: "case/workspace.yaml")
        let applied = try daemon.parley("apply", "\(daemon.directory.path)/case")
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(try draft("deal", of: daemon).contains("This Agreement makes no provision on tariffs."))
        #expect(try draft("deal", "--for", "us", of: daemon).contains("This Agreement makes no provision on tariffs."))
    }
}
