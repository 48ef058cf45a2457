import Logging
import Synchronization

/// How much is logged, which may change while the daemon runs.
final class Verbosity: Sendable {
    private let current: Mutex<Logger.Level>

    init(_ level: Logger.Level) { current = Mutex(level) }

    var level: Logger.Level {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Everything that is logged from now on goes to standard error, as far as the level lets it.
    func bootstrap() { LoggingSystem.bootstrap { Handler(verbosity: self, output: .standardError(label: $0)) } }

    private struct Handler: LogHandler {
        let verbosity: Verbosity
        var output: StreamLogHandler

        /// The daemon's, for every logger: none has a level of its own.
        var logLevel: Logger.Level {
            get { verbosity.level }
            set { verbosity.level = newValue }
        }

        var metadata: Logger.Metadata {
            get { output.metadata }
            set { output.metadata = newValue }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { output[metadataKey: key] }
            set { output[metadataKey: key] = newValue }
        }

        func log(event: LogEvent) { output.log(event: event) }
    }
}
