import Negotiation
import OrderedCollections
import Shapes
import Testing
import YAML

/// Edits of a sound workspace, and the one thing that is then wrong with it.
///
/// A new text holds `‸` where the finding is to point; line and column are counted from there.
struct BrokenWorkspace: Sendable, CustomTestStringConvertible {
    struct Edit: Sendable {
        var old: String
        var new: String
    }

    var edits: [Edit]
    var severity: Diagnostic.Severity
    var code: String
    /// What the hint must contain.
    var hint: String

    init(_ code: String, _ old: String, _ new: String, _ hint: String) { self.init(.error, code, old, new, hint) }

    init(_ severity: Diagnostic.Severity, _ code: String, _ old: String, _ new: String, _ hint: String) {
        edits = [Edit(old: old, new: new)]
        self.severity = severity
        self.code = code
        self.hint = hint
    }

    func and(_ old: String, _ new: String) -> BrokenWorkspace {
        var more = self
        more.edits.append(Edit(old: old, new: new))
        return more
    }

    var testDescription: String { "\(code): \(edits[0].new.prefix(60))" }

    func test() throws {
        var marked = BrokenWorkspace.base
        for edit in edits {
            let parts = marked.split(separator: edit.old, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "“\(edit.old)” stands once in the base")
            marked = parts[0] + edit.new + parts[1]
        }
        let before = marked.split(separator: "‸", omittingEmptySubsequences: false)
        try #require(before.count == 2, "one place is marked")
        let lines = before[0].split(separator: "\n", omittingEmptySubsequences: false)
        let expected = "\(lines.count):\((lines.last?.unicodeScalars.count ?? 0) + 1) \(severity) \(code)"
        let findings = try BrokenWorkspace.check(before.joined())
        let told = findings.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.severity) \($0.code)" }
        #expect(told == [expected], "\(findings.map(\.text).joined(separator: "\n"))")
        #expect(findings.first?.hint?.contains(hint) == true, "\(findings.first?.hint ?? "no hint")")
    }

    static func check(_ text: String) throws -> [Diagnostic] {
        let tree = try YAML.parse(text, file: "workspace.yaml")
        return try Workspace.shape.read(tree).check().located(in: tree)
    }

    static let base = """
        parley: 1
        id: fishing
        title: Sharing a fish stock
        words: {stance: {likes: 0.8}}
        sources:
          brief: {title: Briefing, kind: article, sections: {fish: On fish, law: On law}}
          bare: {title: Without sections, kind: report}
        parties:
          coast:
            name: Coast
            role: principal
            source: brief#fish
            agenda:
              recovery: {title: The stock recovers, predicate: quota <= 40, weight: 10, source: brief}
            redLines:
              no-open: {title: An open season, predicate: season = open, firmness: firm, source: brief}
            outside:
              - {points: -5, source: brief}
              - {points: -10, after: 6}
            reservation: 20
            reservationSource: bare
          isle: {name: Isle, role: principal}
          public: {name: The public, role: constituency, represents: coast}
          union:
            name: Union
            role: ratifier
            members: [coast, isle]
            decision: {atLeast: 2, of: [coast, isle], source: brief}
        issues:
          season:
            title: Season
            source: brief
            options:
              closed: {title: Closed, attributes: {months: 0, gear: none}, source: brief}
              summer: {title: Summer, attributes: {months: 3, gear: nets, pilot: true}, needs: [union]}
              open: {title: Open}
            controlledBy: [coast]
            acts:
              close-ports: {party: coast, from: [summer, open], to: closed, source: brief}
            positions:
              coast:
                stance: {closed: prefers, open: red-line}
                salience: vital
                source: brief
                assessed: {stance: {open: 0.1, summer: likes}, salience: high, source: brief}
          quota:
            title: Quota
            range: {from: 0, to: 100, step: 5}
            positions:
              isle: {stance: {0: 0, 100: demands}, salience: medium}
        noDeal:
          choices: {season: open, quota: 80}
          source: brief
        linkages:
          science: {require: season = summer implies quota <= 60, because: The treaty, source: brief}
          goodwill: {when: season = closed and quota <= 20, adds: {isle: -5}, because: The plant}
        decision:
          required: [coast, isle]
          atLeast: 1
          of: [union]
          source: brief
        scenarios:
          collapse:
            kind: world
            title: The stock collapses
            when: quota >= 60
            probability: [0.1, 0.3]
            exclusive: stock
            changes: {outside: {coast: -30}, noDeal: {quota: 0}, salience: {isle: {season: high}}}
            consequences:
              - {text: The plant closes, parties: [isle], source: brief}
            source: brief
          holds: {kind: world, title: It holds, probability: 0.8, exclusive: stock}
          after: {kind: after-deal, title: Cheating}
        record:
          answer: {date: 2025-08-01, party: isle, act: accepts-if, package: middle, condition: quota >= 40, source: brief}
          remark: {date: 2025-08-02, party: coast, act: rejects, issue: season, source: brief}
        packages:
          first: {title: First, choices: {season: open}}
          middle:
            title: Middle
            basedOn: first
            source: brief
            choices: {season: summer, quota: [20, 40]}
            schedule:
              - {id: survey, title: Survey, party: coast, at: 0, source: brief}
              - {id: tranche, title: Tranche, party: isle, at: 3, delivers: {quota: 0.5}, snapbackBy: coast, veto: [union]}
            text: {season: Summer only.}

        """
}

