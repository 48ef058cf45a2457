/// What one connection may take of the process. Every limit is per connection, so that one peer cannot spend another's; what
/// they may take together says `Capacity`.
package struct Limits: Sendable {
    /// Bytes of a line without its newline, either way. An answer above it becomes an error that asks for pages.
    package var line = 8 << 20
    /// Bytes that may wait for a peer that does not read. Past it the connection is closed. Already at a quarter of it no
    /// further requests are read, so that a peer is closed only for what it has asked for earlier or subscribed to.
    package var outgoing = 64 << 20
    /// Messages in one batch.
    package var batch = 100
    /// Requests that run or wait for their turn in a lane.
    package var requests = 1_000
    /// Bytes of the lines of these requests.
    package var requestBytes = 64 << 20
    /// Bytes of further requests that are read but not started, so that a `$/cancel` behind them is seen in time. Past it
    /// the connection is not read until some are done.
    package var parkedBytes = 1 << 20
    /// Milliseconds between two progress reports of one request.
    package var progressInterval = 100

    package init() {}

    /// Requests are small when they fail: with ids of at most this many bytes an error line always fits.
    static let idBytes = 256
    /// Enough for an error line of this side, its id and the name of a method included.
    static let errorBytes = 4_096

    /// A batch is answered on one line, which must have room for an error for each of its messages.
    var batchCap: Int { max(1, min(batch, line / Limits.errorBytes)) }
}
