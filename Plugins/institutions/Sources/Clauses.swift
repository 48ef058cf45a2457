import PluginKit

/// Wording for the options that have none of their own, composed from what they say. It settles nothing that the attributes
/// leave open, and takes no side; whoever drafts will want to write their own.
package struct ComposedClauses {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> {
        var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]
        for kind in Kind.allCases {
            for id in workspace.issues(of: kind) {
                for (name, option) in workspace.issues[id]?.options ?? [:] where option.text == nil {
                    let sentences = sentences(kind, option).compactMap { $0 }
                    if !sentences.isEmpty { clauses[id, default: [:]][name] = sentences.joined(separator: " ") }
                }
            }
        }
        return clauses
    }

    private func sentences(_ kind: Kind, _ option: Option) -> [String?] {
        switch kind {
        case .format: format(option)
        case .monitoring: monitoring(option)
        case .endorsement: endorsement(option)
        case .compliance: compliance(option)
        }
    }

    private func format(_ option: Option) -> [String?] {
        let sides: String? =
            switch option.word(Attribute.sides) {
            case "two"?: "The Parties shall continue these negotiations between two sides."
            case "three"?: "The Parties shall continue these negotiations between three sides."
            case "many"?: "The Parties shall continue these negotiations in a conference."
            case "unsettled"?: "This Agreement makes no provision on the format of further talks."
            default: nil
            }
        return [
            sides, part(option.word(Attribute.kyiv), of: "Ukraine"),
            part(option.word(Attribute.europe), of: "The European States concerned", isMany: true),
        ]
    }

    private func part(_ word: String?, of whom: String, isMany: Bool = false) -> String? {
        switch word {
        case "seated"?: "\(whom) shall take part in them."
        case "confirms"?:
            "\(whom) \(isMany ? "do" : "does") not take part in them; what is agreed shall be laid before \(isMany ? "them" : "it") for confirmation."
        case "absent"?: "\(whom) \(isMany ? "do" : "does") not take part in them."
        default: nil
        }
    }

    private func monitoring(_ option: Option) -> [String?] {
        guard let body = option.word(Attribute.body), body != Word.none else {
            return ["This Agreement makes no provision on monitoring."]
        }
        let access: String? =
            switch option.word(Attribute.access) {
            case "wide"?: "It shall have freedom of movement throughout the areas concerned."
            case "limited"?: "It shall have access to the places listed in the Annex."
            default: nil
            }
        let mandate = option.word(Attribute.mandate).flatMap { word -> String? in
            switch word {
            case Word.none: nil
            case "parties": "It is established by this Agreement."
            case "contributors": "The States that contribute to it are listed in the Annex."
            case "consensus": "It shall begin its work when its mandate has been decided by consensus."
            default: "Its mandate shall be given by \(plain(word))."
            }
        }
        return [
            "The body named “\(workspace.reading(of: body))” shall observe the carrying out of this Agreement.", mandate, access,
            option.flag(Attribute.impartial) == false ? "It is composed of representatives of those whom it observes." : nil,
        ]
    }

    private func endorsement(_ option: Option) -> [String?] {
        let instrument: String? =
            switch option.word(Attribute.instrument) {
            case "treaty"?: "This Agreement is a treaty."
            case "statement"?: "The Parties set down their understanding in a joint statement."
            default: nil
            }
        let endorser = option.word(Attribute.endorsedBy).flatMap { word in
            word == Word.none ? nil : "The Parties shall together ask for its endorsement by \(plain(word))."
        }
        let binding: String? =
            switch option.word(Attribute.binding) {
            case "universal"?: "It shall be binding on all States."
            case "guarantors"?: "It shall be binding on the Parties and on its guarantors."
            case "signatories"?: "It shall be binding on its signatories."
            default: nil
            }
        return [instrument, endorser, binding]
    }

    private func compliance(_ option: Option) -> [String?] {
        let finder: String? =
            switch option.word(Attribute.finding) {
            case Word.monitoringBody?: "Breaches shall be found by the monitoring body."
            case "panel"?: "A panel of independent members shall decide on alleged breaches."
            case "parties"?: "The Parties shall consult on alleged breaches."
            case Word.none?: "This Agreement makes no provision on its breach."
            default: nil
            }
        let consequence: String? =
            switch option.word(Attribute.consequence) {
            case "automatic"?: "What follows a breach shall follow by itself, as set out in the Annex."
            case "recommended"?: "What is to follow shall be recommended to the Parties."
            case "agreed"?: "What is to follow shall be decided by the Parties together."
            default: nil
            }
        return [finder, consequence, option.word(Attribute.veto) == "either" ? "Either side may object." : nil]
    }

    private func plain(_ word: String) -> String {
        workspace.parties[ID(word)]?.name ?? "the \(word.split(separator: "-").joined(separator: " "))"
    }
}
