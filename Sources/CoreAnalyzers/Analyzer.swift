import Analysis
import Findings
import Negotiation
import OrderedCollections
import Shapes

/// What a core analyzer is given. It reads; it never writes.
package struct AnalysisRequest: Sendable {
    package var workspace: Workspace
    package var revision: Int
    package var packageID: ID<Package>?
    /// The package at hand: one of the workspace, or one made up for this request.
    package var package: Package?
    package var parameters: OrderedDictionary<String, Value>
    /// How long work hears that it is to stop, and tells how far it has come.
    package var control: Control

    package init(
        workspace: Workspace, revision: Int, packageID: ID<Package>? = nil, package: Package? = nil,
        parameters: OrderedDictionary<String, Value>, control: Control = Control()
    ) {
        self.workspace = workspace
        self.revision = revision
        self.packageID = packageID
        self.package = package
        self.parameters = parameters
        self.control = control
    }

    /// The reading asked for; assessed where the analyzer does not declare one.
    package var reading: Reading { parameters["reading"]?.string.flatMap(Reading.init(rawValue:)) ?? .assessed }
}

/// One analyzer: its declaration and its function.
package protocol Analyzer: Sendable {
    var declaration: AnalyzerDeclaration { get }
    func run(_ request: AnalysisRequest) throws -> AnalysisResult
}

extension Analyzer {
    /// Whether what it says depends on what modules contribute to packages, although it looks at the workspace.
    package var looksAtPackages: Bool { declaration.parameters.contains { $0.kind == .package } }
}
