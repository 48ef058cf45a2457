import PluginKit

/// How packages come out with the options of a region put into them one by one.
struct SwapTable {
    /// People cannot read more columns.
    private static let columnLimit = 12

    private let questions: [StatusPathsReport.Question]
    /// Per question, per swap; shorter when fewer answers came.
    private let outcomes: [[PackageOutcome]]

    init(_ questions: [StatusPathsReport.Question], _ outcomes: [PackageOutcome]) {
        self.questions = questions
        var rest = outcomes[...]
        self.outcomes = questions.map { question in
            defer { rest = rest.dropFirst(question.swaps.count) }
            return Array(rest.prefix(question.swaps.count))
        }
    }

    private func outcome(_ question: Int, _ region: Int, _ option: ID<Option>) -> PackageOutcome? {
        zip(questions[question].swaps, outcomes[question]).first { $0.0.region == region && $0.0.option == option }?.1
    }

    /// The options that come out so in at least one package.
    func options(of region: Int, _ account: RegionAccount, _ matching: (PackageOutcome.Agreement) -> Bool) -> [ID<Option>] {
        account.options.filter { option in
            questions.indices.contains { outcome($0, region, option).map { matching($0.agreement) } ?? false }
        }
    }

    func table(of region: Int, _ account: RegionAccount, _ reading: Reading, _ workspace: Workspace) -> Table? {
        guard !questions.isEmpty else { return nil }
        let shown = questions.indices.prefix(Self.columnLimit)
        let more =
            questions.count > shown.count ? " \(questions.count - shown.count) more packages were tried and are not shown." : ""
        return Table(
            id: "swaps/\(account.name)", title: "\(account.title): each option put into each package, \(reading.phrase)",
            columns: [.init("option", "Option")] + shown.map { .init(questions[$0].package.text, questions[$0].title) },
            rows: account.options.map { option in
                [.name(account.title(option), id: option.text)]
                    + shown.map { place in
                        guard let outcome = outcome(place, region, option) else { return .empty }
                        return cell(outcome, isOwn: isOwn(option, account, questions[place].package, workspace), workspace)
                    }
            },
            note: """
                Everything else in the package stays as it is. Certain and possible: whether all who must consent do, over all stated \
                ranges or within them; open: it depends on what the package leaves open; not possible: a requirement is broken. An \
                asterisk marks what the package says itself.\(more)
                """)
    }

    private func isOwn(_ option: ID<Option>, _ account: RegionAccount, _ package: ID<Package>, _ workspace: Workspace) -> Bool {
        switch workspace.packages[package]?.choices[account.region.issue] {
        case .option(let own)?: own == option
        case .disputed(let own)?: own.contains(option)
        case .leftOut?: workspace.noDeal?.choices[account.region.issue] == option
        case nil: false
        }
    }

    private func cell(_ outcome: PackageOutcome, isOwn: Bool, _ workspace: Workspace) -> Cell {
        let mark = isOwn ? " *" : ""
        switch outcome.agreement {
        case .certain: return .verdict("certain\(mark)", .good)
        case .possible: return .verdict("possible\(mark)", .warning)
        case .unknown: return .verdict("open\(mark)", .neutral)
        case .infeasible: return .verdict("not possible\(mark)", .bad)
        case .excluded:
            let names = outcome.parties.filter { $0.required == .yes && $0.verdict == .excluded }.map {
                workspace.parties[$0.party]?.name ?? $0.party.text
            }
            return .verdict("\(names.isEmpty ? "excluded" : "excluded by \(Phrase.brief(names, most: 3))")\(mark)", .bad)
        }
    }

    /// In which packages which options could stand.
    func finding(of region: Int, _ account: RegionAccount, _ reading: Reading, _ workspace: Workspace) -> Finding? {
        guard !questions.isEmpty else { return nil }
        let certain = options(of: region, account) { $0 == .certain }
        let agreed = options(of: region, account) { $0 == .certain || $0 == .possible }
        let open = options(of: region, account) { $0 == .unknown }
        var finding = Finding(
            certain.isEmpty ? .note : .strong, id: "swaps/\(account.name)",
            agreed.isEmpty
                ? "Put into the workspace's packages, no option of \(account.title) comes out certain or possible, \(reading.phrase)"
                : """
                Put into the workspace's packages, \(Phrase.count(agreed.count, "option")) of \(account.title) \
                \(Phrase.verb(agreed.count, "comes", "come")) out certain or possible, \(reading.phrase): \(account.quoted(agreed))
                """,
            detail: detail(region, account, open))
        finding.issues = [account.region.issue]
        for question in questions {
            guard let package = workspace.packages[question.package] else { continue }
            let here: Pointer = ["packages", question.package.text]
            let place = here / "choices" / account.region.issue.text
            let isNamed = package.choices[account.region.issue] != nil
            finding.evidence.append(
                Evidence(
                    isNamed ? place : here, text: "“\(package.title)”, with \(account.title) replaced", source: package.source))
        }
        return finding
    }

    private func detail(_ region: Int, _ account: RegionAccount, _ open: [ID<Option>]) -> String {
        let parts = questions.indices.compactMap { place -> String? in
            let words: [(String, PackageOutcome.Agreement)] = [
                ("certain", .certain), ("possible", .possible), ("open", .unknown),
            ]
            let found = words.compactMap { word, agreement -> String? in
                let options = account.options.filter { outcome(place, region, $0)?.agreement == agreement }
                return options.isEmpty ? nil : "\(word): \(account.quoted(options))"
            }
            return found.isEmpty ? nil : "In \(Phrase.quoted(questions[place].title)) \(found.joined(separator: "; "))."
        }
        let rest = open.isEmpty ? "" : " Open means that it depends on what the package leaves open."
        return parts.isEmpty
            ? "In each, somebody who must consent excludes it, or a requirement is broken." : parts.joined(separator: " ") + rest
    }
}
