import OrderedCollections
import Shapes

/// The games of LLM-Deliberation: a line for each party in `config.txt`, and for each a file with whole scores, issue by issue,
/// and the least score it accepts. Two parties, `p1` and `p2`, have a veto, and all but one must agree.
enum Deliberation {
    static let configuration = "config.txt"
    private static let instructions = "global_instructions.txt"

    static func isScores(_ file: Importers.File) -> Bool {
        file.path.split(separator: "/").dropLast().last == "scores_files" && file.hasEnding("txt")
    }

    static func read(_ files: [Importers.File], _ reading: inout Reading) -> Domain? {
        guard let configuration = files.first(where: { $0.name == configuration }) else {
            reading.fail("no-domain", "there is no “\(configuration)”", hint: "Add it: it names the parties.", at: nil)
            return nil
        }
        let titles = titles(files.first { $0.name == instructions })
        var domain = Domain(title: title(configuration), origin: configuration.name)
        var used: Set<String> = [configuration.path]
        var required: [Int] = []
        for line in lines(configuration) {
            let fields = line.text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
            guard fields.count >= 3 else {
                reading.fail(
                    "bad-line", "a party is its name, its file and its role, and here are \(fields.count) fields",
                    hint: "Write: name, file, player.", at: line.mark)
                continue
            }
            guard let file = files.first(where: { isScores($0) && $0.stem == fields[1] }) else {
                reading.fail(
                    "missing-file", "there are no scores of “\(fields[1])”", hint: "Add scores_files/\(fields[1]).txt.", at: line.mark)
                continue
            }
            if !used.insert(file.path).inserted {
                reading.fail("duplicate-name", "“\(fields[1])” is named twice", hint: "Keep one of the two lines.", at: line.mark)
            }
            switch fields[2] {
            case "p1", "p2": required.append(domain.profiles.count)
            case "player": break
            default:
                reading.fail("unknown-word", "“\(fields[2])” is no role", hint: "Roles are p1, p2 and player.", at: line.mark)
            }
            if let profile = profile(fields[0], file, &domain, titles, &reading) { domain.profiles.append(profile) }
        }
        for file in files where !used.contains(file.path) {
            if file.name == instructions, !titles.isEmpty {
                reading.note(.read, "the titles of issues and options, and not the story", file: file.path)
            } else {
                reading.leaveOut(file)
            }
        }
        guard reading.faults.isEmpty else { return nil }
        guard !domain.profiles.isEmpty else {
            reading.fail("no-profiles", "no party is named", hint: "Write a line for each: name, file, player.", at: configuration.start)
            return nil
        }
        reading.note(.notUsed, "how each party is told to behave, and which model plays it", file: configuration.path)
        domain.rule = Domain.Rule(
            required: required, atLeast: max(1, domain.profiles.count - 1),
            note: "All parties but one must accept, and those with a veto among them.")
        return domain
    }

    /// The folder is what a game is called.
    private static func title(_ configuration: Importers.File) -> String {
        configuration.path.split(separator: "/").dropLast().last.map(String.init) ?? "deliberation"
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let rest = text.drop { $0.isWhitespace }
        return String(rest.prefix(upTo: rest.lastIndex { !$0.isWhitespace }.map { rest.index(after: $0) } ?? rest.startIndex))
    }

    private static func lines(_ file: Importers.File) -> [(text: String, mark: Mark)] {
        file.body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
            let text = trimmed(line)
            return text.isEmpty ? nil : (text, Mark(file: file.path, line: index + 1, column: 1))
        }
    }

    /// Scores line by line, and the least score in the last. The first party's scores say how many issues and options there are.
    private static func profile(
        _ name: String, _ file: Importers.File, _ domain: inout Domain, _ titles: [String: String], _ reading: inout Reading
    ) -> Domain.Profile? {
        let before = reading.faults.count
        var rows: [(numbers: [Number], mark: Mark)] = []
        for line in lines(file) {
            let numbers = line.text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
                reading.number($0, "a score", at: line.mark)
            }
            rows.append((numbers, line.mark))
        }
        guard reading.faults.count == before else { return nil }
        guard rows.count > 1, let last = rows.popLast(), last.numbers.count == 1 else {
            reading.fail(
                "bad-scores", "the last line is not one number, the least score that is accepted",
                hint: "Write a line of scores for each issue, and then the least score.", at: rows.last?.mark ?? file.start)
            return nil
        }
        if domain.issues.isEmpty {
            for (index, row) in rows.enumerated() {
                // A, B, …, Z, AA, as the games name them.
                let letter = String(repeating: Character(Unicode.Scalar(UInt8(0x41 + index % 26))), count: index / 26 + 1)
                let options = row.numbers.indices.map { Domain.Option(name: "\(letter)\($0 + 1)", title: titles["\(letter)\($0 + 1)"]) }
                domain.issues.append(Domain.Issue(name: letter, title: titles[letter], choices: .options(options), mark: row.mark))
            }
        }
        guard rows.map(\.numbers.count) == domain.issues.map(\.count) else {
            let place = zip(rows, domain.issues).first { $0.numbers.count != $1.count }?.0.mark
            reading.fail(
                "wrong-count", "“\(file.name)” has other numbers of issues or options than “\(domain.issues[0].mark?.file ?? "")”",
                hint: "All parties give a score for each option of each issue.", at: place ?? last.mark)
            return nil
        }
        return Domain.Profile(
            name: file.stem, title: name, mark: file.start, weights: rows.map { _ in 1 }, worths: rows.map { .table($0.numbers) },
            reserved: last.numbers[0])
    }

    /// What the instructions call issues (`Issue A: "Location"`) and options (`A1: …`); a game without them keeps its letters.
    private static func titles(_ file: Importers.File?) -> [String: String] {
        guard let file else { return [:] }
        var titles: [String: String] = [:]
        for line in lines(file) {
            var text = line.text.drop { $0 == "-" || $0.isWhitespace }
            let isIssue = text.hasPrefix("Issue ")
            if isIssue { text = text.dropFirst("Issue ".count) }
            let key = text.prefix { ("A"..."Z").contains($0) || ("0"..."9").contains($0) }
            guard let first = key.first, first.isLetter, isIssue ? key.count == 1 : key.count > 1 && key.dropFirst().allSatisfy(\.isNumber)
            else { continue }
            text = text.dropFirst(key.count)
            let hasColon = text.first == ":"
            text = text.drop { $0 == ":" || $0.isWhitespace }
            // In quotes stands the name alone; behind a colon a sentence, which may begin with a quoted party, up to an explanation.
            let quoted = text.first == "\"" && (isIssue || !hasColon) ? text.dropFirst().prefix { $0 != "\"" } : nil
            let plain = String(text).split(separator: "==>", omittingEmptySubsequences: false).first.map { trimmed($0) } ?? ""
            let title = quoted.map(String.init) ?? (plain.last == "." ? String(plain.dropLast()) : plain)
            if !title.isEmpty, titles[String(key)] == nil { titles[String(key)] = title }
        }
        return titles
    }
}
