import Shapes

/// A method that one end of a connection calls and the other answers, declared once: dispatch, calls, help and
/// `rpc.discover` follow from it.
package struct Method<Params: Sendable, Result: Sendable>: Sendable {
    package let name: String
    package let summary: String
    /// Methods that change a workspace take effect in the order of arrival on a connection.
    package let mutates: Bool
    package let params: Shape<Params>
    package let result: Shape<Result>

    package init(_ name: String, mutates: Bool = false, params: Shape<Params>, result: Shape<Result>, _ summary: String) {
        self.name = name
        self.summary = summary
        self.mutates = mutates
        self.params = params
        self.result = result
    }

    /// What there is to say of the method without its types.
    package var description: MethodDescription {
        MethodDescription(name: name, summary: summary, mutates: mutates, params: { params.schema(&$0) }, result: { result.schema(&$0) })
    }
}

/// A method as `rpc.discover` tells it.
package struct MethodDescription: Sendable {
    package let name: String
    package let summary: String
    package let mutates: Bool
    package let params: @Sendable (inout SchemaBuilder) -> Value
    package let result: @Sendable (inout SchemaBuilder) -> Value
}

/// Params of methods that take none.
package struct NoParams: Sendable, Hashable {
    package init() {}
    package static let shape = Shape.record("empty parameter list", NoParams(), [])
}

extension Connection {
    /// Calls a method of the other end by its declaration.
    ///
    /// - Throws: `RPCError` as the other end answered it; `Diagnostics` when the answer does not have the declared form, which
    ///   means that both ends are of different builds, or that the other end is wrong. Members that are not declared are passed
    ///   over.
    package func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, waitsWhenCancelled: Bool = false,
        onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Result {
        let answer = try await call(
            method.name, method.params.encode(params), waitsWhenCancelled: waitsWhenCancelled, onProgress: onProgress)
        return try method.result.read(answer, ignoringUnknownMembers: true)
    }
}
