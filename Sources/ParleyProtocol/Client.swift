import Shapes
import Wire

/// The calling side of the socket: methods by their declarations.
package struct Client: Sendable {
    package let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// - Throws: `RPCError` as the daemon answered it; `Diagnostics` when the answer does not have the declared form, which
    ///   means that daemon and client are of different builds.
    package func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Result {
        let answer = try await connection.call(method.name, method.params.encode(params), onProgress: onProgress)
        return try method.result.read(answer, ignoringUnknownMembers: true)
    }
}
