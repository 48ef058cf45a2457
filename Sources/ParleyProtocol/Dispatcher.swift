import Shapes
import Wire

/// The answering side: which use case answers which method. `Context` is what a use case wants to know of who asks.
package struct Dispatcher<Context: Sendable>: Sendable {
    private typealias Answer = @Sendable (Request, Context) async throws -> Value

    private var answers: [String: Answer] = [:]
    private var mutating: Set<String> = []

    package init() {}

    /// Registers the use case that answers `method`. Params are decoded before, the result is encoded after it.
    package mutating func on<Params, Result>(
        _ method: Method<Params, Result>, _ body: @escaping @Sendable (Params, Context) async throws -> Result
    ) {
        if method.mutates { mutating.insert(method.name) }
        answers[method.name] = { request, context in
            let params: Params
            do throws(Diagnostics) {
                params = try method.params.read(request.params ?? .object(Object()))
            } catch {
                throw Self.invalid(method.name, error.all).rpcError
            }
            do {
                return method.result.encode(try await body(params, context))
            } catch let failure as any ServiceFailure {
                throw failure.serviceError.rpcError
            }
        }
    }

    private static func invalid(_ method: String, _ faults: [Diagnostic]) -> ServiceError {
        let first = faults.first.map { fault in
            let place = fault.pointer.tokens.isEmpty ? "" : " at \(fault.pointer)"
            return ":\(place) \(fault.message)" + (fault.hint.map { " (\($0))" } ?? "")
        }
        return ServiceError(
            .invalidParams, "The params of \(method) do not fit\(first ?? "").", hint: "rpc.discover describes every method's params",
            diagnostics: faults)
    }

    /// Mutations of one connection share a lane, so that they take effect in the order in which they were sent.
    package func lane(of method: String) -> String? { mutating.contains(method) ? "changes" : nil }

    package func answer(_ request: Request, _ context: Context) async throws -> Value {
        guard let answer = answers[request.method] else {
            let near = Suggestion.nearest(to: request.method, among: answers.keys.sorted())
            var error = RPCError.methodNotFound(request.method)
            var data = error.data?.object ?? Object()
            data["hint"] = .string(near.map { "did you mean “\($0)”?" } ?? "rpc.discover lists the methods")
            error.data = .object(data)
            throw error
        }
        return try await answer(request, context)
    }
}
