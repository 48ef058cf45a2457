import Findings
import Negotiation
import OrderedCollections
import Shapes
import Wire

/// The methods of the socket. A new one is declared here, listed in `all`, and answered by a use case of the Workbench.
package enum Methods {
    package static let all: [MethodDescription] = [
        discover.description, status.description, doctor.description, stop.description, schema.description, list.description, get.description,
        apply.description, diff.description, export.description, log.description, revert.description,
        backup.description, restore.description, verify.description,
        createPackage.description, setPackage.description, unsetPackage.description, updatePackage.description,
        copyPackage.description, deletePackage.description, comparePackages.description, draftText.description, addRecord.description,
        listRecord.description, listAnalyzers.description, runAnalyzer.description, listPlugins.description,
        getPlugin.description, pluginLog.description, restartPlugin.description, releasePlugin.description,
        checkPlugin.description, subscribe.description, unsubscribe.description,
    ]

    // MARK: The daemon

    package static let discover = Method("rpc.discover", params: NoParams.shape, result: .any, "This protocol as an OpenRPC document.")
    package static let status = Method(
        "daemon.status", params: NoParams.shape, result: DaemonStatus.shape, "Version, process, socket, and the workspaces it keeps.")
    package static let stop = Method(
        "daemon.stop", params: NoParams.shape, result: .bool, "Stops the daemon after what is in flight; answers true first.")

    package static let doctor = Method(
        "daemon.doctor", params: NoParams.shape, result: .list(CheckedItem.shape),
        "Looks over daemon, storage, sandbox and plugins, and says what is not as it should be and how to mend it.")

    // MARK: Workspaces

    package static let schema = Method(
        "workspace.schema", params: NoParams.shape, result: .any, "The JSON Schema (2020-12) of a workspace document.")
    package static let list = Method(
        "workspace.list", params: NoParams.shape, result: .list(WorkspaceSummary.shape), "The workspaces that the daemon keeps.")
    package static let get = Method(
        "workspace.get", params: AtRevision.shape, result: WorkspaceState.shape, "A workspace as one document, now or as of a revision.")
    package static let apply = Method(
        "workspace.apply", mutates: true, params: ApplyParams.shape, result: ChangeOutcome.shape,
        "Merges the files of a workspace into it, three ways on what was last applied; creates it when it is new.")
    package static let importFiles = Method(
        "workspace.import", mutates: true, params: ImportParams.shape, result: ImportOutcome.shape,
        "Makes a workspace of a domain in another system's format, and says what was read and what was not.")
    package static let diff = Method(
        "workspace.diff", params: DiffParams.shape, result: DiffResult.shape,
        "What workspace.apply would change; nothing is written.")
    package static let export = Method(
        "workspace.export", params: ExportParams.shape, result: .list(SourceFile.shape),
        "A workspace as the files that people edit: the whole of it, or what an audience may see.")
    package static let log = Method(
        "workspace.log", params: LogParams.shape, result: Page.shape(Revision.shape, of: "revisions"), "Its revisions, newest first, in pages.")
    package static let revert = Method(
        "workspace.revert", mutates: true, params: RevertParams.shape, result: ChangeOutcome.shape,
        "Restores the content of an earlier revision as a new one.")

    package static let backup = Method(
        "workspace.backup", params: BackupParams.shape, result: BackupOutcome.shape,
        "Writes a copy of a workspace with its whole history, as of one moment and verified, to a folder on the daemon's machine.")
    package static let restore = Method(
        "workspace.restore", mutates: true, params: RestoreParams.shape, result: RestoreOutcome.shape,
        "Makes a workspace of a backup, once all of it has been verified.")
    package static let verify = Method(
        "workspace.verify", params: WorkspaceParams.shape, result: VerifyOutcome.shape,
        "Reads everything that a workspace ever held, and says what does not match its hash.")

    // MARK: Packages

    package static let createPackage = Method(
        "package.create", mutates: true, params: CreatePackageParams.shape, result: ChangeOutcome.shape, "Drafts a new package.")
    package static let setPackage = Method(
        "package.set", mutates: true, params: SetPackageParams.shape, result: ChangeOutcome.shape,
        "Sets what a package says on issues: an option, a list of disputed options, or left-out.")
    package static let unsetPackage = Method(
        "package.unset", mutates: true, params: UnsetPackageParams.shape, result: ChangeOutcome.shape, "Opens issues of a package again.")
    package static let updatePackage = Method(
        "package.update", mutates: true, params: UpdatePackageParams.shape, result: ChangeOutcome.shape,
        "Changes a package's title, author, status or rationale.")
    package static let copyPackage = Method(
        "package.copy", mutates: true, params: CopyPackageParams.shape, result: ChangeOutcome.shape,
        "Makes a new draft from a package, and notes what it is based on.")
    package static let deletePackage = Method(
        "package.delete", mutates: true, params: PackageParams.shape, result: ChangeOutcome.shape,
        "Removes a package; earlier revisions keep it.")
    package static let comparePackages = Method(
        "package.compare", params: ComparePackagesParams.shape, result: .list(ComparedIssue.shape),
        "Issue by issue, what several packages say.")
    package static let draftText = Method(
        "package.draft", params: DraftParams.shape, result: DraftedText.shape,
        "A package as a draft agreement that everybody, or an audience, may see; or what changed in it against another.")

    // MARK: The record

    package static let addRecord = Method(
        "record.add", mutates: true, params: AddRecordParams.shape, result: ChangeOutcome.shape, "Adds an entry to the record of the talks.")
    package static let listRecord = Method(
        "record.list", params: PageParams.shape, result: Page.shape(ListedEntry.shape, of: "record entries"), "The record of the talks, oldest first.")

    // MARK: Analysis

    package static let listAnalyzers = Method(
        "analyzer.list", params: NoParams.shape, result: .list(AnalyzerDeclaration.shape), "The registered analyzers and their parameters.")
    package static let runAnalyzer = Method(
        "analysis.run", params: RunParams.shape, result: AnalysisResult.shape,
        "Runs one analyzer on a workspace, on one of its packages, or on a variation that is not stored.")

    package static let solve = Method(
        "analysis.solve", params: SolveSpaceParams.shape, result: SolveResult.shape,
        "Solves what is open: efficient packages and fair ones. Of a workspace, or of files that are not kept.")

    // MARK: Plugins

    package static let listPlugins = Method(
        "plugin.list", params: NoParams.shape, result: .list(PluginSummary.shape),
        "The plugins that were found, those too that were refused, and how each is.")
    package static let getPlugin = Method(
        "plugin.info", params: PluginParams.shape, result: PluginInfo.shape, "Everything there is to say of one plugin.")
    package static let pluginLog = Method(
        "plugin.logs", params: PluginLogParams.shape, result: .list(.text),
        "The last lines of a plugin's log: what it wrote to standard error, and what the host noted of it.")
    package static let restartPlugin = Method(
        "plugin.restart", params: PluginParams.shape, result: PluginSummary.shape,
        "Ends a plugin and starts it again, from what lies in its folder now; answers when it is there.")
    package static let releasePlugin = Method(
        "plugin.release", params: PluginParams.shape, result: PluginSummary.shape,
        "Lets a plugin out of quarantine and starts it; answers when it is there.")
    package static let checkPlugin = Method(
        "plugin.check", params: CheckPluginParams.shape, result: .list(CheckedItem.shape),
        "Runs the conformance suite against the plugin in a folder, apart from those that serve.")

    // MARK: Events

    package static let subscribe = Method(
        "events.subscribe", params: SubscribeParams.shape, result: .bool,
        "From now on every change comes as a notification `workspace.changed`, with params like the result of the method that made it.")
    package static let unsubscribe = Method("events.unsubscribe", params: NoParams.shape, result: .bool, "Ends the subscription.")

    /// The notification sent to subscribers.
    package static let changedEvent = "workspace.changed"
}
