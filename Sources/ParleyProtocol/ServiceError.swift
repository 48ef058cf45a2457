import Findings
import Negotiation
import Shapes
import Wire

/// An error that is meant for whoever asked.
package protocol ServiceFailure: Error {
    var serviceError: ServiceError { get }
}

/// Why a use case did not do what was asked, as scripts and people are told.
package struct ServiceError: ServiceFailure, Sendable {
    /// Stable words for scripts, each with the JSON-RPC number and the exit code of the CLI that go with it.
    package enum Code: String, Sendable, CaseIterable {
        case invalidParams = "invalid-params"
        case invalidWorkspace = "invalid-workspace"
        case unknownWorkspace = "unknown-workspace"
        case unknownPackage = "unknown-package"
        case unknownIssue = "unknown-issue"
        case unknownOption = "unknown-option"
        case unknownAnalyzer = "unknown-analyzer"
        case unknownRevision = "unknown-revision"
        case unknownPlugin = "unknown-plugin"
        case unknownAudience = "unknown-audience"
        /// A plugin ended, was ended, or answered what is no answer, while it was asked.
        case pluginFailed = "plugin-failed"
        /// A plugin does not run: it was refused, or is in quarantine.
        case pluginUnavailable = "plugin-unavailable"
        case alreadyExists = "already-exists"
        /// Something else in the workspace names it.
        case inUse = "in-use"
        /// `expectedRevision` is not the head, or files and workspace changed the same thing.
        case conflict
        /// The solver cannot say anything of the space, or not within its limits.
        case unsolvable
        case storage

        package var number: Int {
            switch self {
            case .invalidParams: RPCError.invalidParamsCode
            default: RPCError.failedCode
            }
        }
    }

    package var code: Code
    package var message: String
    package var hint: String?
    package var diagnostics: [Diagnostic]
    /// Further members of the error's data.
    package var details: Object

    package init(_ code: Code, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = [], details: Object = Object()) {
        self.code = code
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
        self.details = details
    }

    package var serviceError: ServiceError { self }

    package var rpcError: RPCError {
        var data = details
        if let hint { data["hint"] = .string(hint) }
        if !diagnostics.isEmpty { data["diagnostics"] = .array(diagnostics.map(Diagnostic.shape.encode)) }
        return RPCError(code.number, code.rawValue, message, data)
    }
}
