import PluginKit

/// One question whether two parts of a ceasefire fit together, answered for one way of settling them.
struct CeasefireCheck {
    enum Answer: Hashable {
        /// The question does not arise.
        case none
        case sound(String, detail: String? = nil)
        case fault(Finding.Kind, String, detail: String)
    }

    var id: String
    /// The issues that decide it.
    var issues: [ID<Issue>]
    /// The attributes that it looks at.
    var attributes: [String]
    var answer: (CeasefireParts.Branch) -> Answer

    private init(
        _ id: String, _ roles: [Role], _ parts: CeasefireParts, _ attributes: [String],
        _ answer: @escaping (CeasefireParts.Branch) -> Answer
    ) {
        self.id = id
        issues = roles.compactMap { parts.roles[$0] }.filter { parts.parts[$0] != nil }
        self.attributes = attributes
        self.answer = answer
    }

    /// Every check, in the order in which somebody would go through a text.
    static func all(_ parts: CeasefireParts) -> [CeasefireCheck] {
        [
            CeasefireCheck("terms", [.terms], parts, [Attribute.agreed, Attribute.timing, Attribute.condition], terms),
            CeasefireCheck("supervision", [.terms, .monitoring], parts, [Attribute.supervision, Attribute.body]) {
                supervision($0, parts)
            },
            CeasefireCheck(
                "watch", [.terms, .monitoring], parts, [Attribute.agreed, Attribute.body, Attribute.impartial], watch),
            CeasefireCheck(
                "certifier", [.terms, .monitoring], parts, [Attribute.condition, Attribute.body, Attribute.impartial], certifier),
            CeasefireCheck("mandate", [.monitoring, .endorsement], parts, [Attribute.mandate, Attribute.endorsedBy]) {
                mandate($0, parts)
            },
            CeasefireCheck(
                "line", [.terms, .line, .monitoring], parts, [Attribute.moves, Attribute.zone, Attribute.body], line),
            CeasefireCheck(
                "withdrawal", [.withdrawal, .monitoring], parts,
                [Attribute.extent, Attribute.verified, Attribute.body, Attribute.impartial], withdrawal),
            CeasefireCheck(
                "enforcement", [.terms, .enforcement, .monitoring], parts,
                [Attribute.finding, Attribute.consequence, Attribute.veto, Attribute.body], enforcement),
            status(parts),
        ].filter { !$0.issues.isEmpty }
    }

    // MARK: The shooting stops

    private static func terms(_ branch: CeasefireParts.Branch) -> Answer {
        guard let terms = branch[.terms] else { return .none }
        if terms.flag(Attribute.agreed) == false {
            return .fault(
                .missing, "Nobody undertakes to cease fire",
                detail:
                    "A line, a withdrawal and their verification rest on a ceasefire; without one they hold as long as it suits.")
        }
        let condition = terms.word(Attribute.condition) ?? Word.none
        switch (condition, terms.word(Attribute.timing)) {
        case (Word.none, Word.phased?):
            return .fault(
                .fragile, "The ceasefire comes by stages, and nothing says when the next stage begins",
                detail: "Each side can hold up the next stage. Name benchmarks, or days.")
        case (Word.none, _): return .sound("The ceasefire waits for nothing but its date")
        case (Word.benchmarks, _): return .none
        default:
            return .fault(
                .fragile,
                "The ceasefire waits for something outside itself: \(condition.split(separator: "-").joined(separator: " "))",
                detail:
                    "Whoever has to bring that about, and whoever judges whether it has come about, can hold up the ceasefire.")
        }
    }

