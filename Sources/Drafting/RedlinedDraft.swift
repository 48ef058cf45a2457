import Negotiation
import OrderedCollections
import Shapes

/// What changed between two drafts, clause by clause.
package struct RedlinedDraft: Sendable, Hashable {
    /// Which draft.
    package struct Version: Sendable, Hashable {
        package var package = ID<Package>("")
        package var revision = 0
        package var title = ""

        package init() {}

        static let shape = Shape.record(
            "version", Version(),
            [
                .required("package", \.package, ID<Package>.shape, "the package"),
                .required("revision", \.revision, .int(0...Int.max), "the workspace's revision"),
                .required("title", \.title, .text, "what the package is called"),
            ])
    }

    /// One part of the agreement in both versions.
    package struct Clause: Sendable, Hashable {
        package var title = ""
        package var issue: ID<Issue>?
        package var passages: [Passage] = []

        package init() {}

        package var hasChanges: Bool { passages.contains { $0.kind != .kept } }

        static let shape = Shape.record(
            "redlined clause", Clause(),
            [
                .required("title", \.title, .text, "what it is: Article 3. Quota"),
                .optional("issue", \.issue, ID<Issue>.shape, "the issue that an article settles"),
                .items("passages", \.passages, .list(Passage.shape), "its text in both versions, run together"),
            ])
    }

    package struct Passage: Sendable, Hashable {
        package var kind = Redline.Kind.kept
        /// “¶” stands for the end of a paragraph.
        package var text = ""

        package init() {}

        static let shape = Shape.record(
            "passage", Passage(),
            [
                .required("kind", \.kind, .word("a kind of passage"), "kept | struck | added"),
                .required("text", \.text, .text, "words with single spaces between them; ¶ ends a paragraph"),
            ])
    }

    package var from = Version()
    package var to = Version()
    package var clauses: [Clause] = []

    package init() {}

    package static let shape = Shape.record(
        "redline", RedlinedDraft(),
        [
            .required("from", \.from, Version.shape, "the version whose words are struck"),
            .required("to", \.to, Version.shape, "the version whose words are added"),
            .items("clauses", \.clauses, .list(Clause.shape), "every part of the agreement, changed or not"),
        ])

    /// - Parameters:
    ///   - old: the draft whose words are struck.
    ///   - new: the draft whose words are added.
    package init(from old: Draft, to new: Draft) {
        from = Version(old)
        to = Version(new)
        func add(_ title: String, _ issue: ID<Issue>? = nil, _ before: String, _ after: String) {
            guard !before.isEmpty || !after.isEmpty else { return }
            var clause = Clause()
            clause.title = title
            clause.issue = issue
            clause.passages = Redline(from: before, to: after).runs.map { run in
                var passage = Passage()
                passage.kind = run.kind
                passage.text = run.words.joined(separator: " ")
                return passage
            }
            clauses.append(clause)
        }
        add("Preamble", nil, old.preamble.joined(separator: "\n\n"), new.preamble.joined(separator: "\n\n"))
        let before = OrderedDictionary(uniqueKeysWithValues: old.articles.map { ($0.issue, $0) })
        for article in new.articles { add(article.heading, article.issue, before[article.issue]?.text ?? "", article.text) }
        let kept = Set(new.articles.map(\.issue))
        for article in old.articles where !kept.contains(article.issue) { add("\(article.heading) (formerly)", article.issue, article.text, "") }
        add("Schedule", nil, old.schedule.map(\.line).joined(separator: "\n\n"), new.schedule.map(\.line).joined(separator: "\n\n"))
        add("Consents needed", nil, old.consents.map(\.text).joined(separator: "\n\n"), new.consents.map(\.text).joined(separator: "\n\n"))
    }
}

extension RedlinedDraft.Version {
    init(_ draft: Draft) {
        package = draft.package
        revision = draft.revision
        title = draft.title
    }
}

extension Draft.Article {
    package var heading: String { "Article \(number). \(title)" }
}
