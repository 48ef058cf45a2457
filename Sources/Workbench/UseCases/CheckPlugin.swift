import Findings
import Glibc
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes
import Wire
import WorkspaceFiles

extension Workbench {
    /// The conformance suite: what every plugin must do, tried on the one in a folder, apart from those that serve.
    func check(_ params: CheckPluginParams, for caller: Caller) async throws -> [CheckedItem] {
        guard params.folder.hasPrefix("/") else {
            throw ServiceError(.invalidParams, "“\(params.folder)” is not an absolute path.", hint: "name the plugin's folder from / on")
        }
        guard access(params.folder, R_OK) == 0 else {
            throw ServiceError(.invalidParams, "“\(params.folder)” is not a folder that can be read.", hint: "name the folder that holds plugin.yaml")
        }
        let plugin = await plugins.trial(params.folder)
        let suite = ConformanceSuite(plugin: plugin, pool: pool, caller: caller)
        let items = await suite.run()
        await plugins.end(plugin)
        return items
    }
}

/// Tries a plugin on a workspace made for it.
private struct ConformanceSuite {
    let plugin: Plugin
    let pool: ComputePool
    let caller: Caller

    func run() async -> [CheckedItem] {
        var items: [CheckedItem] = []
        switch await plugin.found.launch {
        case .failure(let refusal): return [CheckedItem("manifest", "Folder and plugin.yaml", .failed, detail: refusal.message, hint: refusal.hint)]
        case .success(let launchable):
            items.append(CheckedItem("manifest", "Folder and plugin.yaml", detail: "\(launchable.manifest.id) \(launchable.manifest.version)"))
        }
        await plugin.settled()
        let description: PluginDescription
        do {
            description = try await plugin.ready()
        } catch {
            return items + [CheckedItem("handshake", "Introduction", .failed, detail: error.message, hint: logged(error.hint))]
        }
        let milliseconds = await plugin.startMilliseconds.map { "after \($0) ms" } ?? ""
        items.append(CheckedItem("handshake", "Introduction", detail: "\(milliseconds), with \(description.analyzers.count) analyzers"))
        items.append(await sandbox())

        let sample: Snapshot
        do { sample = try Self.sample(for: plugin.id, revision: 1) } catch {
            return items + [CheckedItem("sample", "The sample workspace", .failed, detail: "\(error)")]
        }
        items.append(await attempt("validate", "Answers validate", isOffered: description.validates) {
            let found = try await plugin.validate(sample.document, of: sample.workspace.id)
            guard let stray = found.first(where: { $0.pointer.tokens.first == nil }) else { return "\(found.count) findings on the sample workspace" }
            throw CheckFailure("a diagnostic has no place: “\(stray.message)”", "give each a pointer, such as /modules/\(plugin.id)/…")
        })
        items.append(await attempt("contribute", "Answers contribute", isOffered: description.contributes) {
            let contribution = try await plugin.contribute(to: SnapshotName(sample.workspace.id, revision: 1), sample.document)
            if let fault = sample.workspace.faults(of: contribution, document: sample.document).first {
                throw CheckFailure("it does not fit the workspace: at \(fault.pointer), \(fault.message)", "contribute only what the workspace at hand has")
            }
            return "\(contribution.linkages.count) linkages, \(contribution.values.count) value terms"
        })
        for analyzer in description.analyzers {
            items.append(await attempt(analyzer.id, "Answers \(analyzer.id)") { try await analyze(analyzer, sample) })
        }
        items.append(await attempt("unknown-analyzer", "Refuses an analyzer that it does not have") {
            var nobody = AnalyzerDeclaration(id: "\(plugin.id).no-such-analyzer", title: "", summary: "", subject: .workspace)
            nobody.summary = "none"
            do { _ = try await analyze(nobody, sample) } catch let error as PluginError where error.kind == .refused { return nil }
            throw CheckFailure("it answered", "answer an unknown analyzer with an error")
        })
        items.append(await attempt("new-revision", "Takes a new revision of the workspace") {
            guard let analyzer = description.analyzers.first else { return nil }
            return try await analyze(analyzer, try Self.sample(for: plugin.id, revision: 2))
        })
        let process = await plugin.processID
        await plugin.restart()
        items.append(await attempt("shutdown", "Ends when it is asked to, and starts again") {
            _ = try await plugin.ready()
            if let process, kill(pid_t(process), 0) == 0 { throw CheckFailure("process \(process) is still there", "end when standard input ends") }
            return nil
        })
        return items
    }

