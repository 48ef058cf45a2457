import Foundation

/// Texts kept beside the tests, so that a change of a surface is seen in review.
package enum Snapshot {
    /// Nil when `text` is what is kept under `name`, else what to do about it. `PARLEY_UPDATE_SNAPSHOTS=1` writes it anew.
    ///
    /// - Parameter file: the test's own file; snapshots lie in the folder `Snapshots` beside it.
    package static func difference(_ text: String, from name: String, beside file: StaticString) throws -> String? {
        let path = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().appendingPathComponent("Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["PARLEY_UPDATE_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path)
        }
        let kept = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        guard kept != text else { return nil }
        let lines = zip(kept.split(separator: "\n", omittingEmptySubsequences: false), text.split(separator: "\n", omittingEmptySubsequences: false))
        let first = lines.first { $0 != $1 }.map { "\nkept: \($0)\nnow:  \($1)" } ?? "\none is longer than the other"
        return "\(name) has changed; look at it, and if it is meant, run with PARLEY_UPDATE_SNAPSHOTS=1\(first)"
    }
}
