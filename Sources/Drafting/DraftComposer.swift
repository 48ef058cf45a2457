import Findings
import Negotiation
import OrderedCollections
import Shapes

/// Makes a draft agreement of a package.
package struct DraftComposer {
    private let workspace: Workspace
    private let id: ID<Package>
    private let package: Package
    private let wording: Wording
    private let objections: Objections
    private var notes: [Draft.Note] = []
    private var cited: OrderedSet<String> = []

    /// - Parameters:
    ///   - workspace: from which what the readers may not see has been taken (`Workspace.visible(to:)`).
    ///   - clauses: what modules contribute to that workspace.
    package static func draft(
        _ id: ID<Package>, _ package: Package, in workspace: Workspace, clauses: Wording.Clauses
    ) -> Draft {
        var composer = DraftComposer(id, package, workspace, clauses)
        return composer.draft()
    }

    private init(_ id: ID<Package>, _ package: Package, _ workspace: Workspace, _ clauses: Wording.Clauses) {
        self.workspace = workspace
        self.id = id
        self.package = package
        wording = Wording(workspace: workspace, package: package, clauses: clauses)
        objections = Objections(to: id, package, in: workspace)
    }

    private mutating func draft() -> Draft {
        var draft = Draft()
        draft.workspace = workspace.id
        draft.package = id
        draft.title = Wording.tidied(package.title)
        draft.subject = Phrase.clause(Wording.tidied(workspace.title))
        draft.status = package.status
        draft.remarks = note(objections.toPackage())
        draft.articles = articles()
        let consents = Consents(workspace: workspace, articles: draft.articles)
        draft.preamble = preamble(consents)
        draft.schedule = Schedule(workspace: workspace, articles: draft.articles).steps(of: package)
        draft.annexes = annexes(draft.articles)
        draft.consents = consents.all()
        draft.notes = notes
        draft.citations = cited.compactMap { text in
            guard let citation = try? Citation.shape.read(.string(text)), let source = workspace.sources[citation.source] else { return nil }
            var cited = Draft.CitedSource()
            cited.citation = citation
            cited.title = Wording.tidied(([source.title] + (citation.section.flatMap { source.sections[$0] }.map { [$0] } ?? [])).joined(separator: ", "))
            return cited
        }
        return draft
    }

    // MARK: Notes

    /// The numbers of the notes that say this; one note, or none where nobody objects.
    private mutating func note(_ objections: [Objections.Objection], on what: String? = nil) -> [Int] {
        guard !objections.isEmpty else { return [] }
        var note = Draft.Note()
        note.number = notes.count + 1
        note.parties = Array(OrderedSet(objections.map(\.party)))
        let sentences = objections.map { objection in
            guard let source = objection.source else { return objection.text }
            cited.append(source.description)
            return "\(objection.text) (\(source))"
        }
        note.text = ((what.map { ["On \($0):"] } ?? []) + sentences).joined(separator: " ")
        notes.append(note)
        return [note.number]
    }

    // MARK: Articles

    /// In the order of the workspace; the issues of a module stand together, where the first of them does.
    private mutating func articles() -> [Draft.Article] {
        let groups = OrderedDictionary(grouping: workspace.issues.keys) { workspace.issues[$0]?.module }
        var articles: [Draft.Article] = []
        for (module, issues) in groups {
            for (place, issue) in issues.enumerated() {
                var article = article(issue)
                article.number = articles.count + 1
                if place == 0, groups.count > 1 { article.part = module.map(partTitle) ?? "Further provisions" }
                articles.append(article)
            }
        }
        return articles
    }

    /// The module's id as people write it: in capitals where one of its issues is titled so.
    private func partTitle(_ module: String) -> String {
        let words = workspace.issues.values.filter { $0.module == module }.flatMap { $0.title.split { !$0.isLetter } }
        if words.contains(where: { $0 == module.uppercased() }) { return module.uppercased() }
        return Phrase.capitalized(module.split(separator: "-").joined(separator: " "))
    }

    private mutating func article(_ id: ID<Issue>) -> Draft.Article {
        let issue = workspace.issues[id] ?? Issue()
        var article = Draft.Article()
        article.issue = id
        article.title = Phrase.clause(Wording.tidied(issue.title))
        let own = wording.override(on: id)
        article.isWorded = own != nil
        switch package.choices[id] {
        case .option(let option):
            article.state = .settled
            article.alternatives = alternatives([option], id, isWorded: article.isWorded)
        case .disputed(let options):
            article.state = .disputed
            article.alternatives = alternatives(options, id, isWorded: article.isWorded)
        case nil:
            article.state = .open
            article.alternatives = issue.range == nil ? alternatives(issue.choices, id, isWorded: article.isWorded) : []
        case .leftOut: article.state = .reserved
        }
        if article.isWorded {
            article.notes = article.alternatives.flatMap(\.notes)
            for index in article.alternatives.indices { article.alternatives[index].notes = [] }
        }
        article.notes += note(objections.toArticle(id))
        article.text = own.map { article.isBracketed && !$0.contains("[") ? "[\($0)]" : $0 } ?? text(of: article, issue)
        return article
    }

    private mutating func alternatives(_ options: [ID<Option>], _ issue: ID<Issue>, isWorded: Bool) -> [Draft.Alternative] {
        options.enumerated().map { place, option in
            var alternative = Draft.Alternative()
            alternative.label = options.count > 1 ? DraftComposer.label(place) : nil
            alternative.option = option
            alternative.title = wording.title(of: option, on: issue)
            alternative.text = wording.text(of: option, on: issue)
            // Where the package words the article itself, its text names no options that a note could stand at.
            let what = isWorded && options.count > 1 ? Phrase.quoted(alternative.title) : nil
            alternative.notes = note(objections.toOption(option, of: issue), on: what)
            return alternative
        }
    }

    private func text(of article: Draft.Article, _ issue: Issue) -> String {
        switch (article.state, issue.range) {
        case (.reserved, _): wording.reserved(article.issue)
        case (.open, let range?): wording.open(range)
        default: article.composed { _ in "" }
        }
    }

    /// A, B … Z, and numbers from then on.
    private static func label(_ place: Int) -> String {
        place < 26 ? String(UnicodeScalar(UInt8(65 + place))) : String(place + 1)
    }

    // MARK: Preamble and annexes

    private func preamble(_ consents: Consents) -> [String] {
        let parties = consents.required.map(consents.name)
        let whose = [parties.isEmpty ? nil : Phrase.list(parties), consents.counted].compactMap { $0 }.joined(separator: ", and ")
        var paragraphs = [whose.isEmpty ? "The Parties to this Agreement," : "The Parties whose consent this Agreement takes, \(whose),"]
        paragraphs.append("Having negotiated on the following matter: \(Phrase.clause(Wording.tidied(workspace.title))),")
        if let base = package.basedOn.flatMap({ workspace.packages[$0] }) {
            paragraphs.append("Proceeding from the draft “\(Wording.tidied(base.title))”,")
        }
        let treaties = self.treaties()
        if !treaties.isEmpty { paragraphs.append("Bearing in mind the following instruments: \(treaties.joined(separator: "; ")),") }
        return paragraphs + ["Have agreed as follows:"]
    }

    /// The treaties on which what the package says rests: those cited for its options, for the rule of decision, and for what
    /// ties its articles together.
    private func treaties() -> [String] {
        var citations = [workspace.decision?.source]
        for (id, issue) in workspace.issues {
            switch package.choices[id] {
            case .option(let option): citations += [issue.source, issue.options[option]?.source]
            case .disputed(let options): citations += [issue.source] + options.map { issue.options[$0]?.source }
            case .leftOut, nil: break
            }
        }
        for linkage in workspace.linkages.values {
            guard let require = linkage.require else { continue }
            if require.scope.allSatisfy({ package.choices[$0].map { $0 != .leftOut } ?? false }) { citations.append(linkage.source) }
        }
        let sources = OrderedSet(citations.compactMap { $0?.source })
        return sources.compactMap { workspace.sources[$0] }.filter { $0.kind == .treaty }.map { source in
            Wording.tidied(source.title) + (source.date.map { " (\($0.prefix(4)))" } ?? "")
        }
    }

    /// “Annex A” and its like, wherever articles speak of them.
    private func annexes(_ articles: [Draft.Article]) -> [Draft.NamedAnnex] {
        var named: OrderedDictionary<String, [Int]> = [:]
        for article in articles {
            let words = article.text.split { $0.isWhitespace }
            for (word, next) in zip(words, words.dropFirst()) where word.drop(while: { !$0.isLetter }) == "Annex" {
                let name = next.filter { $0.isLetter || $0.isNumber }
                guard !name.isEmpty, name.count < 4, name.allSatisfy({ $0.isUppercase || $0.isNumber }) else { continue }
                if named["Annex \(name)"]?.last != article.number { named["Annex \(name)", default: []].append(article.number) }
            }
        }
        return named.sorted { $0.key < $1.key }.map { name, articles in
            var annex = Draft.NamedAnnex()
            annex.name = name
            annex.articles = articles
            return annex
        }
    }
}

extension Draft.Article {
    /// Whether something in it is still to be agreed.
    package var isBracketed: Bool { state == .disputed || state == .open }

    /// The alternatives as diplomats write them down: [Option A: … | Option B: …].
    ///
    /// - Parameter marks: what to put behind an alternative: the numbers of its notes, or nothing.
    func composed(_ marks: (Draft.Alternative) -> String) -> String {
        let texts = alternatives.map { alternative in
            "\(alternative.label.map { "Option \($0): " } ?? "")\(alternative.text)\(marks(alternative))"
        }
        return isBracketed ? "[\(texts.joined(separator: " |\n\n"))]" : texts.joined()
    }
}
