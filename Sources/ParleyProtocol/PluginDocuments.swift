import Findings
import Negotiation
import OrderedCollections
import Shapes

/// A plugin in a list: what it is, and how it is.
package struct PluginSummary: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        /// Launched, and has not introduced itself yet.
        case starting
        case ready
        /// Ended unexpectedly; it is started again after a pause.
        case waiting
        /// Ended too often; it stays off until somebody releases it.
        case quarantined
        /// Not started: its folder or manifest does not allow it.
        case refused
    }

    package var id = ""
    package var title = ""
    package var version = ""
    package var state = State.refused
    /// Why it is in this state, where that needs a word.
    package var detail: String?
    /// What to do about it.
    package var hint: String?
    package var folder = ""
    package var pid: Int?
    /// Whether it runs in the sandbox; nil while it does not run.
    package var isSandboxed: Bool?
    /// Memory in use by its first process, in bytes.
    package var residentBytes: Int?
    /// From launch to its introduction.
    package var startMilliseconds: Number?
    package var restarts = 0
    package var analyzers: [String] = []

    package init() {}

    package static let shape = Shape.record(
        "plugin summary", PluginSummary(),
        [
            .required("id", \.id, .text, "its id"),
            .standard("title", \.title, "", .text, "what it is about"),
            .standard("version", \.version, "", .text, "its version"),
            .required("state", \.state, .word("a state"), "starting | ready | waiting | quarantined | refused"),
            .optional("detail", \.detail, .text, "why it is in this state"),
            .optional("hint", \.hint, .text, "what to do about it"),
            .required("folder", \.folder, .text, "where it was found"),
            .optional("pid", \.pid, .int(0...Int.max), "its process"),
            .optional("sandboxed", \.isSandboxed, .bool, "whether it runs in the sandbox"),
            .optional("residentBytes", \.residentBytes, .int(0...Int.max), "memory in use"),
            .optional("startMilliseconds", \.startMilliseconds, .number, "from launch to its introduction"),
            .standard("restarts", \.restarts, 0, .int(0...Int.max), "how often it was started again"),
            .items("analyzers", \.analyzers, .list(.text), "ids of its analyzers"),
        ])
}

/// Everything there is to say of one plugin.
package struct PluginInfo: Sendable, Hashable {
    /// An unexpected end.
    package struct Crash: Sendable, Hashable {
        package var time = ""
        /// How it ended, in words.
        package var how = ""
        /// What it was doing.
        package var doing: String?

        package init() {}

        package static let shape = Shape.record(
            "crash", Crash(),
            [
                .required("time", \.time, .text, "when, in UTC"), .required("how", \.how, .text, "how it ended"),
                .optional("doing", \.doing, .text, "what it was doing"),
            ])
    }

    package var summary = PluginSummary()
    /// Tells one build of it from another.
    package var build = ""
    package var command: [String] = []
    package var environment: [String] = []
    package var analyzers: [AnalyzerDeclaration] = []
    /// The kinds of issues of its vocabulary.
    package var kinds: [String] = []
    package var validates = false
    package var contributes = false
    /// What it is working on.
    package var doing: String?
    /// The newest last.
    package var crashes: [Crash] = []
    package var log = ""

    package init() {}

    package static let shape = Shape.record(
        "plugin", PluginInfo(),
        [
            .required("summary", \.summary, PluginSummary.shape, "as in the list"),
            .standard("build", \.build, "", .text, "tells one build of it from another"),
            .items("command", \.command, .list(.text), "how it is started"),
            .items("environment", \.environment, .list(.text), "variables of the environment that it is given"),
            .items("analyzers", \.analyzers, .list(AnalyzerDeclaration.shape), "what it can analyze"),
            .items("kinds", \.kinds, .list(.text), "the kinds of issues of its vocabulary"),
            .standard("validates", \.validates, false, .bool, "whether it checks its section"),
            .standard("contributes", \.contributes, false, .bool, "whether it contributes linkages, values or clauses"),
            .optional("doing", \.doing, .text, "what it is working on"),
            .items("crashes", \.crashes, .list(Crash.shape), "unexpected ends, the newest last"),
            .standard("log", \.log, "", .text, "the file of its log"),
        ])
}

package struct PluginParams: Sendable, Hashable {
    package var plugin = ""
    package init() {}

    package static let shape = Shape.record(
        "plugin request", PluginParams(), [.required("plugin", \.plugin, .text, "its id")])
}

package struct PluginLogParams: Sendable, Hashable {
    package var plugin = ""
    package var limit = 100
    package init() {}

    package static let shape = Shape.record(
        "plugin log request", PluginLogParams(),
        [
            .required("plugin", \.plugin, .text, "its id"),
            .standard("limit", \.limit, 100, .int(1...10_000), "how many of the last lines"),
        ])
}

package struct CheckPluginParams: Sendable, Hashable {
    package var folder = ""
    package init() {}

    package static let shape = Shape.record(
        "plugin check request", CheckPluginParams(),
        [.required("folder", \.folder, .text, "the plugin's folder, as an absolute path")])
}

/// One thing that was looked at, and how it is.
package struct CheckedItem: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable { case passed, warning, failed, skipped }

    package var id = ""
    package var title = ""
    package var outcome = Outcome.passed
    /// What is wrong, or how it is, in a word.
    package var code: String?
    /// What was seen.
    package var detail: String?
    /// What to do about it.
    package var hint: String?

    package init(_ id: String, _ title: String, _ outcome: Outcome = .passed, code: String? = nil, detail: String? = nil, hint: String? = nil) {
        self.id = id
        self.title = title
        self.outcome = outcome
        self.code = code
        self.detail = detail
        self.hint = hint
    }

    package static let shape = Shape.record(
        "checked item", CheckedItem("", ""),
        [
            .required("id", \.id, .text, "for scripts"),
            .required("title", \.title, .text, "what was looked at"),
            .required("outcome", \.outcome, .word("an outcome"), "passed | warning | failed | skipped"),
            .optional("code", \.code, .text, "what is wrong, in a word for scripts: journal-damaged; of a plugin its state"),
            .optional("detail", \.detail, .text, "what was seen"),
            .optional("hint", \.hint, .text, "what to do about it"),
        ])
}
