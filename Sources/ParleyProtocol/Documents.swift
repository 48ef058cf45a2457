import Findings
import Negotiation
import OrderedCollections
import Shapes

/// A file that travels as text.
package struct SourceFile: Sendable, Hashable {
    package var path = ""
    package var text = ""

    package init(path: String = "", text: String = "") {
        self.path = path
        self.text = text
    }

    package static let shape = Shape.record(
        "file", SourceFile(),
        [
            .required("path", \.path, .text, "shown in diagnostics; not opened"),
            .required("text", \.text, .text, "its content"),
        ])
}

extension EntityChange {
    package static let shape = Shape.record(
        "change", EntityChange(key: "", kind: .changed),
        [
            .required("entity", \.key, .text, "what changed: issues/crimea"),
            .required("kind", \.kind, .word("a kind of change"), "added | changed | removed | moved"),
            .items("details", \.details, .list(Detail.shape), "the places inside it that differ"),
        ])
}

extension EntityChange.Detail {
    static let shape = Shape.record(
        "difference", EntityChange.Detail(pointer: Pointer()),
        [
            .required("pointer", \.pointer, .pointer, "the place inside the entity"),
            .optional("before", \.before, .any, "what stood there"),
            .optional("after", \.after, .any, "what stands there now"),
        ])
}

extension WorkspaceMerge.Conflict {
    package var value: Value {
        ["entity": .string(key), "inFiles": .string(inFiles.rawValue), "inWorkspace": .string(inWorkspace.rawValue)]
    }
}

/// A workspace in a list.
package struct WorkspaceSummary: Sendable, Hashable {
    package var id = ID<Workspace>("")
    package var title = ""
    package var revision = 0
    package var changed = ""
    package var issues = 0
    package var parties = 0
    package var packages = 0
    /// Why it cannot be opened, or cannot be written, if it cannot.
    package var fault: String?

    package init() {}

    package static let shape = Shape.record(
        "workspace summary", WorkspaceSummary(),
        [
            .required("id", \.id, ID<Workspace>.shape, "its id"),
            .required("title", \.title, .text, "what is negotiated"),
            .required("revision", \.revision, .int(0...Int.max), "the newest revision"),
            .required("changed", \.changed, .text, "when that was made"),
            .standard("issues", \.issues, 0, .int(0...Int.max), "how many"),
            .standard("parties", \.parties, 0, .int(0...Int.max), "how many"),
            .standard("packages", \.packages, 0, .int(0...Int.max), "how many"),
            .optional("fault", \.fault, .text, "why it cannot be opened, or cannot be written"),
        ])
}

/// The daemon about itself.
package struct DaemonStatus: Sendable, Hashable {
    package var version = ""
    package var build = ""
    package var protocolVersion = 1
    package var pid = 0
    package var started = ""
    package var uptimeSeconds = 0
    package var socket = ""
    package var state = ""
    package var connections = 0
    package var residentBytes: Int?
    package var analyzers = 0
    package var plugins: [PluginSummary] = []
    package var workspaces: [WorkspaceSummary] = []

    package init() {}

    package static let shape = Shape.record(
        "daemon status", DaemonStatus(),
        [
            .required("version", \.version, .text, "of Parley"),
            .required("build", \.build, .text, "tells one build from another"),
            .required("protocol", \.protocolVersion, .int(1...Int.max), "of the socket"),
            .required("pid", \.pid, .int(0...Int.max), "the daemon's process"),
            .required("started", \.started, .text, "when, in UTC"),
            .required("uptimeSeconds", \.uptimeSeconds, .int(0...Int.max), "how long ago"),
            .required("socket", \.socket, .text, "where it listens"),
            .required("state", \.state, .text, "where it keeps workspaces"),
            .required("connections", \.connections, .int(0...Int.max), "open now"),
            .optional("residentBytes", \.residentBytes, .int(0...Int.max), "memory in use"),
            .required("analyzers", \.analyzers, .int(0...Int.max), "how many are registered"),
            .items("plugins", \.plugins, .list(PluginSummary.shape), "its plugins, and how each is"),
            .items("workspaces", \.workspaces, .list(WorkspaceSummary.shape), "what it keeps"),
        ])
}

/// What a change came to.
package struct ChangeOutcome: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    /// The head after the call.
    package var revision = 0
    /// Whether a revision was appended; false when there was nothing to change.
    package var appended = false
    /// Who made the change.
    package var author = ""
    /// What was done, as the log tells it.
    package var message = ""
    package var changes: [EntityChange] = []
    package var warnings: [Diagnostic] = []

    package init() {}

    package static let shape = Shape.record(
        "outcome", ChangeOutcome(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.revision, .int(0...Int.max), "the newest revision after the call"),
            .required("appended", \.appended, .bool, "whether a revision was appended"),
            .required("author", \.author, .text, "who made the change"),
            .required("message", \.message, .text, "what was done, as the log tells it"),
            .items("changes", \.changes, .list(EntityChange.shape), "what it changed"),
            .items("warnings", \.warnings, .list(Diagnostic.shape), "what is worth a look"),
        ])
}

/// What an import made.
package struct ImportOutcome: Sendable, Hashable {
    package var change = ChangeOutcome()
    /// The format that was recognised.
    package var format = ""
    /// What was read, converted or left out.
    package var report: [String] = []

    package init() {}

    package static let shape = Shape.record(
        "import outcome", ImportOutcome(),
        [
            .required("change", \.change, ChangeOutcome.shape, "the workspace that was made"),
            .required("format", \.format, .text, "the format that was recognised"),
            .items("report", \.report, .list(.text), "what was read, converted or left out"),
        ])
}

/// A page of a list.
package struct Page<Element: Sendable & Hashable>: Sendable, Hashable {
    package var items: [Element] = []
    package var total = 0
    /// Pass it as `cursor` for the next page; absent on the last.
    package var cursor: String?

    package init() {}

    package static func shape(_ element: Shape<Element>, of kind: String) -> Shape<Page> {
        .record(
            "page of \(kind)", Page(),
            [
                .required("items", \.items, .list(element), "the entries"),
                .required("total", \.total, .int(0...Int.max), "how many there are in all"),
                .optional("cursor", \.cursor, .text, "pass it as `cursor` for the next page; absent on the last"),
            ])
    }
}
