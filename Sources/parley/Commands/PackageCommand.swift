import ArgumentParser
import Negotiation

struct PackageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Draft, change, compare and show packages: proposals that settle issues.",
        discussion: """
            Examples:
              parley package new compromise --title "A compromise" crimea=deferred
              parley package set bridging 'ceasefire=[immediate-un,phased-benchmarks]'
              parley package compare bridging best-case
            """,
        subcommands: [
            PackageNew.self, PackageSet.self, PackageUnset.self, PackageStatus.self, PackageShow.self, PackageCompare.self,
            PackageList.self, PackageCopy.self, PackageDelete.self,
        ])
}

/// The package that a command is about.
struct PackageArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The package.", valueName: "package"), completion: Completing.packages)
    var package: String

    var id: ID<Package> { ID(package) }
}