    /// The terms name a supervisor; the body that monitors should be it. A body's id may go on behind the word: `un`, `un-mission`.
    private static func supervision(_ branch: CeasefireParts.Branch, _ parts: CeasefireParts) -> Answer {
        guard let word = branch[.terms]?.word(Attribute.supervision), ![Word.none, Word.agreedBody].contains(word),
            let issue = parts.roles.monitoring, let option = branch.options[issue], let monitoring = branch[.monitoring]
        else { return .none }
        let names = [option.text, monitoring.word(Attribute.body)].compactMap { $0 }
        if names.contains(where: { $0 == word || $0.hasPrefix("\(word)-") }) {
            return .sound("Whom the terms name as supervisor is who monitors")
        }
        let named = parts.workspace.reading(of: word)
        return .fault(
            .blocks, "The terms of the ceasefire name one supervisor, and another body or nobody monitors",
            detail:
                "They name “\(named)”; on \(parts.title(issue)) the package says “\(monitoring.title)”. One of the two has to give way."
        )
    }

    private static func watch(_ branch: CeasefireParts.Branch) -> Answer {
        guard branch[.terms]?.flag(Attribute.agreed) == true, let monitoring = branch[.monitoring] else { return .none }
        if branch.isNone(.monitoring, Attribute.body) {
            return .fault(
                .missing, "Nobody watches whether the ceasefire is kept",
                detail: "Who fired first is then one side's word against the other's, and no breach can be told from a pretext.")
        }
        if monitoring.flag(Attribute.impartial) == false {
            return .fault(
                .fragile, "The ceasefire is watched by those who are to keep it",
                detail: "“\(monitoring.title)” finds a breach only when the side that committed it agrees.")
        }
        return .sound("Somebody other than the two sides watches whether the ceasefire is kept")
    }

    private static func certifier(_ branch: CeasefireParts.Branch) -> Answer {
        guard branch[.terms]?.flag(Attribute.agreed) == true, branch[.terms]?.word(Attribute.condition) == Word.benchmarks,
            let monitoring = branch[.monitoring]
        else { return .none }
        if branch.isNone(.monitoring, Attribute.body) {
            return .fault(
                .blocks, "Stages begin when benchmarks are certified, and nobody certifies them",
                detail: "The first stage that is in doubt is then the last.")
        }
        if monitoring.flag(Attribute.impartial) == false {
            return .fault(
                .fragile, "Either side can withhold the certificate on which the next stage waits",
                detail: "“\(monitoring.title)” certifies only what both sides agree on.")
        }
        return .sound("The benchmarks of the stages have somebody to certify them")
    }

    // MARK: What holds it up

    /// A body whose mandate comes from whoever may endorse the agreement has it only when that one does.
    private static func mandate(_ branch: CeasefireParts.Branch, _ parts: CeasefireParts) -> Answer {
        guard let issue = parts.roles.endorsement, let monitoring = branch[.monitoring], let endorsement = branch[.endorsement],
            let mandate = monitoring.word(Attribute.mandate), mandate != Word.none,
            parts.workspace.issues[issue]?.options.values.contains(where: { $0.word(Attribute.endorsedBy) == mandate }) == true
        else { return .none }
        if endorsement.word(Attribute.endorsedBy) == mandate {
            return .sound("Whoever monitors has its mandate from the endorsement")
        }
        return .fault(
            .blocks, "The body that monitors has no mandate",
            detail:
                "“\(monitoring.title)” takes one from “\(parts.workspace.reading(of: mandate))”; the package says “\(endorsement.title)”."
        )
    }

    private static func line(_ branch: CeasefireParts.Branch) -> Answer {
        guard branch[.terms]?.flag(Attribute.agreed) != false, let line = branch[.line] else { return .none }
        let moves = (line.word(Attribute.moves) ?? Word.none) != Word.none
        let zone = (line.word(Attribute.zone) ?? Word.none) != Word.none
        guard moves || zone else {
            return .fault(
                .fragile, "The forces stay in contact: nobody moves, and no zone lies between them",
                detail: "Incidents are likely, and each can be taken for a breach.")
        }
        if branch[.monitoring] != nil, branch.isNone(.monitoring, Attribute.body) {
            return .fault(
                .missing, "Forces move to a line that nobody watches",
                detail: "Whoever moves first gives up ground, and cannot show whether the other side has moved.")
        }
        return zone
            ? .sound("A zone between the forces keeps them apart")
            : .fault(
                .fragile, "The forces move, and no zone is kept between them",
                detail: "At the new line they stand as close as at the old one.")
    }

