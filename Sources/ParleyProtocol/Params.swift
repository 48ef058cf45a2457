import Drafting
import Findings
import Negotiation
import OrderedCollections
import Shapes

// Parameters and results that belong to single methods. Each names its members once.

extension Field {
    /// Which workspace: may be left out when the daemon keeps only one.
    static func workspace(_ path: any WritableKeyPath<Root, ID<Workspace>?> & Sendable) -> Field {
        .optional("workspace", path, ID<Workspace>.shape, "the workspace; may be left out when there is only one")
    }

    /// The optimistic lock of methods that change something.
    static func expectedRevision(_ path: any WritableKeyPath<Root, Int?> & Sendable) -> Field {
        .optional("expectedRevision", path, .int(0...Int.max), "refuse with `conflict` unless this is the newest revision")
    }
}

package struct AtRevision: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var revision: Int?
    package init() {}

    package static let shape = Shape.record(
        "revision query", AtRevision(),
        [.workspace(\.workspace), .optional("revision", \.revision, .int(1...Int.max), "as of this revision; the newest when absent")])
}

package struct ExportParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var revision: Int?
    package var audience: String?
    package init() {}

    package static let shape = Shape.record(
        "export request", ExportParams(),
        [
            .workspace(\.workspace), .optional("revision", \.revision, .int(1...Int.max), "as of this revision; the newest when absent"),
            .optional("audience", \.audience, .text, "only what this audience may see; everything when absent"),
        ])
}

package struct WorkspaceState: Sendable, Hashable {
    package var revision = 0
    package var document = Value.null
    package init() {}

    package static let shape = Shape.record(
        "workspace state", WorkspaceState(),
        [
            .required("revision", \.revision, .int(0...Int.max), "the revision shown"),
            .required("document", \.document, .any, "the workspace document; see workspace.schema"),
        ])
}

package struct ApplyParams: Sendable, Hashable {
    package var files: [SourceFile] = []
    package var expectedRevision: Int?
    package var message: String?
    package init() {}

    package static let shape = Shape.record(
        "apply request", ApplyParams(),
        [
            .required("files", \.files, .list(SourceFile.shape), "the YAML files of the workspace"),
            .expectedRevision(\.expectedRevision),
            .optional("message", \.message, .text, "why, for the log"),
        ])
}

package struct DiffParams: Sendable, Hashable {
    package var files: [SourceFile] = []
    package init() {}

    package static let shape = Shape.record(
        "diff request", DiffParams(), [.required("files", \.files, .list(SourceFile.shape), "the YAML files of the workspace")])
}

package struct DiffResult: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    package var revision = 0
    package var isNew = false
    package var changes: [EntityChange] = []
    /// Entities changed on both sides, as apply would refuse them.
    package var conflicts: [Value] = []
    package var warnings: [Diagnostic] = []
    package init() {}

    package static let shape = Shape.record(
        "diff", DiffResult(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace that the files are of"),
            .required("revision", \.revision, .int(0...Int.max), "the newest revision; 0 when the workspace is new"),
            .required("new", \.isNew, .bool, "whether apply would create it"),
            .items("changes", \.changes, .list(EntityChange.shape), "what apply would change; empty = nothing"),
            .items("conflicts", \.conflicts, .list(.any), "entities that files and workspace both changed"),
            .items("warnings", \.warnings, .list(Diagnostic.shape), "what is worth a look"),
        ])
}

package struct LogParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var limit = 50
    package var cursor: String?
    package init() {}

    package static let shape = Shape.record(
        "log request", LogParams(),
        [
            .workspace(\.workspace), .standard("limit", \.limit, 50, .int(1...1_000), "entries a page"),
            .optional("cursor", \.cursor, .text, "from the previous page"),
        ])
}