@Suite("The check of a workspace: names")
struct NameCheckTests {
    @Test("the workspace that the others break is sound")
    func base() throws { #expect(try BrokenWorkspace.check(BrokenWorkspace.base).map(\.text) == []) }

    @Test(
        arguments: [
            ("role: constituency, represents: coast}", "role: constituency, represents: ‸coats}"),
            ("members: [coast, isle]", "members: [coast, isle, ‸isl]"),
            ("decision: {atLeast: 2, of: [coast, isle], ", "decision: {required: [‸coas], atLeast: 2, of: [coast, isle], "),
            ("controlledBy: [coast]", "controlledBy: [‸coats]"),
            ("close-ports: {party: coast,", "close-ports: {party: ‸caost,"),
            ("isle: {stance: {0: 0,", "‸isla: {stance: {0: 0,"),
            ("needs: [union]", "needs: [‸unoin]"),
            ("adds: {isle: -5}", "adds: {‸islle: -5}"),
            ("required: [coast, isle]", "required: [coast, ‸isel]"),
            ("atLeast: 1\n  of: [union]", "atLeast: 1\n  of: [‸unions]"),
            ("outside: {coast: -30}", "outside: {‸coasts: -30}"),
            ("salience: {isle: {", "salience: {‸iisle: {"),
            ("parties: [isle]", "parties: [‸isl]"),
            ("party: isle, act", "party: ‸ilse, act"),
            ("party: coast, at: 0", "party: ‸coats, at: 0"),
            ("snapbackBy: coast", "snapbackBy: ‸coat"),
            ("veto: [union]", "veto: [‸uinon]"),
        ])
    func parties(old: String, new: String) throws { try BrokenWorkspace("unknown-id", old, new, "did you mean “").test() }

    @Test(
        arguments: [
            ("noDeal: {quota: 0}", "noDeal: {‸qouta: 0}"),
            ("salience: {isle: {season: high}}", "salience: {isle: {‸seasons: high}}"),
            ("issue: season", "issue: ‸saeson"),
            ("choices: {season: open}}", "choices: {‸seson: open}}"),
            ("delivers: {quota: 0.5}", "delivers: {‸quotas: 0.5}"),
            ("text: {season: Summer only.}", "text: {‸seazon: Summer only.}"),
            ("predicate: quota <= 40", "predicate: ‸quotta <= 40"),
            ("predicate: season = open", "predicate: not ‸seasn = open"),
            ("require: season = summer implies", "require: season = summer or ‸sesaon = open implies"),
            ("when: quota >= 60", "when: \"‸quoat >= 60\""),
            ("condition: quota >= 40", "condition: ‸quot >= 40"),
        ])
    func issues(old: String, new: String) throws { try BrokenWorkspace("unknown-id", old, new, "did you mean “").test() }

    @Test(
        arguments: [
            ("from: [summer, open]", "from: [summer, ‸opne]", "“open”"),
            ("to: closed, source", "to: ‸close, source", "“closed”"),
            ("stance: {closed: prefers, ", "stance: {‸cosed: prefers, ", "“closed”"),
            ("assessed: {stance: {open: 0.1, ", "assessed: {stance: {‸opn: 0.1, ", "“open”"),
            ("isle: {stance: {0: 0,", "isle: {stance: {‸3: 0,", "nearest is 5"),
            ("isle: {stance: {0: 0,", "isle: {stance: {‸none: 0,", "0 to 100 in steps of 5"),
            ("choices: {season: open, quota: 80}", "choices: {season: ‸opened, quota: 80}", "“open”"),
            ("choices: {season: open, quota: 80}", "choices: {season: open, quota: ‸-5}", "nearest is 0"),
            ("choices: {season: open, quota: 80}", "choices: {season: ‸left-out, quota: 80}", "closed, summer, open"),
            ("noDeal: {quota: 0}", "noDeal: {quota: ‸1000}", "nearest is 100"),
            ("choices: {season: open}}", "choices: {season: ‸opem}}", "“open”"),
            ("quota: [20, 40]}", "quota: [20, ‸42]}", "nearest is 40"),
            ("predicate: season = open", "predicate: season = ‸opan", "“open”"),
            ("predicate: season = open", "predicate: \"season in [open, ‸clsed]\"", "“closed”"),
            ("predicate: quota <= 40", "predicate: quota != ‸41", "nearest is 40"),
            ("basedOn: first", "basedOn: ‸frist", "“first”"),
            ("package: middle", "package: ‸midle", "“middle”"),
        ])
    func optionsAndPackages(old: String, new: String, hint: String) throws {
        try BrokenWorkspace("unknown-id", old, new, hint).test()
    }

    @Test(
        arguments: [
            ("    source: brief#fish", "    source: ‸breif#fish", "“brief”"),
            ("    source: brief#fish", "    source: brief#‸fsh", "“fish”"),
            ("    source: brief#fish", "    source: bare#‸law", "sections: {law:"),
            ("reservationSource: bare", "reservationSource: ‸bar", "“bare”"),
            ("weight: 10, source: brief", "weight: 10, source: ‸brif", "“brief”"),
            ("firmness: firm, source: brief", "firmness: firm, source: ‸briefs", "“brief”"),
            ("points: -5, source: brief", "points: -5, source: ‸bried", "“brief”"),
            ("of: [coast, isle], source: brief", "of: [coast, isle], source: ‸brie", "“brief”"),
            ("title: Season\n    source: brief", "title: Season\n    source: ‸rief", "“brief”"),
            ("gear: none}, source: brief", "gear: none}, source: ‸brie", "“brief”"),
            ("to: closed, source: brief", "to: closed, source: ‸brie", "“brief”"),
            ("salience: vital\n        source: brief", "salience: vital\n        source: ‸brie", "“brief”"),
            ("salience: high, source: brief", "salience: high, source: ‸brie", "“brief”"),
            ("quota: 80}\n  source: brief", "quota: 80}\n  source: ‸brie", "“brief”"),
            ("because: The treaty, source: brief", "because: The treaty, source: ‸brie", "“brief”"),
            ("  of: [union]\n  source: brief", "  of: [union]\n  source: ‸brie", "“brief”"),
            (
                "parties: [isle], source: brief}\n    source: brief", "parties: [isle], source: brief}\n    source: ‸brie",
                "“brief”"
            ),
            ("parties: [isle], source: brief", "parties: [isle], source: ‸brie", "“brief”"),
            ("condition: quota >= 40, source: brief", "condition: quota >= 40, source: ‸brie", "“brief”"),
            ("basedOn: first\n    source: brief", "basedOn: first\n    source: ‸brie", "“brief”"),
            ("at: 0, source: brief", "at: 0, source: ‸brie", "“brief”"),
        ])
    func sources(old: String, new: String, hint: String) throws { try BrokenWorkspace("unknown-id", old, new, hint).test() }

    @Test(
        arguments: [
            ("unknown-word", "stance: {closed: prefers, ", "stance: {closed: ‸perfers, ", "“prefers”"),
            ("unknown-word", "summer: likes}", "summer: ‸like}", "“likes”"),
            ("unknown-word", "salience: vital", "salience: ‸vitall", "“vital”"),
            ("unknown-word", "summer: likes}, salience: high", "summer: likes}, salience: ‸hihg", "“high”"),
            ("unknown-word", "salience: {isle: {season: high}}", "salience: {isle: {season: ‸red-line}}", "known: vital"),
            ("reserved-word", "stance: {likes: 0.8}", "stance: {likes: 0.8, ‸red-line: 0}", "opposes"),
        ])
    func words(code: String, old: String, new: String, hint: String) throws { try BrokenWorkspace(code, old, new, hint).test() }

    @Test(
        arguments: [
            ("unknown-attribute", "season.‸month >= 1", "“months”"),
            ("unknown-attribute", "quota.‸unit = tonnes", "quota >="),
            ("unknown-value", "season.gear = ‸net", "“nets”"),
            ("unknown-value", "\"season.months in [3, ‸4]\"", "known: 0, 3"),
            ("unknown-value", "season.pilot = ‸false", "true"),
            ("no-order", "not ‸season > open", "season in ["),
            ("no-order", "‸season.gear < 3", "use = or in"),
            ("wrong-type", "quota >= ‸many", "write a number"),
            ("wrong-type", "season.months >= ‸many", "write a number"),
        ])
    func conditions(code: String, condition: String, hint: String) throws {
        try BrokenWorkspace(code, "predicate: season = open", "predicate: \(condition)", hint).test()
    }

    @Test("a fault behind a quotation mark, and one in a text laid out over lines")
    func columns() throws {
        try BrokenWorkspace("unknown-id", "predicate: season = open", "predicate: 'season = ‸opn'", "“open”").test()
        try BrokenWorkspace(
            "unknown-id", "    when: quota >= 60", "    when: ‸>-\n      quota >= 60 or\n      season = opn", "“open”"
        ).test()
    }

    @Test("what is wrong many times is told two hundred times, errors first, and the rest is counted")
    func cap() throws {
        let more = (0..<500).map {
            "  p\($0): {name: P, role: mediator, source: none, agenda: {g: {title: G, predicate: quota >= 0}}}\n"
        }
        let findings = try BrokenWorkspace.check(
            BrokenWorkspace.base.split(separator: "issues:\n").joined(separator: more.joined() + "issues:\n"))
        #expect(findings.count == 201)
        #expect(findings.dropLast().allSatisfy { $0.code == "unknown-id" })
        #expect(findings.last?.code == Diagnostic.moreCode)
        #expect(findings.last?.severity == .error)
        #expect(findings.last?.message == "and 300 more errors and 500 more warnings")
    }
}
