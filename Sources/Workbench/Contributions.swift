import Crypto
import Glibc
import Findings
import Negotiation
import OrderedCollections
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

    private let plugins: PluginHost
    private var kept: [String: Kept] = [:]

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
