import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, publics that are none, words that nobody
/// has explained, shares of more than everybody, dates that run backwards.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: OpinionSection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<OpinionSection>) {
        workspace = theCase.workspace
        section = theCase.section ?? OpinionSection()
        place = theCase.place
        for (name, word) in section.words { cite(word.source, at: place / "words" / name / "source") }
        for (name, poll) in section.polls { check(name, poll, at: place / "polls" / name) }
        for (name, narrative) in section.narratives { check(name, narrative, at: place / "narratives" / name) }
        for (name, trend) in section.trends { check(name, trend, at: place / "trends" / name) }
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Polls

    private mutating func check(_ name: String, _ poll: Poll, at here: Pointer) {
        check(constituency: poll.constituency, at: here / "public")
        stated(name, reported: poll.reported, hasFigures: poll.figures != nil, "figures", at: here)
        if let predicate = poll.concerns {
            for fault in workspace.faults(of: predicate) {
                found.append(
                    Diagnostic(
                        code: fault.code, fault.message, hint: fault.hint, pointer: here / "concerns", offset: fault.offset))
            }
        } else {
            warn(
                "no-package", "nothing says which packages “\(name)” is about, so it bears on none",
                "add concerns: and a condition on packages", at: here, .key)
        }
        if let figures = poll.figures { check(figures, at: here / "figures") }
        cite(poll.source, at: here / "source")
    }

    private mutating func check(_ figures: PollFigures, at here: Pointer) {
        let total = figures.share.values.reduce(Number.zero) { $0 + $1.low }
        if total > 1 {
            fail(
                "over-one", "the shares of the answers add up to \(total), more than everybody",
                "they are parts of one; where published shares are rounded, write each as the range that it may stand for",
                at: here / "share", .key)
        }
        for (index, answer) in figures.agree.enumerated() {
            let at = figures.agree == PollFigures.standardAgree ? here / "share" : here / "agree" / index
            if figures.share[answer] == nil {
                fail(
                    "unknown-answer", "“\(answer)” is to count as a yes and is not among the answers",
                    "write which of the answers say yes to the question: agree: [\(figures.share.keys.joined(separator: ", "))]",
                    at: at)
            }
            once(answer, figures.agree.firstIndex(of: answer) == index, at: at)
        }
        if figures.agree.isEmpty {
            fail(
                "unknown-answer", "no answer counts as a yes", "write which of the answers say yes to the question",
                at: here / "agree")
        }
        past(figures.date, at: here / "date")
        cite(figures.beyondSampling?.source, at: here / "beyondSampling" / "source")
    }

    // MARK: Narratives

    private mutating func check(_ name: String, _ narrative: Narrative, at here: Pointer) {
        let isKnown = workspace.parties[narrative.leader] != nil
        if !isKnown { unknown(narrative.leader.text, workspace.parties.keys.map(\.text), "party", at: here / "leader") }
        if check(constituency: narrative.constituency, at: here / "public"), isKnown,
            let represented = workspace.parties[narrative.constituency]?.represents, represented != narrative.leader
        {
            let own = workspace.parties.filter { $0.value.represents == narrative.leader }.keys.map(\.text)
            fail(
                "wrong-public",
                "“\(narrative.constituency)” is the public of “\(represented)”, and does not bound “\(narrative.leader)”",
                own.isEmpty
                    ? "add a constituency that represents “\(narrative.leader)”"
                    : "the public of “\(narrative.leader)”: \(own.joined(separator: ", "))", at: here / "public")
        }
        for (index, issue) in narrative.bounds.enumerated() {
            if workspace.issues[issue] == nil {
                unknown(issue.text, workspace.issues.keys.map(\.text), "issue", at: here / "bounds" / index)
            }
            once(issue.text, narrative.bounds.firstIndex(of: issue) == index, at: here / "bounds" / index)
        }
        cite(narrative.estimates, at: here / "estimates")
        cite(narrative.source, at: here / "source")
    }

    // MARK: Trends

    private mutating func check(_ name: String, _ trend: Trend, at here: Pointer) {
        check(constituency: trend.constituency, at: here / "public")
        if let poll = trend.poll {
            if section.polls[poll] == nil {
                unknown(poll, Array(section.polls.keys), "poll", at: here / "poll")
            } else if let asked = section.polls[poll]?.constituency, asked != trend.constituency {
                fail(
                    "wrong-public", "“\(poll)” is a poll of “\(asked)”, and this series is of “\(trend.constituency)”",
                    "name a poll of the same public, or correct one of the two", at: here / "poll")
            }
        }
        if trend.series.count < 2 {
            fail(
                "too-short", "“\(name)” has \(Phrase.count(trend.series.count, "point")), and a change takes two",
                "add another date on which the same was asked, or make it a poll", at: here / "series")
        }
        for (index, point) in trend.series.enumerated() {
            let at = here / "series" / index
            stated("point \(index + 1)", reported: point.reported, hasFigures: point.share != nil, "share", at: at)
            if point.share != nil && point.sample == nil {
                fail(
                    "no-sample", "a share without a sample says nothing of how sure it is",
                    "add sample: how many people answered; or write reported: and a word", at: at / "share")
            }
            if point.share == nil, point.sample != nil || point.margin != nil {
                fail("no-share", "there is a sample and no share", "add share: the share that said yes", at: at, .key)
            }
            past(point.date, at: at / "date")
            cite(point.source, at: at / "source")
        }
        for (index, pair) in zip(trend.series, trend.series.dropFirst()).enumerated()
        where isLater(pair.0.date, than: pair.1.date) {
            fail(
                "out-of-order", "\(pair.1.date) stands after \(pair.0.date)", "list the series from the first date to the last",
                at: here / "series" / (index + 1) / "date")
        }
    }

    // MARK: What both have

    /// A word or figures, and not both.
    private mutating func stated(_ name: String, reported: String?, hasFigures: Bool, _ key: String, at here: Pointer) {
        if reported != nil && hasFigures {
            fail("two-forms", "“\(name)” has both “reported” and “\(key)”", "keep one of them", at: here / "reported", .key)
        }
        guard let word = reported else {
            guard !hasFigures else { return }
            fail(
                "no-share", "nothing says how many say yes to “\(name)”",
                "add reported: and a word of this section, or \(key)", at: here, .key)
            return
        }
        guard section.words[word] == nil else { return }
        fail(
            "unknown-word", "“\(word)” is not among the words of this section",
            section.words.isEmpty
                ? "add it, with the share that it may stand for: modules.opinion.words: {\(word): {share: [low, high]}}"
                : Suggestion.hint(for: word, among: Array(section.words.keys), kind: "word"), at: here / "reported")
    }

    /// Nobody was asked after the day on which the case is described.
    private mutating func past(_ date: String, at here: Pointer) {
        guard let asOf = workspace.asOf, isLater(date, than: asOf) else { return }
        fail(
            "out-of-order", "people were asked on \(date), after the day on which the case is described (\(asOf))",
            "correct “date”, or the workspace's “asOf”", at: here)
    }

    /// Whether one date lies after another whatever a shorter one leaves open. Dates are ISO 8601, so text compares as time does.
    private func isLater(_ date: String, than other: String) -> Bool {
        date.prefix(other.count) > other.prefix(date.count)
    }

    @discardableResult
    private mutating func check(constituency id: ID<Party>, at here: Pointer) -> Bool {
        let publics = workspace.parties.filter { $0.value.role == .constituency }.keys.map(\.text)
        guard let party = workspace.parties[id] else {
            unknown(id.text, publics.isEmpty ? workspace.parties.keys.map(\.text) : publics, "public", at: here)
            return false
        }
        guard party.role != .constituency else { return true }
        fail(
            "no-public", "“\(id)” is a \(party.role.rawValue) and no public",
            publics.isEmpty
                ? "add a party of role constituency that represents “\(id)”"
                : "publics here: \(publics.joined(separator: ", "))", at: here)
        return false
    }

    private mutating func once(_ id: String, _ isFirst: Bool, at here: Pointer) {
        if !isFirst { fail("duplicate-id", "“\(id)” is listed twice", "keep it once", at: here) }
    }
}
