import FoundationEssentials
import Importers
import Negotiation
import OrderedCollections
import Shapes
import Testing
import WorkspaceFiles

/// Domains that others made; read in place, and skipped where they are absent.
enum Cases {
    static let folder: URL? = {
        guard let path = ProcessInfo.processInfo.environment["PARLEY_CASES"] else { return nil }
        let folder = URL(filePath: path, directoryHint: .isDirectory).appending(path: "domains")
        return FileManager.default.fileExists(atPath: folder.path()) ? folder : nil
    }()

    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: try #require(folder).appending(path: path).path()).sorted()
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: try #require(folder).appending(path: path)), as: UTF8.self)
    }

    /// Everything in a folder, and in those within it.
    static func files(of path: String) throws -> [Importers.File] {
        let folder = try #require(folder).appending(path: path)
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted().compactMap { inside in
            guard inside.contains(".") else { return nil }
            return Importers.File(path: "\(path)/\(inside)", text: try text("\(path)/\(inside)"))
        }
    }
}

/// The values of every package, by the definition of a value and in binary fractions: 100 · Σ salience · stance / Σ salience.
struct Values {
    /// party → issue → choice → its share of the value.
    let shares: [[[Double]]]
    let reservations: [Double]
    let counts: [Int]

    init(_ workspace: Workspace) throws {
        counts = workspace.issues.values.map(\.choices.count)
        reservations = try workspace.parties.values.map { try #require($0.reservation).low.double }
        shares = try workspace.parties.keys.map { party in
            let positions = try workspace.issues.values.map { try #require($0.positions[party]) }
            let saliences = try positions.map { try $0.salience.map(Values.number) ?? 0 }
            let sum = saliences.reduce(0, +)
            return try zip(workspace.issues.values, zip(positions, saliences)).map { issue, position in
                let stances = try Values.stances(position.0, on: issue)
                return stances.map { 100 * position.1 * $0 / sum }
            }
        }
    }

    private static func number(_ judgement: Judgement) throws -> Double {
        guard case .number(let number) = judgement else { throw Unexpected() }
        return number.double
    }

    private static func stances(_ position: Position, on issue: Negotiation.Issue) throws -> [Double] {
        let given = try issue.choices.map { try position.stance[$0].map(number) }
        guard issue.range != nil else { return try given.map { try #require($0) } }
        let (low, high) = (try #require(given.first ?? nil), try #require(given.last ?? nil))
        return given.indices.map { low + (high - low) * Double($0) / Double(given.count - 1) }
    }

    struct Unexpected: Error {}

    var outcomes: Int { counts.reduce(1, *) }

    /// Lexicographic, the first issue slowest.
    func choices(_ outcome: Int) -> [Int] { Values.choices(outcome, counts) }

    static func choices(_ outcome: Int, _ counts: [Int]) -> [Int] {
        var rest = outcome
        var choices = [Int](repeating: 0, count: counts.count)
        for index in counts.indices.reversed() {
            choices[index] = rest % counts[index]
            rest /= counts[index]
        }
        return choices
    }

    func value(_ party: Int, _ choices: [Int]) -> Double {
        var sum = 0.0
        for (issue, choice) in choices.enumerated() { sum += shares[party][issue][choice] }
        return sum
    }

    func accepts(_ party: Int, _ choices: [Int]) -> Bool { value(party, choices) >= reservations[party] - 1e-8 }
}

/// A neutral file, read without the room under test.
struct NeutralFile: Decodable {
    struct Issue: Decodable {
        var name: String
        var values: [String]
    }

    struct Party: Decodable {
        var name: String
        var reserved: Double
        var weights: [Double]
        var values: [[Double]]
    }

    struct Oracle: Decodable {
        /// How many outcomes everybody would take.
        var rational_outcomes: Int
    }

    var issues: [Issue]
    var parties: [Party]
    var oracle: Oracle?

    init(_ name: String) throws {
        self = try JSONDecoder().decode(NeutralFile.self, from: Data(try Cases.text("neutral/\(name)").utf8))
    }

    func utility(_ party: Party, _ choices: [Int]) -> Double {
        var sum = 0.0
        for (issue, choice) in choices.enumerated() { sum += party.weights[issue] * party.values[issue][choice] }
        return sum
    }

    /// Whether issues, options and parties are those of a workspace, in order.
    func expectSameNames(_ workspace: Workspace, _ comment: Comment) {
        #expect(workspace.issues.values.map(\.title) == issues.map(\.name), comment)
        for (issue, known) in zip(workspace.issues.values, issues) {
            #expect(issue.choices.map(issue.title(of:)) == known.values.map { $0.isEmpty ? "(no name)" : $0 }, comment)
        }
        #expect(workspace.parties.values.map(\.name) == parties.map(\.name), comment)
    }

    /// Whether every outcome's value is its utility times `factor`, and the same outcomes are acceptable.
    func expectSameValues(_ workspace: Workspace, factors: [Double], _ comment: Comment) throws {
        let values = try Values(workspace)
        var (worst, acceptable) = (0.0, 0)
        for outcome in 0..<values.outcomes {
            let choices = values.choices(outcome)
            var isAccepted = true
            for (index, party) in parties.enumerated() {
                worst = max(worst, abs(values.value(index, choices) / factors[index] - utility(party, choices)))
                isAccepted = isAccepted && values.accepts(index, choices)
            }
            if isAccepted { acceptable += 1 }
        }
        #expect(worst < 1e-9, comment)
        #expect(acceptable == oracle?.rational_outcomes, comment)
    }
}

/// The workspace passes its own check and comes back from files as it was. All that may be missed is what holds without a deal,
/// which such domains do not say.
func expectRoundTrip(_ workspace: Workspace, _ comment: Comment) throws {
    #expect(workspace.check().filter { $0.code != "missing-no-deal" }.map(\.text) == [], comment)
    let document = Workspace.shape.encode(workspace)
    let again = try WorkspaceFiles.read(WorkspaceFiles.write(document))
    #expect(again.workspace == workspace, comment)
    #expect(JSON.text(again.document) == JSON.text(document), comment)
}

extension Imported {
    var lines: [String] { report.map { "\($0.kind.rawValue): \($0.text)" } }
}
