import Foundation
import Shapes

/// Where journals lie: `<state>/workspaces/<id>.sqlite`.
package enum JournalFiles {
    package static func directory(in state: String) -> String { state + "/workspaces" }

    /// The file of a workspace, whether or not it exists. Ids come from the socket, so anything but an id is refused: it could
    /// name a file elsewhere.
    package static func path(of workspace: String, in state: String) throws(JournalError) -> String {
        guard Kebab.isID(workspace) else { throw .badWorkspaceID(workspace) }
        return "\(directory(in: state))/\(workspace).sqlite"
    }

    /// The ids of all workspaces that have a journal, in alphabetical order; none when the directory does not exist.
    package static func workspaces(in state: String) throws(JournalError) -> [String] {
        let directory = directory(in: state)
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            return names.filter { $0.hasSuffix(".sqlite") }.map { String($0.dropLast(7)) }.filter(Kebab.isID).sorted()
        } catch CocoaError.fileReadNoSuchFile {
            return []
        } catch {
            throw .unreachable(path: directory, reason: error.localizedDescription)
        }
    }
}
