import Findings
import Negotiation
import OrderedCollections

/// What an agreement would say: the package's own words, else the option's, else the module's, else a plain sentence.
package struct Wording {
    package typealias Clauses = OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>>

    let workspace: Workspace
    let package: Package
    /// What modules contribute for options without wording of their own.
    let clauses: Clauses

    /// The modules whose wording a package needs, since something it may say has no wording of its own.
    package static func modules(for package: Package, in workspace: Workspace) -> OrderedSet<String> {
        OrderedSet(
            workspace.issues.elements.compactMap { id, issue in
                guard package.text[id] == nil, issue.options.contains(where: { isWanted($0.key, package.choices[id]) && $0.value.text == nil })
                else { return nil }
                return issue.module
            })
    }

    private static func isWanted(_ option: ID<Option>, _ choice: Choice?) -> Bool {
        switch choice {
        case nil: true
        case .option(let chosen): option == chosen
        case .disputed(let options): options.contains(option)
        case .leftOut: false
        }
    }

    /// The wording of one option.
    func text(of option: ID<Option>, on id: ID<Issue>) -> String {
        let issue = workspace.issues[id]
        if let own = issue?.options[option]?.text ?? clauses[id]?[option] { return Wording.tidied(own) }
        return "On the question “\(Wording.tidied(issue?.title ?? id.text))” the Parties agree as follows: \(title(of: option, on: id))."
    }

    func title(of option: ID<Option>, on issue: ID<Issue>) -> String {
        Phrase.clause(Wording.tidied(workspace.issues[issue]?.title(of: option) ?? option.text))
    }

    /// The package's own words on an issue.
    func override(on issue: ID<Issue>) -> String? { package.text[issue].map(Wording.tidied) }

    /// What stands in place of an article that is left out.
    func reserved(_ id: ID<Issue>) -> String {
        let fallback = workspace.noDeal?.choices[id].map { "; what holds without it remains: \(title(of: $0, on: id))" } ?? ""
        return "Reserved. This Agreement makes no provision on this question\(fallback)."
    }

    /// A number that is still to be settled.
    func open(_ range: NumericRange) -> String {
        "[A figure from \(range.from) to \(range.to)\(range.unit.map { " \($0)" } ?? ""), to be settled]"
    }

    /// Paragraphs with single spaces between words, and an empty line between paragraphs: so lines may be broken anywhere in a
    /// file, and two texts differ only where their words do. Control characters count as spaces.
    static func tidied(_ text: String) -> String {
        var result = ""
        var newlines = 0
        var isBetweenWords = false
        for scalar in text.unicodeScalars {
            let isBlank = scalar.value <= 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isBlank {
                isBetweenWords = true
                if scalar == "\n" { newlines += 1 }
                continue
            }
            if isBetweenWords, !result.isEmpty { result += newlines > 1 ? "\n\n" : " " }
            (isBetweenWords, newlines) = (false, 0)
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