    private func sandbox() async -> CheckedItem {
        let isSandboxed = await plugin.isSandboxed == true
        return CheckedItem(
            "sandbox", "Runs in the sandbox", isSandboxed ? .passed : .skipped,
            detail: isSandboxed ? nil : "no sandbox is in force here; “parley doctor” says why")
    }

    private struct CheckFailure: Error {
        var detail: String
        var hint: String
        init(_ detail: String, _ hint: String) {
            self.detail = detail
            self.hint = hint
        }
    }

    private func attempt(_ id: String, _ title: String, isOffered: Bool = true, _ body: () async throws -> String?) async -> CheckedItem {
        guard isOffered else { return CheckedItem(id, title, .skipped, detail: "not offered") }
        do { return CheckedItem(id, title, detail: try await body()) } catch let failure as CheckFailure {
            return CheckedItem(id, title, .failed, detail: failure.detail, hint: logged(failure.hint))
        } catch let error as PluginError {
            let places = error.diagnostics.prefix(3).map { "\($0.pointer): \($0.message)" }.joined(separator: "; ")
            return CheckedItem(id, title, .failed, detail: error.message + (places.isEmpty ? "" : " (\(places))"), hint: logged(error.hint))
        } catch {
            return CheckedItem(id, title, .failed, detail: "\(error)")
        }
    }

    /// A trial's log is gone afterwards, so its end goes with the hint.
    private func logged(_ hint: String?) -> String? {
        let tail = plugin.logTail(5)
        let log = tail.isEmpty ? nil : "its log ends: \(tail.joined(separator: " ⏎ "))"
        let parts = [hint, log].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private func analyze(_ analyzer: AnalyzerDeclaration, _ sample: Snapshot) async throws -> String? {
        var params = AnalyzeParams()
        params.analyzer = analyzer.id
        params.snapshot = SnapshotName(sample.workspace.id, revision: sample.revision)
        params.parameters = try analyzer.resolve(Object(), in: sample.workspace)
        if analyzer.subject == .package {
            params.packageID = sample.workspace.packages.keys.first
            params.package = sample.workspace.packages.values.first
        }
        let answering = HostAnswering(workspace: sample.workspace, pool: pool, client: caller.client)
        let result = try await plugin.analyze(params, sample.document, answers: { try await answering.answer($0) }, onProgress: nil)
        guard !result.summary.isEmpty else { throw CheckFailure("its summary is empty", "say the answer in a sentence or two") }
        for evidence in result.findings.flatMap(\.evidence) where sample.document[evidence.pointer] == nil {
            throw CheckFailure("evidence points to “\(evidence.pointer)”, where nothing stands", "point to what the finding rests on")
        }
        for table in result.tables {
            if table.rows.contains(where: { $0.count != table.columns.count }) {
                throw CheckFailure("a row of the table “\(table.id)” has not a cell for each column", "give every row as many cells as there are columns")
            }
        }
        return "\(result.status.rawValue): \(result.summary.prefix(100))"
    }

    /// A small negotiation without a section for the plugin: every plugin must take a workspace that says nothing to it.
    private static func sample(for plugin: String, revision: Int) throws -> Snapshot {
        let text = """
            parley: 1
            id: conformance
            title: A case for checks
            asOf: 2025-01-01
            sources: {brief: {title: Briefing, kind: article}, analyst: {title: Analyst, kind: assumption}}
            parties:
              north: {name: North, role: principal, outside: [-20, -5], source: brief}
              south: {name: South, role: principal}
            issues:
              season:
                title: Season
                options: {closed: {title: Closed}, summer: {title: Summer only}, open: {title: Open}}
                positions:
                  north: {stance: {closed: demands, summer: accepts, open: 0}, salience: high, source: brief}
                  south: {stance: {closed: 0, summer: accepts, open: demands}, salience: medium, source: analyst}
              quota:
                title: Quota
                range: {from: 0, to: 100, step: 10, unit: kt}
                positions: {north: {stance: {0: demands, 100: 0}, salience: low}, south: {stance: {0: 0, 100: demands}, salience: vital}}
            noDeal: {choices: {season: open, quota: 80}}
            packages: {middle: {title: Revision \(revision), choices: {season: summer, quota: [20, 40]}}}
            """
        let read = try WorkspaceFiles.read([.init(path: "workspace.yaml", text: text)])
        return Snapshot(revision: revision, document: read.document, workspace: read.workspace)
    }
}
