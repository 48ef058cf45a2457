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
        try names(in: state).filter { $0.hasSuffix(".sqlite") }.map { String($0.dropLast(7)) }.filter(Kebab.isID).sorted()
    }

    /// Removes what was being made when an earlier daemon was killed. Only for whoever alone keeps the directory.
    package static func removeDrafts(in state: String) {
        for name in (try? names(in: state)) ?? [] where Storage.isDraft(name) { unlink("\(directory(in: state))/\(name)") }
    }

    private static func names(in state: String) throws(JournalError) -> [String] {
        let path = directory(in: state)
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw Storage.unreachable(path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            // The kernel ends the name with a zero within the member's size.
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) { String(cString: $0) }
                })
        }
        return names
    }
}
