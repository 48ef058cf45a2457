import Analysis
import Wire

extension ComputePool {
    /// Runs what may take long: it tells how far it has come, and stops when nobody waits for it any more.
    func run<T: Sendable>(
        for client: Int, _ progress: ProgressReporter?, _ body: @escaping @Sendable (Control) throws -> T
    ) async throws -> T {
        let control = Control { done, total in progress?.report(done, of: total) }
        return try await withTaskCancellationHandler {
            try await run(for: client) { try body(control) }
        } onCancel: {
            control.stop()
        }
    }
}
