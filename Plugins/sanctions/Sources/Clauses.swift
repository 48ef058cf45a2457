import PluginKit

/// Wording for the options that have none of their own, composed from what they say. It settles nothing that the attributes
/// leave open, and takes no side.
package struct ComposedClauses {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> {
        var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]
        for (id, issue) in workspace.issues where issue.module == Sanctions.id {
            guard let kind = issue.kind.flatMap(Kind.init(rawValue:)) else { continue }
            for (name, option) in issue.options where option.text == nil {
                let sentences = sentences(kind, option).compactMap { $0 }
                if !sentences.isEmpty { clauses[id, default: [:]][name] = sentences.joined(separator: " ") }
            }
        }
        return clauses
    }

    private func sentences(_ kind: Kind, _ option: Option) -> [String?] {
        switch kind {
        case .relief: relief(option)
        case .counterSanctions: counter(option)
        case .tariffs: tariffs(option)
        case .assets: assets(option)
        }
    }

    private func relief(_ option: Option) -> [String?] {
        let state: String? =
            switch option.word(Attribute.state) {
            case Word.kept?: "The measures listed in the Annex shall remain in force."
            case Word.phased?: "The measures listed in the Annex shall be suspended in stages\(pace(option))."
            case Word.lifted?: "The measures listed in the Annex shall end\(pace(option))."
            default: nil
            }
        let isReturning = option.flag(Attribute.snapback) == true
        return [state, isReturning ? "They shall return into force upon a finding of breach." : nil]
    }

    private func pace(_ option: Option) -> String {
        switch option.word(Attribute.trigger) {
        case Word.verifiedSteps?: " as the steps set out in the Annex are certified"
        case Word.calendar?: " on the dates set out in the Annex"
        case Word.signature?: " upon signature"
        default: ""
        }
    }

    private func counter(_ option: Option) -> [String?] {
        let sectors = ["agriculture", "energy"].compactMap { sector in
            option.word(sector).map { sentence("The measures on \(sector == "agriculture" ? "agricultural goods" : sector)", $0) }
        }
        return sectors.isEmpty ? [option.word(Attribute.state).map { sentence("The measures listed in the Annex", $0) }] : sectors
    }

    private func sentence(_ subject: String, _ word: String) -> String {
        switch word {
        case Word.kept: "\(subject) shall remain in force."
        case Word.phased: "\(subject) shall be suspended in the stages set out in the Annex."
        case Word.eased: "\(subject) shall be eased as set out in the Annex."
        default: "\(subject) shall end."
        }
    }

    private func tariffs(_ option: Option) -> [String?] {
        let words = [Attribute.allies, Attribute.thirdParties].map(option.word)
        if words.allSatisfy({ $0 == Word.kept }) { return ["This Agreement makes no provision on tariffs."] }
        let subjects = [
            "The tariffs on goods of States that apply the measures of this Agreement", "The tariffs on goods of other States",
        ]
        return zip(subjects, words).map { subject, word in word.map { sentence(subject, $0) } }
    }

    private func assets(_ option: Option) -> [String?] {
        let state: String? =
            switch option.word(Attribute.state) {
            case "blocked"?: "The assets listed in the Annex shall remain immobilised."
            case "transferred"?: "The assets listed in the Annex shall be transferred as set out there."
            case "escrow"?: "The assets listed in the Annex shall be held in escrow."
            case "returned"?: "The assets listed in the Annex shall be returned to their owner."
            default: nil
            }
        let release: String? =
            option.word(Attribute.release) == Word.benchmarks
            ? "They shall be released as the benchmarks set out in the Annex are certified." : nil
        return [state, release]
    }
}
