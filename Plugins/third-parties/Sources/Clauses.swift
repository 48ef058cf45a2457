import PluginKit

/// Wording for the options that have none of their own, composed from what they say. It settles nothing that the attributes
/// leave open, and takes no side.
package struct ComposedClauses {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> {
        var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]
        for (id, issue) in workspace.issues where issue.module == ThirdParties.id {
            guard let kind = issue.kind.flatMap(Kind.init(rawValue:)) else { continue }
            for (name, option) in issue.options where option.text == nil {
                if let sentence = sentence(kind, issue.title, option) { clauses[id, default: [:]][name] = sentence }
            }
        }
        return clauses
    }

    private func sentence(_ kind: Kind, _ subject: String, _ option: Option) -> String? {
        switch kind {
        case .seat, .role: participation(subject, option)
        case .confidence: confidence(option)
        case .aid: aid(subject, option)
        case .accession: accession(subject, option)
        }
    }

    private func participation(_ subject: String, _ option: Option) -> String? {
        let holds = option.flag(Attribute.veto) == true
        return switch option.word(Attribute.voice) {
        case Word.full?:
            "On “\(subject)”: those concerned take part in these negotiations\(holds ? " and sign this Agreement as parties to it" : "")."
        case Word.consulted?:
            "On “\(subject)”: those concerned shall be consulted\(holds ? ", and this Agreement shall enter into force upon their consent" : "")."
        case Word.none?:
            holds
                ? "On “\(subject)”: this Agreement shall enter into force upon the consent of those concerned."
                : "On “\(subject)”: those concerned shall be informed of the result."
        default: nil
        }
    }

    private func confidence(_ option: Option) -> String? {
        let parts = [
            (Attribute.exchanges, "exchange prisoners and return those who were taken away"),
            (Attribute.hotline, "keep a direct line open"),
            (Attribute.incidents, "apply rules for military incidents"),
            (Attribute.publicConduct, "refrain from interference in each other's public life"),
        ].filter { option.flag($0.0) == true }.map(\.1)
        guard !parts.isEmpty else { return "This Agreement makes no provision on confidence-building." }
        let when = option.flag(Attribute.dated) == true ? ", on the dates set out in the Annex," : ""
        return "The Parties shall\(when) \(Phrase.list(parts))."
    }

    private func aid(_ subject: String, _ option: Option) -> String? {
        switch option.word(Attribute.aid) {
        case Word.guaranteed?: "On “\(subject)”: the States listed in the Annex guarantee the sums set out there."
        case Word.pledged?: "On “\(subject)”: the Parties take note of the pledges made."
        case Word.none?: "This Agreement makes no provision on “\(subject)”."
        default: nil
        }
    }

    private func accession(_ subject: String, _ option: Option) -> String? {
        switch option.word(Attribute.accession) {
        case Word.dated?: "On “\(subject)”: the steps shall be taken by the dates set out in the Annex."
        case Word.open?: "Nothing in this Agreement affects “\(subject)”."
        case Word.closed?: "On “\(subject)”: no accession shall take place."
        default: nil
        }
    }
}
