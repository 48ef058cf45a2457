import OrderedCollections
import Shapes

/// What a module adds to a workspace: ties between issues, values, and wording. The engine compiles them together with the
/// workspace's own, so that no evaluation ever has to ask the module.
public struct ModuleContribution: Sendable, Hashable {
    public var linkages: OrderedDictionary<ID<Linkage>, ContributedLinkage> = [:]
    public var values: OrderedDictionary<String, ValueTerm> = [:]
    public var clauses: OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>> = [:]

    public init() {}

    public var isEmpty: Bool { linkages.isEmpty && values.isEmpty && clauses.isEmpty }

    public static let shape = Shape.record(
        "contribution", ModuleContribution(),
        [
            .items("linkages", \.linkages, .mapping(ID<Linkage>.shape, ContributedLinkage.shape), "ties between issues"),
            .items("values", \.values, .mapping(.id, ValueTerm.shape), "what the options of an issue bring parties"),
            .items(
                "clauses", \.clauses, .mapping(ID<Issue>.shape, .mapping(.choiceKey, .text)),
                "issue → option → wording for a draft agreement"),
        ])
}

/// A linkage that follows from a module's section or vocabulary.
public struct ContributedLinkage: Sendable, Hashable {
    public var linkage = Linkage()
    /// The place in the workspace that it follows from.
    public var basis = Pointer()

    public init(_ linkage: Linkage, basis: Pointer) {
        self.linkage = linkage
        self.basis = basis
    }

    private init() {}

    public static let shape = Shape.record(
        "contributed linkage", ContributedLinkage(),
        [
            .required("linkage", \.linkage, Linkage.shape, "as a workspace would have it"),
            .required("basis", \.basis, .pointer, "the place in the workspace that it follows from"),
        ])
}

/// What the options of one issue bring parties beyond their stances, in swing points: a cost or a gain that a module has
/// worked out.
public struct ValueTerm: Sendable, Hashable {
    public var title = ""
    public var issue = ID<Issue>("")
    public var adds: OrderedDictionary<ID<Option>, OrderedDictionary<ID<Party>, Interval>> = [:]
    public var because = ""
    public var source: Citation?
    /// The place in the workspace that it follows from.
    public var basis = Pointer()

    public init(_ title: String, on issue: ID<Issue>, because: String, source: Citation?, basis: Pointer) {
        self.title = title
        self.issue = issue
        self.because = because
        self.source = source
        self.basis = basis
    }

    private init() {}

    public static let shape = Shape.record(
        "value term", ValueTerm(),
        [
            .required("title", \.title, .text, "a few words for tables"),
            .required("issue", \.issue, ID<Issue>.shape, "whose options bring it"),
            .required(
                "adds", \.adds, .mapping(.choiceKey, .mapping(ID<Party>.shape, Interval.shape)),
                "option → party → swing points; positive is better for it"),
            .required("because", \.because, .text, "the reason"),
            .optional("source", \.source, Citation.shape, "where the reason comes from"),
            .required("basis", \.basis, .pointer, "the place in the workspace that it follows from"),
        ])
}

extension Workspace {
    /// The workspace with what a module contributes, as the engine takes it: linkages under ids that begin with the module's,
    /// value terms as linkages that hold on one option each.
    public func adding(_ contribution: ModuleContribution, of module: String) -> Workspace {
        var result = self
        func add(_ id: String, _ linkage: Linkage, _ basis: Pointer) {
            var linkage = linkage
            linkage.origin = .init(module: module, basis: basis)
            result.linkages[ID("\(module)/\(id)")] = linkage
        }
        for (id, contributed) in contribution.linkages { add(id.text, contributed.linkage, contributed.basis) }
        for (id, term) in contribution.values {
            for (option, adds) in term.adds {
                guard let when = try? Predicate("\(term.issue) = \(option)") else { continue }
                var linkage = Linkage()
                linkage.title = term.title
                linkage.when = when
                linkage.adds = adds
                linkage.because = term.because
                linkage.source = term.source
                add("\(id)/\(option)", linkage, term.basis)
            }
        }
        return result
    }

    /// The contribution without what one of the workspace's own requirements already says, so that a breach is told once and by
    /// whom the workspace cites for it. A requirement that says more, or what only several of them say together, stays.
    public func leavingOutWhatIsRequired(from contribution: ModuleContribution) -> ModuleContribution {
        var result = contribution
        result.linkages.removeAll { contributed in contributed.value.linkage.require.map(isRequired) ?? false }
        return result
    }

    private func isRequired(_ predicate: Predicate) -> Bool {
        linkages.values.contains { linkage in
            guard let own = linkage.require, !Set(predicate.scope).isDisjoint(with: own.scope),
                let implication = try? Predicate("(\(own.text)) implies (\(predicate.text))")
            else { return false }
            return implication.truth(over: { issues[$0]?.choices ?? [] }, in: self).truth == .yes
        }
    }

    /// What keeps a contribution from being taken: names that this workspace does not have, places that lead nowhere.
    ///
    /// - Parameter document: the workspace as it is stored, in which places are sought.
    public func faults(of contribution: ModuleContribution, document: Value) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        func fail(_ message: String, _ place: Pointer) {
            faults.append(Diagnostic(code: "bad-contribution", message, pointer: place))
        }
        func check(_ parties: some Sequence<ID<Party>>, _ place: Pointer) {
            for party in parties where self.parties[party] == nil { fail("there is no party “\(party)”", place) }
        }
        func check(_ source: Citation?, _ basis: Pointer, _ place: Pointer) {
            if let source, sources[source.source] == nil { fail("there is no source “\(source)”", place / "source") }
            if document[basis] == nil { fail("nothing stands at “\(basis)”", place / "basis") }
        }
        for (id, contributed) in contribution.linkages {
            let place: Pointer = ["linkages", id.text]
            let linkage = contributed.linkage
            check(linkage.adds.keys, place / "linkage" / "adds")
            check(linkage.source, contributed.basis, place)
            for atom in (linkage.require ?? linkage.when)?.atoms ?? [] where issues[atom.issue] == nil {
                fail("there is no issue “\(atom.issue)”", place / "linkage")
            }
        }
        for (id, term) in contribution.values {
            let place: Pointer = ["values", id]
            check(term.source, term.basis, place)
            guard let issue = issues[term.issue] else {
                fail("there is no issue “\(term.issue)”", place / "issue")
                continue
            }
            for (option, adds) in term.adds {
                if !issue.offers(option) { fail("“\(term.issue)” has no option “\(option)”", place / "adds") }
                check(adds.keys, place / "adds" / option.text)
            }
        }
        for (id, texts) in contribution.clauses {
            let place: Pointer = ["clauses", id.text]
            guard let issue = issues[id] else {
                fail("there is no issue “\(id)”", place)
                continue
            }
            for option in texts.keys where !issue.offers(option) { fail("“\(id)” has no option “\(option)”", place / option.text) }
        }
        return faults
    }
}
