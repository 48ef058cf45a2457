import PluginKit

extension Explainer {
    /// What people answered, with its figures or the range of its word. Whose reading of a word it is stands apart from where
    /// the word was reported.
    mutating func evidence(_ poll: Poll, _ id: String, in section: OpinionSection, at place: Pointer) -> [Evidence] {
        let here = place / "polls" / id
        let asked = "asked “\(poll.question)”, \(name(poll.constituency)):"
        guard let figures = poll.figures else {
            let word = poll.reported ?? ""
            return [evidence(here, "\(asked) \(word) say yes; no figures are reported", poll.source)]
                + evidence(word: word, in: section, at: place)
        }
        var all = [
            evidence(
                here, at: here / "figures",
                "\(asked) \(Percent.words(figures.agreeing)) of \(figures.sample) say yes, \(figures.date)", poll.source)
        ]
        if let beyond = figures.beyondSampling {
            all.append(
                evidence(
                    here / "figures" / "beyondSampling",
                    "allowed for beyond sampling: \(Percent.words(beyond.margin)) either way", beyond.source))
        }
        return all
    }

    mutating func evidence(word: String, in section: OpinionSection, at place: Pointer) -> [Evidence] {
        guard let meaning = section.words[word] else { return [] }
        return [
            evidence(place / "words" / word, "“\(word)” may stand for \(Percent.words(meaning.share))", meaning.source)
        ]
    }

    /// What was answered, in a few words: `high (55–85 %)`, `49–55 %`.
    func said(_ poll: Poll, in section: OpinionSection) -> String {
        let range = Percent.words(section.estimate(poll).share)
        return poll.reported.map { "“\($0)”, \(range)" } ?? range
    }
}
