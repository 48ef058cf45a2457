import PluginKit

/// Wording for the options that have none of their own, composed from what they say. It settles nothing that the attributes
/// leave open, and takes no side; whoever drafts will want to write their own.
package struct ComposedClauses {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func all() -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> {
        var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]
        for (id, issue) in workspace.issues where issue.module == Territory.id {
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
        case .region: region(issue.title, option)
        case .line: line(option)
        case .ceasefire: ceasefire(option)
        case .withdrawal: withdrawal(option)
        case .minorityRights: rights(option)
        }
    }

    // MARK: Region

    private func region(_ region: String, _ option: Option) -> [String?] {
        [
            option.word(.title).map { title($0, region) }, option.word(.control).map { control($0, region) },
            option.word(.recognition).map { recognition($0, region) }, option.word(.autonomy).flatMap { autonomy($0, region) },
            option.word(.forces).map { forces($0, region) },
        ]
    }

    private func title(_ word: String, _ region: String) -> String {
        switch word {
        case Word.deferred:
            "The Parties reserve their positions on the title to \(region) and shall settle its status by negotiation."
        case Word.disputed: "Nothing in this Agreement affects the position of any Party on the title to \(region)."
        default:
            party(word).map { "The Parties agree that the title to \(region) lies with \($0)." }
                ?? "The title to \(region) shall be \(plain(word))."
        }
    }

    private func control(_ word: String, _ region: String) -> String {
        switch word {
        case Word.international: "An international administration shall govern \(region)."
        case "shared": "\(region) shall be administered jointly."
        case "divided": "Each side shall administer the part of \(region) on its side of the line."
        default:
            party(word).map { "\(region) shall be administered by \($0)." }
                ?? "The administration of \(region) shall be \(plain(word))."
        }
    }

    private func recognition(_ word: String, _ region: String) -> String {
        if word == "withheld" { return "This Agreement does not imply that any Party recognises a claim to \(region)." }
        return party(word).map { "The Parties recognise the title of \($0) to \(region)." }
            ?? "The recognition of the status of \(region) shall be \(plain(word))."
    }

    private func autonomy(_ word: String, _ region: String) -> String? {
        switch word {
        case Word.none: nil
        case "cultural": "The communities of \(region) shall govern their cultural affairs themselves."
        case "regional": "\(region) shall have regional self-government."
        case "special": "\(region) shall govern itself under a special statute."
        case "federal": "\(region) shall be a constituent unit of a federation."
        case "associated":
            "\(region) shall govern itself in association with the State that is responsible for its external relations."
        default: "The self-government of \(region) shall be \(plain(word))."
        }
    }

    private func forces(_ word: String, _ region: String) -> String {
        switch word {
        case Word.none: "No armed forces shall be stationed in \(region)."
        case Word.both: "The forces of each side in \(region) shall remain on its side of the line."
        case Word.international: "International forces alone shall be stationed in \(region)."
        default: "\(side(word)) forces alone shall be stationed in \(region)."
        }
    }

    // MARK: Forces and fire

    private func line(_ option: Option) -> [String?] {
        let name = option.word(Attribute.line).map {
            $0 == "present" ? "the present line of contact" : "the line named “\(plain($0))” in the Annex"
        }
        let move = option.word(Attribute.moves).map { word in
            switch word {
            case Word.none: "The forces shall remain where they stand\(name.map { ", at \($0)" } ?? "")."
            case Word.both:
                "The forces of both sides shall withdraw from \(name ?? "the line") to the distance fixed in the Annex."
            default: "The \(side(word)) forces shall withdraw behind \(name ?? "the line")."
            }
        }
        let zone = option.word(Attribute.zone).flatMap { word in
            word == Word.none ? nil : "The zone between the forces shall be \(word == "buffer" ? "a buffer zone" : plain(word))."
        }
        return [move, zone]
    }

    private func ceasefire(_ option: Option) -> [String?] {
        guard option.flag(Attribute.agreed) != false else { return ["This Agreement makes no provision on a ceasefire."] }
        let timing: String? =
            switch option.word(Attribute.timing) {
            case Word.immediate?: "All hostilities shall cease upon the entry into force of this Agreement."
            case "dated"?: "All hostilities shall cease on the day and at the hour fixed in the Annex."
            case Word.phased?: "Hostilities shall cease by the stages set out in the Annex."
            default: nil
            }
        let condition: String? =
            switch option.word(Attribute.condition) {
            case nil, Word.none?: nil
            case Word.benchmarks?: "Each stage begins when the benchmarks of the one before it have been certified as met."
            case let word?: "Their cessation is conditional on \(plain(word)), as set out in the Annex."
            }
        let supervision: String? =
            switch option.word(Attribute.supervision) {
            case nil, Word.none?: nil
            case Word.agreedBody?: "The observance of this Article shall be monitored as this Agreement provides."
            case let word?:
                "\(party(word) ?? "The body named “\(plain(word))”") shall supervise the observance of this Article."
            }
        return [timing, condition, supervision]
    }

    private func withdrawal(_ option: Option) -> [String?] {
        let pace = option.word(Attribute.pace) == Word.staged ? " by the stages set out in the Annex" : ""
        let extent: String? =
            switch option.word(Attribute.extent) {
            case Word.none?: "This Agreement makes no provision on the withdrawal of forces."
            case "heavy-weapons"?: "Heavy weapons shall be withdrawn from the line of contact\(pace)."
            case "partial"?: "The forces named in the Annex shall withdraw\(pace)."
            case Word.full?: "All forces that are to leave under this Agreement shall withdraw\(pace)."
            default: nil
            }
        return [extent, option.flag(Attribute.verified) == true ? "The monitoring body shall verify that they have left." : nil]
    }

    private func rights(_ option: Option) -> [String?] {
        let instrument: String? =
            switch option.word(Attribute.instrument) {
            case Word.none?: "This Agreement makes no provision on the rights of the minority."
            case "national-law"?: "The rights of the minority shall be protected by law."
            case "standards"?: "International standards on the rights of minorities shall be applied."
            case "constitution"?: "The rights of the minority shall be laid down in the constitution."
            case "treaty"?: "The Parties guarantee the rights of the minority that are listed in the Annex."
            default: nil
            }
        let review: String? =
            switch option.word(Attribute.review) {
            case "monitors"?: "Monitors shall be admitted to report on them."
            case "independent"?: "An independent body shall review how they are kept."
            case "court"?: "A court shall decide on complaints."
            case "parties"?: "The Parties shall review together how they are kept."
            default: nil
            }
        return [
            instrument, review,
            option.flag(Attribute.foreignParty) == true ? "A Party may raise their breach in the territory of another." : nil,
        ]
    }

    // MARK: Words

    private func party(_ word: String) -> String? { workspace.parties[ID(word)]?.name }
    private func plain(_ word: String) -> String { word.split(separator: "-").joined(separator: " ") }
    private func side(_ word: String) -> String { Phrase.capitalized(plain(word)) }
}
