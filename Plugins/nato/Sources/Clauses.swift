import PluginKit

/// Wording for the options that have none of their own, composed from what they say. It settles nothing that the attributes
/// leave open, and takes no side; whoever drafts will want to write their own.
package struct ComposedClauses {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> {
        var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]
        for (id, issue) in workspace.issues where issue.module == NATO.id {
            guard let kind = issue.kind.flatMap(Kind.init(rawValue:)) else { continue }
            for (name, option) in issue.options where option.text == nil {
                let sentences = sentences(kind, issue, option).compactMap { $0 }
                if !sentences.isEmpty { clauses[id, default: [:]][name] = sentences.joined(separator: " ") }
            }
        }
        return clauses
    }

    private func sentences(_ kind: Kind, _ issue: Issue, _ option: Option) -> [String?] {
        switch kind {
        case .membership: [membership(issue.title, option)]
        case .enlargement: [enlargement(option)]
        case .guarantee: guarantee(issue.title, option)
        case .forces: forces(issue.title, option)
        case .posture: posture(option)
        case .dialogue: dialogue(option)
        }
    }

    private func membership(_ subject: String, _ option: Option) -> String? {
        option.membership.map { membership in
            switch membership {
            case .open: "On “\(subject)” the steps set out in the Annex shall be taken; nothing in this Agreement limits them."
            case .undated: "This Agreement makes no provision on “\(subject)”."
            case .suspended:
                "On “\(subject)”: no application shall be made and no invitation extended before the end of the term fixed in the Annex."
            case .neutral:
                "On “\(subject)”: the State concerned shall be neutral, and the guarantor States undertake to respect its neutrality."
            case .barred: "On “\(subject)”: the State concerned shall not be admitted\(term(option))."
            }
        }
    }

    private func term(_ option: Option) -> String {
        option.word(Attribute.permanence) == "term" ? " during the term fixed in the Annex" : ""
    }

    private func enlargement(_ option: Option) -> String? {
        let who = option.word(Attribute.binds).map {
            workspace.parties[ID($0)]?.name ?? ($0 == "allies" ? "The members of the alliance" : nil)
        }
        return switch (option.word(Attribute.legal), who ?? nil) {
        case (Word.none?, _): "This Agreement makes no provision on the enlargement of the alliance."
        case ("political"?, let who): "\(who ?? "The allies"): no intention of inviting further States is held at present."
        case (Word.bilateral?, let who?): "\(who) undertakes not to support an invitation of further States to the alliance."
        case (Word.treaty?, let who): "\(who ?? "The members of the alliance") shall not admit further States to the alliance."
        default: nil
        }
    }

    private func guarantee(_ subject: String, _ option: Option) -> [String?] {
        let promise: String? = option.commitment.map { commitment in
            switch commitment {
            case .none: "This Agreement makes no provision on “\(subject)”."
            case .consultation: "Should the guaranteed State be attacked, the guarantor States shall consult at once."
            case .arming:
                "The guarantor States shall supply the arms and the intelligence which the guaranteed State's defence requires."
            case .coalition: "The guarantor States shall station forces in the guaranteed State at its request."
            case .articleFiveLike:
                "The guarantor States shall treat an armed attack on the guaranteed State as an attack on each of them and shall assist it."
            }
        }
        let isPromise = option.commitment.map { $0 != Commitment.none } ?? false
        return [
            promise, isPromise && option.flag(Attribute.automatic) == true ? "No further decision is needed for this." : nil,
            isPromise && option.flag(Attribute.foreignTroops) == true && option.commitment != .coalition
                ? "Foreign forces may be stationed for this purpose." : nil,
        ]
    }

    private func forces(_ subject: String, _ option: Option) -> [String?] {
        let limits: String? =
            switch option.word(Attribute.limits) {
            case Word.none?: "This Agreement makes no provision on “\(subject)”."
            case "declared"?: "The State concerned shall declare the strength of its armed forces and notify changes of it."
            case Word.reciprocal?: "The forces of both sides shall not exceed the ceilings fixed in the Annex."
            case "unilateral"?: "The forces of the State concerned shall not exceed the ceilings fixed in the Annex."
            default: nil
            }
        let inspection: String? =
            switch option.word(Attribute.inspection) {
            case "mutual"?: "Each side may inspect the other's observance."
            case "unilateral"?: "The other side may inspect their observance."
            default: nil
            }
        return [limits, inspection]
    }

    private func posture(_ option: Option) -> [String?] {
        if option.flag(Attribute.reciprocal) == true {
            return ["The Parties shall observe equal limits, fixed in the Annex, on forces near each other's borders."]
        }
        func sentence(_ whose: String, _ word: String?) -> String? {
            switch word {
            case "present": "\(whose) forces near the borders shall not be increased."
            case "limited": "\(whose) forces near the borders shall not exceed the limits fixed in the Annex."
            case "withdrawn": "\(whose) forces shall return to the deployments of the date named in the Annex."
            case "more", "unlimited":
                "Nothing in this Agreement limits the deployment of \(whose.lowercased()) forces on their own side."
            default: nil
            }
        }
        return [sentence("Allied", option.word(Attribute.allied)), russian(option, sentence)]
    }

    /// “Russian” keeps its capital within a sentence.
    private func russian(_ option: Option, _ sentence: (String, String?) -> String?) -> String? {
        sentence("Russian", option.word(Attribute.russian))?.replacing("of russian", with: "of Russian")
    }

    private func dialogue(_ option: Option) -> [String?] {
        let form: String? =
            switch option.word(Attribute.dialogue) {
            case Word.none?: "This Agreement makes no provision on a security dialogue."
            case "conditional"?: "A security dialogue shall open when the conditions of the Annex are met."
            case "standing"?: "A standing council for security questions shall be established."
            case Word.bilateral?:
                "The two powers shall open talks on security questions and shall inform the others of their course."
            default: nil
            }
        return [
            form,
            option.flag(Attribute.armsControl) == true ? "They shall negotiate limits on arms and their verification." : nil,
        ]
    }
}