package struct RevertParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var revision = 0
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "revert request", RevertParams(),
        [
            .workspace(\.workspace), .required("revision", \.revision, .int(1...Int.max), "whose content to restore"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct WorkspaceParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package init() {}

    package static let shape = Shape.record("workspace query", WorkspaceParams(), [.workspace(\.workspace)])
}

package struct PackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "package request", PackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct CreatePackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var title: String?
    package var author: String?
    package var rationale: String?
    package var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "new package", CreatePackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the new package's id"),
            .optional("title", \.title, .text, "what it is called; the id when absent"), .optional("author", \.author, .text, "who drafts it"),
            .optional("rationale", \.rationale, .text, "why anybody would sign it"),
            .items("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "issue → option, [options] or left-out"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct SetPackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "set of choices", SetPackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package"),
            .required("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "issue → option, [options] or left-out"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct UnsetPackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var issues: [ID<Issue>] = []
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "reopening", UnsetPackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package"),
            .required("issues", \.issues, .list(ID<Issue>.shape), "the issues to open again"), .expectedRevision(\.expectedRevision),
        ])
}

package struct UpdatePackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var title: String?
    package var author: String?
    package var status: Package.Status?
    package var rationale: String?
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "package update", UpdatePackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package"),
            .optional("title", \.title, .text, "a new title"), .optional("author", \.author, .text, "a new author"),
            .optional("status", \.status, .word("a status"), "draft | tabled | agreed | rejected | withdrawn"),
            .optional("rationale", \.rationale, .text, "a new rationale"), .expectedRevision(\.expectedRevision),
        ])
}

package struct CopyPackageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var to = ID<Package>("")
    package var title: String?
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "copy request", CopyPackageParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package to copy"),
            .required("to", \.to, ID<Package>.shape, "the new package's id"), .optional("title", \.title, .text, "its title"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct ComparePackagesParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var packages: [ID<Package>] = []
    package init() {}

    package static let shape = Shape.record(
        "comparison request", ComparePackagesParams(),
        [.workspace(\.workspace), .items("packages", \.packages, .list(ID<Package>.shape), "which; all when empty")])
}

/// What several packages say on one issue.
package struct ComparedIssue: Sendable, Hashable {
    package var issue = ID<Issue>("")
    package var title = ""
    package var differs = false
    /// Packages in which the issue is open are not listed.
    package var choices: OrderedDictionary<ID<Package>, Choice> = [:]
    package init() {}

    package static let shape = Shape.record(
        "compared issue", ComparedIssue(),
        [
            .required("issue", \.issue, ID<Issue>.shape, "the issue"), .required("title", \.title, .text, "its title"),
            .required("differs", \.differs, .bool, "whether the packages differ on it"),
            .items("choices", \.choices, .mapping(ID<Package>.shape, Choice.shape), "package → choice; an open issue is not listed"),
        ])
}

package struct DraftParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var package = ID<Package>("")
    package var revision: Int?
    package var audience: String?
    package var against: ID<Package>?
    package var againstRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "draft request", DraftParams(),
        [
            .workspace(\.workspace), .required("package", \.package, ID<Package>.shape, "the package"),
            .optional("revision", \.revision, .int(1...Int.max), "as of this revision; the newest when absent"),
            .optional("audience", \.audience, .text, "for whom; for everybody when absent"),
            .optional("against", \.against, ID<Package>.shape, "show what changed against this package"),
            .optional("againstRevision", \.againstRevision, .int(1...Int.max), "as of this revision; the same as the draft's when absent"),
        ])
}

/// A draft agreement, as a document and as text.
package struct DraftedText: Sendable, Hashable {
    package var draft = Draft()
    /// What changed, when it was asked for.
    package var redline: RedlinedDraft?
    /// In Markdown: the draft, or what changed.
    package var text = ""
    package init() {}

    package static let shape = Shape.record(
        "drafted text", DraftedText(),
        [
            .required("draft", \.draft, Draft.shape, "the draft agreement as a document"),
            .optional("redline", \.redline, RedlinedDraft.shape, "what changed, when it was asked for"),
            .required("text", \.text, .text, "in Markdown: the draft, or what changed when that was asked for"),
        ])
}

package struct AddRecordParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var entry = RecordEntry()
    package var id: ID<RecordEntry>?
    package var expectedRevision: Int?
    package init() {}

    package static let shape = Shape.record(
        "new record entry", AddRecordParams(),
        [
            .workspace(\.workspace), .required("entry", \.entry, RecordEntry.shape, "the entry"),
            .optional("id", \.id, ID<RecordEntry>.shape, "its id; made from date, party and act when absent"),
            .expectedRevision(\.expectedRevision),
        ])
}