    private static func withdrawal(_ branch: CeasefireParts.Branch) -> Answer {
        guard let withdrawal = branch[.withdrawal], let extent = withdrawal.word(Attribute.extent), extent != Word.none else {
            return .none
        }
        guard withdrawal.flag(Attribute.verified) == true else {
            return .fault(
                .missing, "Forces are to withdraw, and nobody is asked to verify it",
                detail: "“\(withdrawal.title)” is taken on trust; what is given in return is given against a promise.")
        }
        guard let monitoring = branch[.monitoring] else { return .none }
        if branch.isNone(.monitoring, Attribute.body) {
            return .fault(
                .blocks, "The withdrawal is to be verified, and there is nobody to verify it",
                detail: "Name a body, or take the verification out of the text.")
        }
        if monitoring.flag(Attribute.impartial) == false {
            return .fault(
                .fragile, "The withdrawal is verified by those who withdraw",
                detail: "“\(monitoring.title)” finds only what both sides agree on.")
        }
        return .sound("The withdrawal has somebody to verify it")
    }

    private static func enforcement(_ branch: CeasefireParts.Branch) -> Answer {
        guard branch[.terms]?.flag(Attribute.agreed) != false, let enforcement = branch[.enforcement] else { return .none }
        if branch.isNone(.enforcement, Attribute.consequence) {
            return .fault(
                .missing, "A breach has no consequence",
                detail: "Keeping the ceasefire then costs more than breaking it, for whoever gains by that.")
        }
        if enforcement.word(Attribute.finding) == "monitoring-body", branch[.monitoring] != nil,
            branch.isNone(.monitoring, Attribute.body)
        {
            return .fault(
                .blocks, "A breach is to be found by the monitoring body, and there is none",
                detail: "What “\(enforcement.title)” provides for can never begin.")
        }
        let veto = enforcement.word(Attribute.veto) ?? Word.none
        switch enforcement.word(Attribute.consequence) {
        case _ where veto != Word.none, "agreed"?:
            return .fault(
                .fragile, "Whoever broke the ceasefire has a say in what follows",
                detail: "By “\(enforcement.title)” the consequence has to be agreed, and can be stopped.")
        case "recommended"?:
            return .fault(
                .fragile, "A breach is found, and what follows is only recommended",
                detail: "Under “\(enforcement.title)” nobody has to act on what is found.")
        default: return .sound("A breach has a consequence that neither side can stop")
        }
    }

    /// Whether each region has a status, or an agreed way to one.
    private static func status(_ parts: CeasefireParts) -> CeasefireCheck {
        let issues = parts.roles.status.filter { parts.parts[$0] != nil }
        var check = CeasefireCheck("status", [], parts, [Dimension.title.rawValue]) { branch in
            let undecided = issues.filter { branch.option($0)?.word(.title) == Word.disputed }
            let deferred = issues.filter { branch.option($0)?.word(.title) == Word.deferred }
            let names = { (issues: [ID<Issue>]) in Phrase.list(issues.map(parts.title)) }
            guard issues.allSatisfy({ branch.option($0)?.word(.title) != nil }) else { return .none }
            guard undecided.isEmpty else {
                return .fault(
                    undecided.count == issues.count ? .missing : .fragile,
                    undecided.count == issues.count && issues.count > 1
                        ? "No region has a status, or an agreed way to one"
                        : "No way to a status is agreed for \(names(undecided))",
                    detail:
                        "The title is left undecided and nobody undertakes to settle it, so the ceasefire has nothing to lead to."
                )
            }
            return .sound(
                deferred.isEmpty ? "The status of every region is settled" : "Every region has a status or an agreed way to one",
                detail: deferred.isEmpty ? nil : "Still to be settled as agreed: \(names(deferred)).")
        }
        check.issues = issues
        return check
    }
}
