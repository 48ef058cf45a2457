import Dispatch

/// Does something for each of some numbers, spread over the cores.
///
/// - Returns: what it came to, in the order of the numbers.
/// - Throws: the error of one of those that failed.
package func concurrently<T: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> T) throws -> [T] {
    if count == 1 { return [try body(0)] }
    var results = [Result<T, any Error>?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
        // Each writes its own place.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: count) { place in results[place] = Result { try body(place) } }
    }
    return try results.compactMap { try $0?.get() }
}