package struct PageParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var limit = 200
    package var cursor: String?
    package init() {}

    package static let shape = Shape.record(
        "page request", PageParams(),
        [
            .workspace(\.workspace), .standard("limit", \.limit, 200, .int(1...1_000), "entries a page"),
            .optional("cursor", \.cursor, .text, "from the previous page"),
        ])
}

package struct ListedEntry: Sendable, Hashable {
    package var id = ID<RecordEntry>("")
    package var entry = RecordEntry()
    package init() {}

    package static let shape = Shape.record(
        "listed entry", ListedEntry(),
        [.required("id", \.id, ID<RecordEntry>.shape, "its id"), .required("entry", \.entry, RecordEntry.shape, "the entry")])
}

package struct RunParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var analyzer = ""
    package var package: ID<Package>?
    package var revision: Int?
    package var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
    package var params = Object()
    package var audience: String?
    package init() {}

    package static let shape = Shape.record(
        "analysis request", RunParams(),
        [
            .workspace(\.workspace), .required("analyzer", \.analyzer, .text, "module.name; see analyzer.list"),
            .optional("package", \.package, ID<Package>.shape, "the package, for analyzers that look at one"),
            .optional("revision", \.revision, .int(1...Int.max), "as of this revision; the newest when absent"),
            .items("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "put over the package's, for this analysis only"),
            .standard("params", \.params, Object(), .object, "the analyzer's parameters"),
            .optional(
                "audience", \.audience, .text, "computed from only what this audience may see, without modules; for analyzers of the core alone"),
        ])
}

package struct SolveSpaceParams: Sendable, Hashable {
    /// Where the ranges are taken.
    package static let ranges = ["nominal", "pessimistic", "optimistic"]

    package var workspace: ID<Workspace>?
    package var revision: Int?
    package var files: [SourceFile] = []
    package var package: ID<Package>?
    package var choices: OrderedDictionary<ID<Issue>, Choice> = [:]
    package var scenario: ID<Scenario>?
    package var reading = Reading.assessed
    package var ranges = "nominal"
    package var weights: OrderedDictionary<ID<Party>, Int> = [:]
    package var frontier = true
    package var limit = 100
    package init() {}

    package static let shape = Shape.record(
        "request to solve", SolveSpaceParams(),
        [
            .workspace(\.workspace),
            .optional("revision", \.revision, .int(1...Int.max), "as of this revision; the newest when absent"),
            .items("files", \.files, .list(SourceFile.shape), "instead of a workspace: files, of a workspace or of another system's domain; they are not kept"),
            .optional("package", \.package, ID<Package>.shape, "a package whose settled issues stay as they are"),
            .items("choices", \.choices, .mapping(ID<Issue>.shape, Choice.shape), "put over the package's"),
            .optional("scenario", \.scenario, ID<Scenario>.shape, "a world scenario to solve under"),
            .standard("reading", \.reading, .assessed, Reading.shape, "whose account of the positions: declared | assessed"),
            .standard("ranges", \.ranges, "nominal", .text, "where ranges are taken: nominal | pessimistic | optimistic"),
            .items("weights", \.weights, .mapping(ID<Party>.shape, .int(1...20)), "exponents of the Nash product; 1 when absent"),
            .standard("frontier", \.frontier, true, .bool, "whether the frontier is wanted, beside the solutions"),
            .standard("limit", \.limit, 100, .int(0...10_000), "how many points and packages are listed"),
        ])
}

package struct ImportParams: Sendable, Hashable {
    package var files: [SourceFile] = []
    package var id: ID<Workspace>?
    package var message: String?
    package init() {}

    package static let shape = Shape.record(
        "import", ImportParams(),
        [
            .required("files", \.files, .list(SourceFile.shape), "the files of the domain, as text"),
            .optional("id", \.id, ID<Workspace>.shape, "the id of the workspace that is made; from its name when absent"),
            .optional("message", \.message, .text, "why, for the log"),
        ])
}

extension Shape where T == Object {
    fileprivate static let object = Shape(
        decode: { value, decoding in
            if let object = value.object { return object }
            decoding.fail("wrong-type", "a mapping is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { .object($0) }, schema: { _ in ["type": "object"] })
}

package struct SubscribeParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package init() {}

    package static let shape = Shape.record(
        "subscription", SubscribeParams(),
        [.optional("workspace", \.workspace, ID<Workspace>.shape, "only this workspace; all when absent")])
}
