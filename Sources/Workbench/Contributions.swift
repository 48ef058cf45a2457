import Crypto
import Drafting
import Glibc
import Findings
import Negotiation
import OrderedCollections
import ParleyProtocol
import PluginHost
import PluginProtocol
import Shapes

/// What modules contribute to states of workspaces: asked once a revision and build, and kept on the disk, so that a plugin
/// that does not run today does not change what was computed yesterday.
actor Contributions {
    private struct Kept: Sendable {
        var revision = 0
        var build = ""
        var hash = ""
        var contribution = ModuleContribution()

        static let shape = Shape.record(
            "kept contribution", Kept(),
            [
                .required("revision", \.revision, .int(), "of the workspace"), .required("build", \.build, .text, "of the plugin"),
                .required("hash", \.hash, .text, "of the contribution"),
                .required("contribution", \.contribution, ModuleContribution.shape, "as the engine takes it"),
            ])
    }

    /// A workspace with what its modules contribute.
    struct Joined: Sendable {
        var workspace: Workspace
        var uses: [ModuleUse]
        /// What a result lacks because a plugin does not run.
        var lacks: [String] = []
    }

    /// What a module worded for a view of a workspace.
    private struct Worded {
        var name: SnapshotName
        var build: String
        var clauses: Wording.Clauses
    }

    private let plugins: PluginHost
    private var kept: [String: Kept] = [:]
    private var worded: [String: Worded] = [:]

    init(_ plugins: PluginHost) { self.plugins = plugins }

    /// The modules that a workspace speaks of, in the order of mention.
    static func modules(of workspace: Workspace) -> OrderedSet<String> {
        OrderedSet(Array(workspace.modules.keys) + workspace.issues.values.compactMap(\.module))
    }

    func joined(_ snapshot: Snapshot) async -> Joined {
        var joined = Joined(workspace: snapshot.workspace, uses: [])
        for module in Contributions.modules(of: snapshot.workspace) {
            let (kept, use) = await contribution(of: module, to: snapshot)
            if let kept { joined.workspace = joined.workspace.adding(kept.contribution, of: module) }
            guard let use else { continue }
            joined.uses.append(use)
            if use.standing == .missing, let detail = use.detail {
                joined.lacks.append("what the module \(module) contributes (linkages, values): \(detail)")
            }
        }
        return joined
    }

    private func contribution(of module: String, to snapshot: Snapshot) async -> (Kept?, ModuleUse?) {
        let workspace = snapshot.workspace.id
        let key = "\(module)/\(workspace)"
        guard let plugin = await plugins[module] else {
            guard let kept = stored(module, workspace), kept.revision == snapshot.revision else { return (nil, ModuleUse(module, .missing)) }
            return (kept, ModuleUse(module, .lastGood, build: kept.build, hash: kept.hash, detail: "its plugin is not here any more"))
        }
        let build = await plugin.build
        if let kept = kept[key] ?? stored(module, workspace), kept.revision == snapshot.revision, kept.build == build {
            self.kept[key] = kept
            await plugin.settled()
            if await plugin.description != nil { return (kept, ModuleUse(module, .current, build: build, hash: kept.hash)) }
            return (kept, ModuleUse(module, .lastGood, build: build, hash: kept.hash, detail: "its plugin does not run now"))
        }
        do {
            await plugin.settled()
            if let description = await plugin.description, !description.contributes { return (nil, nil) }
            let given = try await plugin.contribute(
                to: SnapshotName(workspace, revision: snapshot.revision), snapshot.document)
            if let fault = snapshot.workspace.faults(of: given, document: snapshot.document).first {
                return (nil, ModuleUse(module, .missing, build: build, detail: "it does not fit the workspace: at \(fault.pointer), \(fault.message)"))
            }
            let contribution = snapshot.workspace.leavingOutWhatIsRequired(from: given)
            let bytes = JSON.bytes(ModuleContribution.shape.encode(contribution))
            let hash = SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
            let new = Kept(revision: snapshot.revision, build: build, hash: hash, contribution: contribution)
            kept[key] = new
            store(new, module, workspace)
            return (new, ModuleUse(module, .current, build: build, hash: hash))
        } catch let error as PluginError {
            return (nil, ModuleUse(module, .missing, build: build, detail: error.message))
        } catch {
            return (nil, ModuleUse(module, .missing, build: build, detail: "\(error)"))
        }
    }

    /// Drops what is kept of a workspace: another history has taken the place of the one that was asked about.
    func forget(_ workspace: ID<Workspace>) async {
        for plugin in await plugins.plugins {
            kept["\(plugin.id)/\(workspace)"] = nil
            if let path = path(plugin.id, workspace) { unlink(path) }
        }
        worded = worded.filter { $0.value.name.workspace != workspace }
    }

    // MARK: Wording

    /// What modules word for a view of a workspace, from which what its readers may not see has been taken: the modules see no
    /// more than the readers. Kept in memory while the revision is the newest that was asked for.
    func clauses(of modules: OrderedSet<String>, for name: SnapshotName, _ view: Workspace) async -> (clauses: Wording.Clauses, lacks: [String]) {
        var result: Wording.Clauses = [:]
        var lacks: [String] = []
        let document = Workspace.shape.encode(view)
        for module in modules {
            do {
                let clauses = try await clauses(of: module, for: name, view, document)
                result.merge(clauses) { $1 }
            } catch {
                let why = (error as? any ServiceFailure)?.serviceError.message ?? "\(error)"
                lacks.append("the wording of the module \(module) is missing: \(why)")
            }
        }
        return (result, lacks)
    }

    private func clauses(
        of module: String, for name: SnapshotName, _ view: Workspace, _ document: Value
    ) async throws -> Wording.Clauses {
        guard let plugin = await plugins[module] else { return [:] }
        let build = await plugin.build
        let key = "\(module)/\(name.workspace)/\(name.view ?? "")"
        if let worded = worded[key], worded.name == name, worded.build == build { return worded.clauses }
        await plugin.settled()
        if let description = await plugin.description, !description.contributes { return [:] }
        let given = try await plugin.contribute(to: name, document)
        if let fault = view.faults(of: given, document: document).first {
            throw ServiceError(.pluginFailed, "It does not fit the workspace: at \(fault.pointer), \(fault.message)")
        }
        worded[key] = Worded(name: name, build: build, clauses: given.clauses)
        return given.clauses
    }

    // MARK: On the disk

    private func path(_ module: String, _ workspace: ID<Workspace>) -> String? {
        guard Kebab.isID(module), Kebab.isID(workspace.text) else { return nil }
        return "\(plugins.settings.state)/\(module)/contribution-\(workspace).json"
    }

    private func stored(_ module: String, _ workspace: ID<Workspace>) -> Kept? {
        guard let path = path(module, workspace), let bytes = Files.read(path, limit: 8 << 20), let value = try? JSON.parse(bytes) else { return nil }
        return try? Kept.shape.read(value, ignoringUnknownMembers: true)
    }

    private func store(_ new: Kept, _ module: String, _ workspace: ID<Workspace>) {
        guard let path = path(module, workspace) else { return }
        // One that cannot be kept is asked for again.
        Files.replace(path, JSON.bytes(Kept.shape.encode(new)))
    }
}
