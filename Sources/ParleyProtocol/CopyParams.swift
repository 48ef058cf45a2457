import Negotiation
import Shapes

// Parameters and results of what copies workspaces whole and checks them. Each names its members once.

package struct BackupParams: Sendable, Hashable {
    package var workspace: ID<Workspace>?
    package var folder = ""
    package init() {}

    package static let shape = Shape.record(
        "backup request", BackupParams(),
        [
            .workspace(\.workspace),
            .required("folder", \.folder, .text, "the absolute path of a folder, made when it is missing; the file is ID.sqlite, and must not exist"),
        ])
}

package struct BackupOutcome: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    package var revision = 0
    package var file = ""
    package var bytes = 0
    package init() {}

    package static let shape = Shape.record(
        "backup", BackupOutcome(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.revision, .int(0...Int.max), "the newest revision in the copy"),
            .required("file", \.file, .text, "where the copy is"),
            .required("bytes", \.bytes, .int(0...Int.max), "its size"),
        ])
}

package struct RestoreParams: Sendable, Hashable {
    package var file = ""
    package var workspace: ID<Workspace>?
    package var replace = false
    package init() {}

    package static let shape = Shape.record(
        "restore request", RestoreParams(),
        [
            .required("file", \.file, .text, "the absolute path of the backup"),
            .optional("workspace", \.workspace, ID<Workspace>.shape, "what to call it; its own name when absent"),
            .standard("replace", \.replace, false, .bool, "whether a workspace of that name makes way; it is kept under another name"),
        ])
}

package struct RestoreOutcome: Sendable, Hashable {
    package var workspace = ID<Workspace>("")
    package var revision = 0
    package var kept: String?
    package init() {}

    package static let shape = Shape.record(
        "restoration", RestoreOutcome(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace that was made"),
            .required("revision", \.revision, .int(0...Int.max), "its newest revision"),
            .optional("kept", \.kept, .text, "where the workspace is now that made way"),
        ])
}

package struct VerifyOutcome: Sendable, Hashable {
    /// One thing that is not as it was stored.
    package struct Fault: Sendable, Hashable {
        package var revision: Int?
        package var entity: String?
        package var reason = ""
        package init() {}

        static let shape = Shape.record(
            "fault of storage", Fault(),
            [
                .optional("revision", \.revision, .int(1...Int.max), "the first revision that it concerns"),
                .optional("entity", \.entity, .text, "what is wrong in it: issues/crimea; the revision itself when absent"),
                .required("reason", \.reason, .text, "what is wrong"),
            ])
    }

    package var workspace = ID<Workspace>("")
    package var revisions = 0
    package var entities = 0
    package var faults: [Fault] = []
    package init() {}

    package static let shape = Shape.record(
        "verification", VerifyOutcome(),
        [
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revisions", \.revisions, .int(0...Int.max), "how many were read"),
            .required("entities", \.entities, .int(0...Int.max), "how many stored states of parties, issues, packages … were read"),
            .items("faults", \.faults, .list(Fault.shape), "what is wrong; empty = all is as it was stored"),
        ])
}
