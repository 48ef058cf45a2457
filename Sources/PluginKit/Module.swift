import Findings
import Negotiation
import OrderedCollections
import PluginProtocol
import Shapes

/// An issue module: a list of what it contributes to the workspaces that use it.
///
///     @main
///     struct Fisheries {
///         static func main() async {
///             await Module("fisheries", section: Stocks.shape, vocabulary: ["quota": .quota], analyzers: [YieldAnalyzer()]).run()
///         }
///     }
///
/// `Section` is what the module keeps in a workspace, under `modules: {fisheries: …}`. Its shape decides its form: whatever
/// does not fit is told with file, line and column before anything is stored.
public struct Module<Section: Sendable>: Sendable {
    public let id: String
    let section: Shape<Section>
    let vocabulary: Vocabulary
    let validate: (@Sendable (ModuleCase<Section>) -> [Diagnostic])?
    let linkages: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<ID<Linkage>, ContributedLinkage>)?
    let values: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<String, ValueTerm>)?
    let clauses: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>>)?
    let analyzers: [any ModuleAnalyzer<Section>]

    /// - Parameters:
    ///   - id: as in plugin.yaml.
    ///   - section: the form of `modules.ID`.
    ///   - vocabulary: kind of issue → what its options say; checked before a workspace is stored.
    ///   - validate: what is wrong with a section whose form is sound. Pointers are of the whole workspace and begin with
    ///     `ModuleCase.place`.
    ///   - linkages: ties between issues that follow from section and vocabulary.
    ///   - values: swing points that options bring parties.
    ///   - clauses: wording for a draft agreement, issue → option → text.
    ///   - analyzers: their ids begin with the module's: `fisheries.yield`.
    public init(
        _ id: String, section: Shape<Section>, vocabulary: Vocabulary = [:],
        validate: (@Sendable (ModuleCase<Section>) -> [Diagnostic])? = nil,
        linkages: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<ID<Linkage>, ContributedLinkage>)? = nil,
        values: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<String, ValueTerm>)? = nil,
        clauses: (@Sendable (ModuleCase<Section>) -> OrderedDictionary<ID<Issue>, OrderedDictionary<ID<Option>, String>>)? = nil,
        analyzers: [any ModuleAnalyzer<Section>] = []
    ) {
        self.id = id
        self.section = section
        self.vocabulary = vocabulary
        self.validate = validate
        self.linkages = linkages
        self.values = values
        self.clauses = clauses
        self.analyzers = analyzers
    }

    var description: PluginDescription {
        var description = PluginDescription()
        description.id = id
        description.vocabulary = vocabulary
        description.analyzers = analyzers.map(\.declaration)
        description.validates = true
        description.contributes = linkages != nil || values != nil || clauses != nil
        return description
    }

    func contribution(to theCase: ModuleCase<Section>) -> ModuleContribution {
        var contribution = ModuleContribution()
        contribution.linkages = linkages?(theCase) ?? [:]
        contribution.values = values?(theCase) ?? [:]
        contribution.clauses = clauses?(theCase) ?? [:]
        return contribution
    }
}

/// A workspace, and the module's section in it.
public struct ModuleCase<Section: Sendable>: Sendable {
    public let workspace: Workspace
    public let revision: Int
    /// Nil when the workspace has no section for this module: issues may use its vocabulary all the same.
    public let section: Section?
    /// The place of the section: `/modules/fisheries`.
    public let place: Pointer

    /// - Throws: everything that does not fit the form of a workspace or of the section.
    public init(document: Value, revision: Int, module: String, section shape: Shape<Section>) throws(Diagnostics) {
        workspace = try Workspace.shape.read(document, ignoringUnknownMembers: true)
        place = ["modules", module]
        section = try document[place].map { value throws(Diagnostics) in try shape.read(value, at: ["modules", module]) }
        self.revision = revision
    }
}

/// One question that a module answers.
public protocol ModuleAnalyzer<Section>: Sendable {
    associatedtype Section: Sendable

    /// What it asks for. Parameters are checked before it runs.
    var declaration: AnalyzerDeclaration { get }

    /// Answers. `request.result` is a result in which everything is filled in that does not depend on what is found.
    ///
    /// - Throws: `Lack` when something is missing that somebody could add; the result then says so. `CancellationError` when
    ///   the task was cancelled. Anything else is told as a failure of the analyzer.
    func run(_ request: ModuleRequest<Section>) async throws -> AnalysisResult
}

/// What an analyzer is given.
public struct ModuleRequest<Section: Sendable>: Sendable {
    public let theCase: ModuleCase<Section>
    public var workspace: Workspace { theCase.workspace }
    public var section: Section? { theCase.section }
    /// The id of the package, when it is one of the workspace.
    public let packageID: ID<Package>?
    /// The package at hand, with the request's variations; nil for analyzers of the whole workspace.
    public let package: Package?
    /// Every declared parameter that was given or has a standard value.
    public let parameters: OrderedDictionary<String, Value>
    /// For whatever is drawn: the same seed gives the same answer.
    public let seed: Int
    /// Answers questions about this workspace, and takes reports of progress.
    public let host: Host
    /// The answer as far as it does not depend on what is found.
    public let result: AnalysisResult

    /// The reading asked for; assessed where the analyzer does not declare one.
    public var reading: Reading { parameters["reading"]?.string.flatMap(Reading.init(rawValue:)) ?? .assessed }
}

/// Something that is missing for an answer, and where to add it. Thrown by an analyzer that cannot answer without it.
public struct Lack: Error, Sendable {
    public let summary: String
    public let lacks: [String]
    /// Whether the question does not arise here, rather than being open.
    public let isNotApplicable: Bool

    /// - Parameters:
    ///   - summary: why there is no answer, in a sentence.
    ///   - lacks: what to add, each with its place: `modules.fisheries.stocks: the stocks of the region`.
    public init(_ summary: String, lacks: [String] = [], isNotApplicable: Bool = false) {
        self.summary = summary
        self.lacks = lacks
        self.isNotApplicable = isNotApplicable
    }
}

/// Why a request failed, in words for whoever asked.
public struct PluginFailure: Error, Sendable {
    public let message: String
    public let hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
