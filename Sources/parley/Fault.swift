import ParleyProtocol
import Shapes
import Wire

/// Why a command did not do what was asked: for people, for scripts, and for the caller's exit code.
struct Fault: Error {
    var status: ExitStatus
    var message: String
    var hint: String?
    var diagnostics: [Diagnostic] = []
    /// Entities that files and workspace both changed.
    var conflicts: [Value] = []
    /// The JSON-RPC number, also for failures that never reached the daemon.
    var number = RPCError.failedCode
    /// The error's data as the daemon sent it, or as it would have.
    var data: Value

    /// A failure on this side of the socket.
    init(_ status: ExitStatus, code: String, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = []) {
        var data = Object([("code", .string(code))])
        if let hint { data["hint"] = .string(hint) }
        if !diagnostics.isEmpty { data["diagnostics"] = .array(diagnostics.map(Diagnostic.shape.encode)) }
        self.status = status
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
        self.data = .object(data)
    }

    /// A refusal by the daemon, whose reason is shown as it came.
    init(_ error: RPCError) {
        status = ExitStatus(error)
        message = error.message
        hint = error.data?["hint"]?.string
        // Diagnostics that do not have the declared form are still in `data`.
        diagnostics = (error.data?["diagnostics"]).flatMap { try? Shape.list(Diagnostic.shape).read($0) } ?? []
        conflicts = error.data?["conflicts"]?.array ?? []
        number = error.code
        data = error.data ?? .null
    }

    init(_ error: SocketError) {
        let status: ExitStatus = error.code == .busy ? .tryAgain : error.code == .pathTooLong ? .usage : .unavailable
        self.init(status, code: error.code.rawValue, error.description)
    }

    /// Somebody who typed a command did not write the params that do not fit, so their places in there mean nothing to them.
    var inWordsOfTheCommandLine: Fault {
        guard data["code"]?.string == ServiceError.Code.invalidParams.rawValue, let first = diagnostics.first else {
            return self
        }
        var fault = self
        fault.message = first.message.prefix(1).uppercased() + first.message.dropFirst() + "."
        fault.hint = first.hint
        fault.diagnostics.removeFirst()
        return fault
    }

    /// The diagnostics that say more than the message.
    var furtherDiagnostics: [Diagnostic] { diagnostics.filter { $0.place != nil || !message.contains($0.message) } }

    /// As JSON: the error object of JSON-RPC, wherever it came from.
    var value: Value {
        ["error": ["code": .int(number), "message": .string(message), "data": data]]
    }
}

extension ExitStatus {
    /// The exit code that goes with what the daemon answered.
    package init(_ error: RPCError) {
        if let code = error.name.flatMap(ServiceError.Code.init(rawValue:)) {
            self.init(code)
            return
        }
        self =
            switch error.name {
            case "connection-closed", "not-your-daemon": .unavailable
            case "request-too-large", "line-too-long", "parse-error", "invalid-request": .badInput
            case "internal-error": .defect
            case "cancelled", "too-many-connections", "crowded", "slow-reader": .tryAgain
            default: .refused
            }
    }

    package init(_ code: ServiceError.Code) {
        self =
            switch code {
            case .invalidParams, .invalidWorkspace, .unsolvable: .badInput
            case .unknownWorkspace, .unknownPackage, .unknownIssue, .unknownOption, .unknownAnalyzer, .unknownRevision,
                .unknownPlugin, .unknownAudience, .alreadyExists, .inUse:
                .refused
            case .pluginFailed, .pluginUnavailable: .plugin
            case .conflict: .conflict
            case .storage: .storage
            }
    }
}
