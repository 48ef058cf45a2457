import Shapes

/// A plugin in Swift, made with PluginKit.
enum SwiftTemplate {
    /// - Parameter kit: the folder of Parley's sources.
    static func files(_ name: String, kit: String) -> [TemplateFile] {
        [
            TemplateFile(path: "plugin.yaml", text: manifest(name)),
            TemplateFile(path: "Package.swift", text: package(name, kit: kit)),
            TemplateFile(path: "Sources/Plugin.swift", text: source(name)),
            TemplateFile(path: "build", text: build(name), isProgram: true),
            TemplateFile(path: "README.md", text: readme(name)),
            TemplateFile(path: ".gitignore", text: ".build/\nbin/\n"),
        ]
    }

    private static func manifest(_ name: String) -> String {
        """
        id: \(name)
        version: 0.1.0
        title: Deadlines by which issues have to be settled
        protocol: 1
        command: [\(name)]      # sought in bin/, where ./build puts it

        """
    }

    private static func package(_ name: String, kit: String) -> String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "\(name)",
            products: [.executable(name: "\(name)", targets: ["Plugin"])],
            // Parley's sources as they were found on this machine; edit the path when they move.
            dependencies: [.package(name: "parley", path: \(JSON.text(.string(kit))))],
            targets: [
                .executableTarget(
                    name: "Plugin", dependencies: [.product(name: "PluginKit", package: "parley")], path: "Sources")
            ]
        )

        """
    }

    private static func build(_ name: String) -> String {
        """
        #!/bin/sh
        # Builds the plugin and puts its program where plugin.yaml has it sought. Arguments go to `swift build`, in place of
        # the usual ones: ./build -c debug
        set -eu
        cd "$(dirname "$0")"
        [ $# -gt 0 ] || set -- -c release
        # In the sandbox a plugin sees nothing but the system and its own folder, so the program brings Swift's library along.
        set -- "$@" --static-swift-stdlib
        swift build "$@"
        mkdir -p -m 755 bin
        # Through a new file and a rename, so that a plugin that runs keeps the program that it runs.
        install -m 755 "$(swift build "$@" --show-bin-path)/\(name)" bin/.\(name).new
        mv -f bin/.\(name).new bin/\(name)

        """
    }

    private static func readme(_ name: String) -> String {
        """
        # \(name)

        A plugin of Parley: deadlines by which issues have to be settled. A workspace says them in a section of its own,

            modules:
              \(name):
                deadlines:
                  crimea: {date: 2025-09-30, source: brief, note: When the mandate runs out.}

        and `\(name).deadlines` tells which have passed, which are close, and which issues have none.

            ./build                           # again after every change; takes a few minutes the first time
            parley plugin check .             # does it keep to the protocol?
            PARLEY_PLUGIN_PATH=$(dirname "$PWD") parley start     # a daemon that finds it; “parley stop” ends one that runs
            parley analyze \(name).deadlines --param within=60
            parley plugin restart \(name)     # after the next ./build
            parley plugin logs \(name)        # whatever the plugin prints

        `Sources/Plugin.swift` is all there is to it. Plugins/README.md of Parley says what else a plugin can contribute.

        """
    }

    private static func source(_ name: String) -> String {
        #"""
        import PluginKit

        @main
        struct Plugin {
            static func main() async {
                await Module(
                    "\#(name)", section: Section.shape, validate: Section.faults, analyzers: [DeadlinesAnalyzer()]
                ).run()
            }
        }

        // MARK: What a workspace says

        /// What stands under `modules: {\#(name): …}`. Its shape decides its form: whatever does not fit is told with file,
        /// line and column before the workspace is stored.
        struct Section: Sendable {
            var deadlines: OrderedDictionary<ID<Issue>, Deadline> = [:]

            static let shape = Shape.record(
                "\#(name) section", Section(),
                [
                    .items(
                        "deadlines", \.deadlines, .mapping(ID<Issue>.shape, Deadline.shape), "issue → when it has to be settled")
                ])

            /// What is wrong with a section whose form is sound.
            static func faults(in theCase: ModuleCase<Section>) -> [Diagnostic] {
                let workspace = theCase.workspace
                var faults: [Diagnostic] = []
                for (issue, deadline) in theCase.section?.deadlines ?? [:] {
                    // A pointer leads to the place in the workspace; the host makes file, line and column of it.
                    let place = theCase.place / "deadlines" / issue.text
                    if workspace.issues[issue] == nil {
                        faults.append(
                            Diagnostic(
                                code: "unknown-issue", "there is no issue “\(issue)”",
                                hint: Suggestion.hint(
                                    for: issue.text, among: workspace.issues.keys.map(\.text), kind: "issue"), pointer: place))
                    }
                    if let source = deadline.source, workspace.sources[source.source] == nil {
                        faults.append(
                            Diagnostic(
                                code: "unknown-source", "there is no source “\(source.source)”",
                                hint: Suggestion.hint(
                                    for: source.source.text, among: workspace.sources.keys.map(\.text), kind: "source"),
                                pointer: place / "source"))
                    }
                }
                return faults
            }
        }

        /// When an issue has to be settled, and who says so.
        struct Deadline: Sendable {
            var date = ""
            var source: Citation?
            var note: String?

            static let shape = Shape.record(
                "deadline", Deadline(),
                [
                    .required("date", \.date, day, "the day by which it has to be settled: 2025-09-30"),
                    .optional("source", \.source, Citation.shape, "who says so"),
                    .optional("note", \.note, .text, "what happens then"),
                ])

            private static let day = Shape<String>.date.refined("bad-date") {
                Day($0).isWhole ? nil : "a deadline is a day, as 2025-09-30, not “\($0)”"
            }
        }

        /// A date that can be counted with.
        struct Day {
            let isWhole: Bool
            /// Days since the first of March of the year 0.
            let number: Int

            /// - Parameter text: `2025-09-30`; a month or a year stands for its first day.
            init(_ text: String) {
                let parts = text.split(separator: "-").compactMap { Int($0) }
                isWhole = parts.count == 3
                let (month, day) = (parts.count > 1 ? parts[1] : 1, parts.count > 2 ? parts[2] : 1)
                // A year that begins in March has its leap day at the end, where it disturbs nothing.
                let year = (parts.first ?? 0) - (month < 3 ? 1 : 0)
                number = year * 365 + year / 4 - year / 100 + year / 400 + ((month + 9) % 12 * 153 + 2) / 5 + day - 1
            }
        }

        // MARK: What it finds

        struct DeadlinesAnalyzer: ModuleAnalyzer {
            let declaration = AnalyzerDeclaration(
                id: "\#(name).deadlines", title: "What has to be settled when?",
                summary: "Tells which deadlines have passed or are close, and which issues have none.",
                subject: .workspace,
                parameters: [
                    // Checked before the analyzer runs.
                    Parameter(
                        "within", .integer, "how many days away a deadline is close",
                        range: Interval(low: 0, high: 3650), standard: 30),
                    Parameter("issues", .issues, "which issues to look at; all when absent"),
                ])

            func run(_ request: ModuleRequest<Section>) async throws -> AnalysisResult {
                let workspace = request.workspace
                guard let asOf = workspace.asOf else {
                    throw Lack(
                        "Without a date of the workspace no deadline is past or close.",
                        lacks: ["asOf: the day the case is described, as 2025-08-12"])
                }
                let within = request.parameters["within"]?.int ?? 0
                let chosen = request.parameters["issues"]?.array?.compactMap(\.string)
                let issues = Array(workspace.issues.keys).filter { chosen?.contains($0.text) ?? true }

                // It names things as people read them, cites them, and counts what the result rests on.
                var explainer = Explainer(workspace)
                // Filled in already, as far as it does not depend on what is found.
                var result = request.result
                var table = Table(
                    id: "deadlines", title: "Deadlines, the next first",
                    columns: [
                        .init("issue", "Issue"), .init("date", "Deadline"), .init("days", "Days left", unit: "days"),
                        .init("state", "State"),
                    ])
                let dated = issues.compactMap { id in
                    (request.section?.deadlines[id]).map { (id, $0, Day($0.date).number - Day(asOf).number) }
                }
                for (id, deadline, days) in dated.sorted(by: { $0.2 < $1.2 }) {
                    let title = explainer.title(id)
                    let (state, found): (Cell, Finding?) =
                        if days < 0 {
                            (.verdict("past", .bad), Finding(.fragile, id: "past/\(id)", "The deadline for \(title) has passed"))
                        } else if days <= within {
                            (.verdict("close", .warning), Finding(.note, id: "close/\(id)", "The deadline for \(title) is close"))
                        } else {
                            (.text("ahead"), nil)
                        }
                    let text = "\(deadline.date), \(Phrase.count(abs(days), "day")) \(days < 0 ? "before" : "after") \(asOf)"
                    let evidence = explainer.evidence(["modules", "\#(name)", "deadlines", id.text], text, deadline.source)
                    if var found {
                        found.detail = deadline.note
                        found.issues = [id]
                        found.evidence = [evidence]
                        result.findings.append(found)
                    }
                    table.rows.append([
                        explainer.cell(id), .text(deadline.date), .figure(Figure(exact: Number(days))), state,
                    ])
                }

                let bare = issues.filter { request.section?.deadlines[$0] == nil }
                if !bare.isEmpty {
                    var finding = Finding(
                        .missing, id: "none",
                        "\(Phrase.capitalized(Phrase.count(bare.count, "issue"))) \(Phrase.verb(bare.count, "has", "have")) no deadline",
                        detail: "\(Phrase.brief(bare.map(explainer.title))). Add each under modules.\#(name).deadlines, with its source.")
                    finding.issues = bare
                    finding.evidence = bare.map { Evidence(["issues", $0.text], text: explainer.title($0)) }
                    result.findings.append(finding)
                    result.status = .partial
                    result.lacks = bare.map { "modules.\#(name).deadlines.\($0): when it has to be settled" }
                }
                if !table.rows.isEmpty { result.tables = [table] }
                let (past, close) = (result.findings.count { $0.kind == .fragile }, result.findings.count { $0.kind == .note })
                result.summary = """
                    Of \(Phrase.count(issues.count, "issue")), \(dated.count) \(Phrase.verb(dated.count, "has", "have")) a deadline; \
                    on \(asOf) \(past) \(Phrase.verb(past, "is", "are")) past, and \(close) at most \(Phrase.count(within, "day")) away.
                    """
                result.provenance = explainer.provenance
                return result
            }
        }

        """#
    }
}
