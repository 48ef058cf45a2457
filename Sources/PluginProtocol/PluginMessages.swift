import Findings
import Negotiation
import OrderedCollections
import Shapes
import Wire

/// The messages between the host and a plugin, each declared once. The host asks for one thing at a time: until it has its
/// answer it sends nothing but `$/cancel`, so a plugin needs no concurrency, and when one dies it is clear over what.
package enum PluginMessages {
    /// The version of this protocol. A plugin that speaks another is refused at the handshake.
    package static let version = 1

    // MARK: The host asks

    package static let initialize = Method(
        "initialize", params: Greeting.shape, result: PluginDescription.shape,
        "The first message: who is there, and what the plugin has to offer.")
    package static let validate = Method(
        "validate", params: ValidateParams.shape, result: .list(Diagnostic.shape),
        "What is wrong with the plugin's own section of a workspace that is about to be stored.")
    package static let contribute = Method(
        "contribute", params: SnapshotName.shape, result: ModuleContribution.shape,
        "The linkages, value terms and clauses that follow for the workspace that was set last.")
    package static let analyze = Method(
        "analyze", params: AnalyzeParams.shape, result: AnalysisResult.shape,
        "Runs one analyzer on the workspace that was set last.")
    package static let shutdown = Method(
        "shutdown", params: NoParams.shape, result: .any, "Ends the plugin: it answers, and then goes.")

    package static let all: [MethodDescription] = [
        initialize.description, validate.description, contribute.description, analyze.description, shutdown.description,
    ]

    /// A notification: the workspace that what follows is about. Sent before a request, and only when it changed. A plugin
    /// holds one workspace at a time, the last one set.
    package static let setWorkspace = "workspace/set"

    // MARK: The plugin asks, while it works on a request

    package static let evaluate = Method(
        "host/evaluate", params: EvaluateParams.shape, result: .list(PackageOutcome.shape),
        "What packages of the workspace at hand are worth to everybody, and whether they can be agreed.")
    package static let solve = Method(
        "host/solve", params: SolveParams.shape, result: SolveOutcome.shape,
        "Tries every way of settling some issues of a package, and says how many could be agreed, and which.")

    /// A notification of the plugin: `{message}`, a line for its log.
    package static let log = "$/log"
}

/// What the host says of itself.
package struct Greeting: Sendable, Hashable {
    package var protocolVersion = PluginMessages.version
    /// The host's version.
    package var parley = ""
    /// The id under which the plugin was found.
    package var plugin = ""

    package init() {}

    package static let shape = Shape.record(
        "greeting", Greeting(),
        [
            .required("protocol", \.protocolVersion, .int(1...Int.max), "the version of the plugin protocol"),
            .required("parley", \.parley, .text, "the host's version"),
            .required("plugin", \.plugin, .text, "the id under which the plugin was found"),
        ])
}

/// What a plugin says of itself.
package struct PluginDescription: Sendable, Hashable {
    package var protocolVersion = PluginMessages.version
    package var id = ""
    package var vocabulary: Vocabulary = [:]
    package var analyzers: [AnalyzerDeclaration] = []
    /// Whether it wants to see its section before a workspace is stored.
    package var validates = false
    /// Whether it has linkages, value terms or clauses to give.
    package var contributes = false

    package init() {}

    package static let shape = Shape.record(
        "plugin description", PluginDescription(),
        [
            .required("protocol", \.protocolVersion, .int(1...Int.max), "the version of the plugin protocol that it speaks"),
            .required("id", \.id, .id, "its id, as in plugin.yaml; its analyzers and its section are named after it"),
            .items("vocabulary", \.vocabulary, .mapping(.id, VocabularyEntry.shape), "kinds of issues → attributes of their options"),
            .items("analyzers", \.analyzers, .list(AnalyzerDeclaration.shape), "what it can analyze"),
            .standard("validates", \.validates, false, .bool, "whether it answers `validate`"),
            .standard("contributes", \.contributes, false, .bool, "whether it answers `contribute`"),
        ])
}

/// Which state of which workspace.
package struct SnapshotName: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    package var revision = 0
    /// For whom what is restricted was left out of it; nil for the whole.
    package var view: String?

    package init() {}

    package init(_ workspace: ID<Workspace>, revision: Int, view: String? = nil) {
        self.workspace = workspace
        self.revision = revision
        self.view = view
    }

    package static let shape = Shape.record(
        "snapshot name", SnapshotName(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.revision, .int(0...Int.max), "its revision"),
            .optional("view", \.view, .text, "for whom what is restricted was left out of it; absent for the whole"),
        ])
}

/// A state of a workspace.
package struct SetWorkspaceParams: Sendable, Hashable {
    package var name = SnapshotName()
    package var document = Value.null

    package init() {}

    package static let shape = Shape.record(
        "workspace snapshot", SetWorkspaceParams(),
        [
            .required("workspace", \.name.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.name.revision, .int(0...Int.max), "its revision"),
            .optional("view", \.name.view, .text, "for whom what is restricted was left out of it; absent for the whole"),
            .required("document", \.document, .any, "the workspace as a document"),
        ])
}

/// A workspace that is not stored yet.
package struct ValidateParams: Sendable, Hashable {
    package var document = Value.null

    package init() {}

    package static let shape = Shape.record(
        "validation request", ValidateParams(),
        [.required("document", \.document, .any, "the workspace as a document; the plugin's section is at /modules/ID")])
}

/// What to analyze.
package struct AnalyzeParams: Sendable, Hashable {
    package var analyzer = ""
    package var snapshot = SnapshotName()
    package var packageID: ID<Package>?
    package var package: Package?
    package var parameters: OrderedDictionary<String, Value> = [:]
    /// For whatever is drawn: the same seed gives the same answer.
    package var seed = 0

    package init() {}

    package static let shape = Shape.record(
        "analysis", AnalyzeParams(),
        [
            .required("analyzer", \.analyzer, .text, "its id: module.name"),
            .required("workspace", \.snapshot.workspace, ID<Workspace>.shape, "the workspace that was set"),
            .required("revision", \.snapshot.revision, .int(0...Int.max), "its revision"),
            .optional("packageId", \.packageID, ID<Package>.shape, "the package, when it is one of the workspace"),
            .optional("package", \.package, Package.shape, "the package itself, variations included"),
            .items("parameters", \.parameters, .mapping(.text, .any), "every declared parameter that has a value"),
            .standard("seed", \.seed, 0, .int(0...Int.max), "for whatever is drawn"),
        ])
}
