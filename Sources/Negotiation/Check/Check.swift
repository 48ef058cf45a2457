import OrderedCollections
import Shapes

extension Workspace {
    /// Everything that is wrong, or worth a word, in a workspace whose form is sound: names that mean nothing, rules that
    /// cannot be met, claims that contradict each other. At most `Checker.limit` findings, and one that counts the rest.
    package func check() -> [Diagnostic] {
        var checker = Checker(self)
        checker.checkWords()
        checker.checkParties()
        checker.checkIssues()
        checker.checkNoDeal()
        checker.checkDecision()
        checker.checkLinkages()
        checker.checkScenarios()
        checker.checkRecord()
        checker.checkPackages()
        // These search for combinations, and take only conditions whose names were found to be sound.
        checker.checkRedLines()
        checker.checkGoals()
        checker.checkPossibility()
        return checker.findings
    }
}

/// Collects what is found. One file for each subject extends it.
struct Checker {
    static let limit = 200

    let workspace: Workspace
    let words: Words
    var effort = Combinations.Effort()
    /// Conditions with a fault in them; what they mean is not asked.
    var unsound: Set<Predicate> = []
    private var found: [Diagnostic] = []
    private var kept: (errors: Int, warnings: Int) = (0, 0)
    private var left: (errors: Int, warnings: Int) = (0, 0)

    init(_ workspace: Workspace) {
        self.workspace = workspace
        words = workspace.words.effective
    }

    var findings: [Diagnostic] { found.capped(at: Self.limit, alsoFound: left) }

    /// Records a fault. Message and hint are made only when there is room for them: a folder may be wrong a million times.
    mutating func fail(
        _ code: String, _ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil, at pointer: Pointer,
        _ part: Diagnostic.Part = .value, offset: Int? = nil
    ) {
        guard kept.errors < Self.limit else {
            left.errors += 1
            return
        }
        kept.errors += 1
        found.append(Diagnostic(code: code, message(), hint: hint(), pointer: pointer, part: part, offset: offset))
    }

    /// Records something that is allowed but probably not meant.
    mutating func warn(
        _ code: String, _ message: @autoclosure () -> String, hint: @autoclosure () -> String? = nil, at pointer: Pointer,
        _ part: Diagnostic.Part = .value
    ) {
        guard kept.warnings < Self.limit else {
            left.warnings += 1
            return
        }
        kept.warnings += 1
        found.append(Diagnostic(.warning, code: code, message(), hint: hint(), pointer: pointer, part: part))
    }

    /// “a”, “b” and “c”; of a long list the first dozen.
    static func list(_ names: some Collection<String>) -> String {
        let quoted = names.prefix(12).map { "“\($0)”" }
        if names.count > 12 { return "\(quoted.joined(separator: ", ")) and \(names.count - 12) more" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return "\(quoted.dropLast().joined(separator: ", ")) and \(last)"
    }
}
