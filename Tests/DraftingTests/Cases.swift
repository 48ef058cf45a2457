import Drafting
import Negotiation
import OrderedCollections
import Shapes
import WorkspaceFiles

/// A fish stock between three coasts: small enough to write its drafts by hand.
enum Cases {
    static let fish = """
        parley: 1
        id: fish
        title: Sharing a fish stock.
        sources:
          brief: {title: Briefing, kind: article, sections: {quota: On the quota}}
          pact: {title: Pact on the Straits, kind: treaty, date: 1931-05-01}
          analyst: {title: Own judgement, kind: assumption}
        parties:
          north: {name: North, role: principal, redLines: {no-season: {title: An open season., predicate: season = open, firmness: declared, source: brief}}}
          south: {name: South, role: principal, redLines: {guess: {title: A guess, predicate: season = closed, firmness: firm, source: analyst}}}
          isle: {name: Isle, role: ratifier}
          public: {name: Public of North, role: constituency, represents: north}
        issues:
          season:
            title: Season
            module: fishing
            options:
              closed: {title: Closed all year, text: No fishing takes place., source: pact}
              summer: {title: Summer only, needs: [isle]}
              open: {title: Open all year, text: Fishing is free., needs: [isle]}
            positions:
              north: {stance: {open: red-line}, statement: The stock comes first., source: brief#quota}
              south: {stance: {closed: 0.1}, source: brief}
              isle: {stance: {closed: opposes}, source: analyst}
              public: {stance: {summer: 0}, source: brief}
          quota: {title: Quota, range: {from: 0, to: 100, step: 10, unit: tonnes}}
          patrols: {title: Patrols, options: {joint: {title: Joint patrols}, none: {title: None}}}
        noDeal: {choices: {season: open, quota: 80, patrols: none}}
        packages:
          settled:
            title: A settled text
            choices: {season: summer, quota: 40, patrols: left-out}
            schedule:
              - {id: survey, title: Joint survey., party: north, at: 0, verifiedBy: [isle], detection: {probability: [0.7, 0.9], lag: 1}}
              - {id: cut, title: Boats are laid up, party: south, at: 3, delivers: {quota: 0.5}, reversible: true, snapbackBy: north, veto: [isle]}
          rolling:
            title: A rolling text
            status: tabled
            basedOn: settled
            choices: {season: [closed, open], quota: [20, 40]}
          worded:
            title: Its own words
            choices: {season: [closed, summer], quota: 40, patrols: joint}
            text: {season: "Fishing takes place [never] [in summer]\\n\\nas *Annex A* says.", patrols: 1. Patrols are joint (Annex B). The Annex. A list.}
          empty: {title: An outline}
        record:
          first: {date: 2025-08-01, party: south, act: rejects, package: rolling}
          later: {date: 2025-08-03, party: south, act: accepts, package: rolling}
          terms: {date: 2025-08-02, party: isle, act: accepts-if, package: rolling, condition: quota >= 40, note: In the first session.}
          offer: {date: 2025-07, party: north, act: rejects, issue: quota, source: brief}
        """

    static let workspace: Workspace = {
        do throws(Diagnostics) { return try WorkspaceFiles.read([.init(path: "workspace.yaml", text: fish)]).workspace } catch {
            preconditionFailure("the case is sound: \(error.all.map { "\($0.pointer): \($0.message)" })")
        }
    }()

    static let clauses: Wording.Clauses = ["season": ["summer": "Fishing takes place from June to August.", "open": "Not this."]]

    static func draft(_ id: ID<Package>, in workspace: Workspace = workspace) -> Draft {
        var draft = DraftComposer.draft(id, workspace.packages[id] ?? Package(), in: workspace, clauses: clauses)
        draft.revision = 1
        return draft
    }
}
