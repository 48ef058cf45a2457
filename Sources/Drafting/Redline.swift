/// What changed from one text to another, word by word.
package struct Redline: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case kept, struck, added }

    /// Words that follow each other and fared alike.
    package struct Run: Sendable, Hashable {
        package var kind: Kind
        package var words: [String]
    }

    /// The end of a paragraph is a word too.
    package static let paragraphEnd = "¶"

    /// Beyond this many pairs of words a text is struck as a whole rather than compared.
    private static let pairLimit = 4_000_000

    package private(set) var runs: [Run] = []

    /// The words of a longest common subsequence are kept (Wagner and Fischer 1974), the others struck or added.
    package init(from old: String, to new: String) {
        let (old, new) = (Redline.words(of: old), Redline.words(of: new))
        let prefix = zip(old, new).prefix { $0 == $1 }.count
        let suffix = zip(old.dropFirst(prefix).reversed(), new.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
        let (a, b) = (Array(old[prefix..<old.count - suffix]), Array(new[prefix..<new.count - suffix]))
        append(.kept, old[..<prefix])
        if a.count * b.count > Redline.pairLimit {
            append(.struck, a[...])
            append(.added, b[...])
        } else {
            compare(a, b)
        }
        append(.kept, old[(old.count - suffix)...])
    }

    private mutating func compare(_ a: [String], _ b: [String]) {
        // Words as numbers, which compare faster.
        var numbers: [String: Int] = [:]
        func numbered(_ word: String) -> Int {
            if let number = numbers[word] { return number }
            numbers[word] = numbers.count
            return numbers.count - 1
        }
        let (x, y) = (a.map(numbered), b.map(numbered))
        // lengths[i][j]: the longest common subsequence of what follows word i of the old and word j of the new.
        let width = b.count + 1
        var lengths = [Int32](repeating: 0, count: (a.count + 1) * width)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                lengths[i * width + j] =
                    x[i] == y[j] ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if i < a.count, j < b.count, x[i] == y[j] {
                append(.kept, a[i...i])
                (i, j) = (i + 1, j + 1)
            } else if i < a.count, j == b.count || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                append(.struck, a[i...i])
                i += 1
            } else {
                append(.added, b[j...j])
                j += 1
            }
        }
    }

    private mutating func append(_ kind: Kind, _ words: ArraySlice<String>) {
        guard !words.isEmpty else { return }
        if runs.last?.kind == kind { runs[runs.count - 1].words += words } else { runs.append(Run(kind: kind, words: Array(words))) }
    }

    package var hasChanges: Bool { runs.contains { $0.kind != .kept } }
    package var old: String { text(without: .added) }
    package var new: String { text(without: .struck) }

    private func text(without kind: Kind) -> String { Redline.text(of: runs.filter { $0.kind != kind }.flatMap(\.words)) }

    package static func words(of text: String) -> [String] {
        Array(text.components(by: "\n\n").map { $0.split(separator: " ").map(String.init) }.joined(separator: [paragraphEnd]))
    }

    package static func text(of words: [String]) -> String {
        words.split(separator: paragraphEnd, omittingEmptySubsequences: false).map { $0.joined(separator: " ") }.joined(separator: "\n\n")
    }
}

extension String {
    /// The parts between occurrences of a separator.
    func components(by separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
