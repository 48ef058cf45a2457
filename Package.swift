// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house and the arrows between them. A room may name the rooms in its dependency list and no others;
// the compiler enforces it. Each room's README.md says in a paragraph what lives there. `Shapes` is the ground floor: its
// numbers and trees are what the types of the other rooms are made of, so whoever uses those has to name it
// (MemberImportVisibility). For the same reason the CLI names the rooms whose types its protocol carries.

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

/// An issue module that comes with Parley: a program of its own, made with what every author of a plugin has.
func plugin(_ id: String) -> Target {
    .executableTarget(
        name: "parley-plugin-\(id)", dependencies: ["PluginKit"], path: "Plugins/\(id)/Sources", swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let bits = Target.Dependency.product(name: "BitCollections", package: "swift-collections")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "parley",
    products: [
        .executable(name: "parleyd", targets: ["parleyd"]),
        .executable(name: "parley", targets: ["parley"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CLinux", exclude: ["README.md"]),
        room("Shapes", [collections]),
        room("YAML", ["CYAML", "Shapes"]),
        room("Negotiation", ["Shapes", collections]),
        room("Findings", ["Negotiation", "Shapes", collections]),
        room("Drafting", ["Negotiation", "Findings", "Shapes", collections]),
        room("Analysis", ["Negotiation", "Shapes", bigInt, bits, collections]),
        room("CoreAnalyzers", ["Negotiation", "Findings", "Analysis", "Shapes", collections]),
        room("WorkspaceFiles", ["Negotiation", "YAML", "Shapes", collections]),
        room("Importers", ["Negotiation", "YAML", "Shapes", collections]),
        room("Journal", ["Negotiation", "Shapes", collections, crypto, grdb]),
        room("Wire", ["Shapes", "CLinux"] + nio),
        room("ParleyProtocol", ["Negotiation", "Findings", "Drafting", "Wire", "Shapes", collections]),
        room("PluginProtocol", ["Negotiation", "Findings", "Wire", "Shapes", collections]),
        room("PluginKit", ["PluginProtocol", "Negotiation", "Findings", "Wire", "Shapes", collections]),
        room("PluginHost", ["PluginProtocol", "Negotiation", "Findings", "Wire", "YAML", "Shapes", "CLinux", collections, crypto, logging]),
        room("Diagnosis", ["PluginHost", "ParleyProtocol", "Wire"]),
        room(
            "Workbench",
            [
                "Negotiation", "Findings", "Drafting", "Analysis", "CoreAnalyzers", "WorkspaceFiles", "Importers", "Journal", "PluginProtocol", "PluginHost",
                "Diagnosis", "ParleyProtocol", "Wire", "Shapes", collections, crypto, logging,
            ]),
        room("Briefing", ["Negotiation", "Findings", "Shapes", collections]),
        .executableTarget(name: "parley-keeper", exclude: ["README.md"]),
        plugin("territory"),
        plugin("nato"),
        plugin("sanctions"),
        plugin("institutions"),
        plugin("third-parties"),
        plugin("history"),
        plugin("opinion"),
        .executableTarget(
            name: "parleyd",
            dependencies: ["Workbench", "PluginHost", "ParleyProtocol", "Wire", "YAML", "Shapes", "CLinux", argumentParser, logging],
            exclude: ["README.md"], swiftSettings: settings),
        .executableTarget(
            name: "parley",
            dependencies: [
                "ParleyProtocol", "Diagnosis", "Briefing", "Negotiation", "Findings", "Wire", "Shapes", collections, argumentParser,
            ],
            exclude: ["README.md"], swiftSettings: settings),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "ModuleTestSupport", dependencies: ["WorkspaceFiles", "Findings", "Negotiation", "Shapes"],
            path: "Tests/ModuleTestSupport", swiftSettings: settings),
        tests("YAMLTests", ["YAML", "Shapes"]),
        tests("NegotiationTests", ["Negotiation", "YAML", "Shapes", collections]),
        tests("WorkspaceFilesTests", ["WorkspaceFiles", "YAML", "Negotiation", "Shapes", collections]),
        tests("ImportersTests", ["Importers", "WorkspaceFiles", "YAML", "Negotiation", "Shapes", collections]),
        tests("DraftingTests", ["Drafting", "WorkspaceFiles", "Findings", "Negotiation", "Shapes", collections]),
        tests("AnalysisTests", ["Analysis", "Importers", "Negotiation", "Shapes", collections]),
        tests("CoreAnalyzersTests", ["CoreAnalyzers", "Analysis", "Findings", "Negotiation", "Shapes", collections]),
        tests("JournalTests", ["Journal", "Negotiation", "Shapes", "TestSupport", collections, crypto, grdb]),
        tests("WireTests", ["Wire", "CLinux", "Shapes"] + nio.prefix(1)),
        tests("BriefingTests", ["Briefing", "Findings", "Negotiation", "Shapes", "TestSupport", collections], exclude: ["Snapshots"]),
        tests("CommandLineTests", ["parley", "Negotiation", "ParleyProtocol", "Wire", "Shapes", "TestSupport", collections], exclude: ["Snapshots"]),
        tests("TerritoryTests", ["parley-plugin-territory", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("SanctionsTests", ["parley-plugin-sanctions", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("NATOTests", ["parley-plugin-nato", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("InstitutionsTests", ["parley-plugin-institutions", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("ThirdPartiesTests", ["parley-plugin-third-parties", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("HistoryTests", ["parley-plugin-history", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("OpinionTests", ["parley-plugin-opinion", "PluginKit", "ModuleTestSupport", "Findings", "Negotiation", "Shapes", collections]),
        tests("DaemonTests", ["TestSupport", "Shapes", "parley", "parleyd"], exclude: ["Snapshots", "Misbehaving"]),
    ]
)
