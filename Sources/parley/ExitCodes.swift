/// What this program tells its caller when it ends. The numbers from 64 on are those of BSD's `sysexits`.
package enum ExitStatus: Int32, CaseIterable {
    case ok = 0
    case different = 1
    case refused = 2
    case conflict = 3
    case usage = 64
    case badInput = 65
    case noInput = 66
    case unavailable = 69
    case defect = 70
    case cannotWrite = 73
    case storage = 74
    case tryAgain = 75
    case plugin = 76

    package var meaning: String {
        switch self {
        case .ok: "done"
        case .different: "diff: applying would change something"
        case .refused: "refused: an unknown id or method, or an id that exists already"
        case .conflict: "conflict: what was to be changed has changed meanwhile"
        case .usage: "the command line is wrong"
        case .badInput: "what was handed in is wrong; the messages say where"
        case .noInput: "a file or folder to read is missing or cannot be read"
        case .unavailable: "no daemon runs, or it cannot be started or reached"
        case .defect: "a defect of Parley, or daemon and CLI are of different versions"
        case .cannotWrite: "output cannot be written"
        case .storage: "the daemon cannot read or write what it stores"
        case .tryAgain: "not now: the daemon is stopping or busy; try again"
        case .plugin: "a plugin failed or does not run; or a check (doctor, plugin check) failed"
        }
    }

    /// The table as help shows it.
    package static var table: String {
        (["Exit codes:"]
            + allCases.map { status in
                let number = String(status.rawValue)
                return "  " + String(repeating: " ", count: 2 - number.count) + number + "  " + status.meaning
            }).joined(separator: "\n")
    }
}
