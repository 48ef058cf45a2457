import PluginKit

/// What the form of the section cannot see: names that mean nothing in this workspace, dates out of order, features that an
/// agreement is said both to have and to lack, and conditions that tell no package from another.
package struct SectionCheck: SectionChecking {
    package let workspace: Workspace
    private let section: HistorySection
    private let place: Pointer
    package var found: [Diagnostic] = []

    package init(_ theCase: ModuleCase<HistorySection>) {
        workspace = theCase.workspace
        section = theCase.section ?? HistorySection()
        place = theCase.place
        checkLessons()
        checkTimeline()
        checkFeatures()
        checkPrecedents()
    }

    package func faults() -> [Diagnostic] { found }

    // MARK: Subjects

    private mutating func checkLessons() {
        for (name, lesson) in section.lessons {
            let here = place / "lessons" / name
            said(lesson.title, "title", "write the lesson in a few words", at: here)
            said(lesson.claim, "claim", "write what the source says, in a sentence", at: here)
            if let remedy = lesson.remedy { said(remedy, "remedy", "write what would help, or leave the key out", at: here) }
            check(lesson.passes, at: here / "passes")
            cite(lesson.test, at: here / "test")
            cite(lesson.source, at: here / "source")
        }
    }

    private mutating func checkTimeline() {
        let today = workspace.asOf.flatMap { Span($0) }
        for (name, phase) in section.timeline {
            let here = place / "timeline" / name
            said(phase.text, "text", "write what the phase was, in a sentence", at: here)
            let (from, to) = (Span(phase.from), phase.to.flatMap { Span($0) })
            if let from, let to, to.isBefore(from) == .yes {
                fail(
                    "out-of-order", "“\(name)” ends (\(phase.to ?? "")) before it begins (\(phase.from))",
                    "correct “from” or “to”; leave “to” out while the phase goes on", at: here / "to")
            }
            if let from, let today, today.isBefore(from) == .yes {
                fail(
                    "out-of-order",
                    "“\(name)” begins on \(phase.from), after the day on which the case is described (\(workspace.asOf ?? ""))",
                    "correct “from”, or the workspace's “asOf”", at: here / "from")
            }
            if let to, let today, today.isBefore(to) == .yes {
                warn(
                    "future-end", "“\(name)” is said to end on \(phase.to ?? ""), after the day on which the case is described",
                    "leave “to” out while the phase goes on", at: here / "to")
            }
            cite(phase.estimates, at: here / "estimates")
            cite(phase.source, at: here / "source")
        }
    }

    private mutating func checkFeatures() {
        for (name, feature) in section.features {
            let here = place / "features" / name
            said(feature.title, "title", "write what the feature is, in a few words", at: here)
            check(feature.predicate, at: here / "predicate")
            if !section.precedents.isEmpty, !section.precedents.values.contains(where: { $0.listed.contains(name) }) {
                warn(
                    "compares-nothing", "no precedent says whether it had “\(name)”, so the feature compares nothing",
                    "name it under present, partly or absent of a precedent", at: here, .key)
            }
        }
    }

    private mutating func checkPrecedents() {
        let today = workspace.asOf.flatMap { Span($0) }
        for (name, precedent) in section.precedents {
            let here = place / "precedents" / name
            said(precedent.title, "title", "write what the agreement is called", at: here)
            said(precedent.became, "became", "write what became of it, in a sentence", at: here)
            if let date = Span(precedent.date), let today, today.isBefore(date) == .yes {
                fail(
                    "out-of-order",
                    "“\(name)” was concluded on \(precedent.date), after the day on which the case is described (\(workspace.asOf ?? ""))",
                    "correct “date”, or the workspace's “asOf”", at: here / "date")
            }
            var seen: OrderedDictionary<String, String> = [:]
            for (list, features) in precedent.lists {
                for (index, feature) in features.enumerated() {
                    let at = here / list / index
                    if section.features[feature] == nil { unknown(feature, Array(section.features.keys), "feature", at: at) }
                    guard let first = seen[feature] else {
                        seen[feature] = list
                        continue
                    }
                    if first == list {
                        fail("duplicate-id", "“\(feature)” is listed twice", "keep it once", at: at)
                    } else {
                        fail(
                            "contradiction", "“\(name)” lists “\(feature)” under both “\(first)” and “\(list)”",
                            "keep it in one list; what fits only in part stands under “partly”", at: at)
                    }
                }
            }
            if precedent.listed.isEmpty {
                warn(
                    "compares-nothing", "“\(name)” lists no features, so no package can be compared with it",
                    "add present, partly and absent", at: here, .key)
            }
            cite(precedent.estimates, at: here / "estimates")
            cite(precedent.source, at: here / "source")
        }
    }

    // MARK: Parts

    private mutating func said(_ text: String, _ key: String, _ hint: String, at here: Pointer) {
        guard text.allSatisfy(\.isWhitespace) else { return }
        fail("empty-text", "“\(key)” says nothing", hint, at: here / key)
    }

    /// A condition speaks of what there is, and tells packages apart.
    private mutating func check(_ predicate: Predicate, at here: Pointer) {
        let faults = workspace.faults(of: predicate)
        found += faults.map { fault in
            Diagnostic(
                fault.severity, code: fault.code, fault.message, hint: fault.hint, pointer: here, offset: fault.offset)
        }
        guard faults.isEmpty else { return }
        switch predicate.truth(over: { workspace.issues[$0]?.choices ?? [] }, in: workspace) {
        case (.yes, _):
            warn("tells-nothing", "every package meets this condition", "narrow it, so that it tells packages apart", at: here)
        case (.no, _):
            warn("tells-nothing", "no package can meet this condition", "widen it, so that it tells packages apart", at: here)
        case (.open, _): break
        }
    }
}

extension Precedent {
    /// The lists with their keys, in the order of the section.
    package var lists: [(key: String, features: [String])] {
        [("present", present), ("partly", partly), ("absent", absent)]
    }

    /// Every feature on which something is said.
    package var listed: [String] { lists.flatMap(\.features) }
}
