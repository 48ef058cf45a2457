import PluginKit

/// The bodies at work under one way of settling who watches and who endorses.
struct Verifiers {
    let all: [(name: String, body: Body, hasMandate: Bool)]

    init(_ section: InstitutionsSection, _ workspace: Workspace, _ branch: Surroundings.Branch) {
        let endorsements = workspace.issues(of: .endorsement)
        let known = endorsements.flatMap { workspace.issues[$0]?.options.values.compactMap { $0.word(Attribute.endorsedBy) } ?? [] }
        let given = endorsements.compactMap { issue in
            branch.options[issue].flatMap { workspace.issues[issue]?.options[$0]?.word(Attribute.endorsedBy) }
        }
        all = section.bodies.compactMap { name, body in
            if let option = body.option {
                guard let issue = workspace.issue(of: .monitoring, offering: option), branch.options[issue] == option else {
                    return nil
                }
            }
            let by = body.mandate.by
            return (name, body, !known.contains(by) || given.contains(by))
        }
    }
}
