import Foundation
import TestSupport
import Testing

/// The shipped workspaces and small ones of the tests' own.
enum Sample {
    static func folder(_ name: String) -> String { "\(Command.root)/Workspaces/\(name)" }

    /// The files of a shipped workspace, as the socket takes them.
    static func files(of name: String) throws -> String {
        let folder = folder(name)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
        let files = try names.map { ["path": $0, "text": try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)] }
        return try json(files)
    }

    /// Row of the article → the places of the flagship that hold it.
    static func coverage() throws -> [String: [String]] {
        let coverage = try String(contentsOfFile: "\(folder("us-russia-summit"))/COVERAGE.md", encoding: .utf8)
        let pattern = try NSRegularExpression(pattern: "/[A-Za-z0-9/~-]+")
        var rows: [String: [String]] = [:]
        for line in coverage.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let name = cells.first, name.range(of: "^[A-Z][0-9]+$", options: .regularExpression) != nil else { continue }
            let text = cells.dropFirst().joined(separator: " ")
            let found = pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { Range($0.range, in: text) }
            rows[name, default: []] += found.map { String(text[$0]) }
        }
        return rows
    }

    /// What stands at a pointer of a document; nil when there is nothing.
    static func value(at pointer: String, in document: Any) -> Any? {
        pointer.split(separator: "/").reduce(document as Any?) { current, token in
            let key = token.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
            if let object = current as? [String: Any] { return object[key] }
            guard let list = current as? [Any], let index = Int(key), list.indices.contains(index) else { return nil }
            return list[index]
        }
    }

    /// One file as the socket takes it.
    static func file(_ text: String) throws -> String { try json([["path": "workspace.yaml", "text": text]]) }

    static func json(_ value: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys]), as: UTF8.self)
    }

    /// A fish stock, two parties, two issues: small enough to see through.
    static let small = """
        parley: 1
        id: small
        title: A small case
        sources:
          brief: {title: Briefing, kind: article}
        parties:
          north: {name: North, role: principal}
          south: {name: South, role: principal}
        issues:
          season:
            title: Season
            options:
              closed: {title: Closed, source: brief}
              open: {title: Open}
            positions:
              north: {stance: {closed: demands, open: 0}, salience: 60, source: brief}
              south: {stance: {closed: 0, open: demands}, salience: 20}
          quota:
            title: Quota
            range: {from: 0, to: 100, step: 10, unit: tonnes}
            positions:
              north: {stance: {0: 0, 100: 1}, salience: 40}
              south: {stance: {0: 1, 100: 0}, salience: 80}
        noDeal: {choices: {season: open, quota: 0}}
        packages:
          first: {title: First draft, choices: {season: closed}}
        """
}
