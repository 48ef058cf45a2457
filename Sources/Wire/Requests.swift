import NIOCore
import Shapes

/// The requests of the peer that are not answered yet: running, waiting for their turn in a lane, or parked because too
/// many are. A value without I/O; the engine starts what this says may start.
struct Requests {
    final class Entry {
        enum State {
            case parked
            case waiting
            case running(Task<Void, Never>)
        }

        let id: RequestID
        let method: String
        let params: Value?
        let token: Value?
        /// The bytes that it is counted for.
        let cost: Int
        let place: Batch.Place?
        var state = State.parked
        var lane: String?

        init(id: RequestID, method: String, params: Value?, token: Value?, cost: Int, place: Batch.Place?) {
            self.id = id
            self.method = method
            self.params = params
            self.token = token
            // What a small request takes besides its line.
            self.cost = cost + 256
            self.place = place
        }
    }

    private let limits: Limits
    private var entries: [RequestID: Entry] = [:]
    private var active = 0
    private var activeBytes = 0
    /// A key stands here while a request of that lane runs; the value is who comes next.
    private var lanes: [String: CircularBuffer<Entry>] = [:]
    private var parked = CircularBuffer<Entry>()
    private var parkedBytes = 0

    init(limits: Limits) { self.limits = limits }

    var isEmpty: Bool { entries.isEmpty }
    /// What all of them are counted for.
    var bytes: Int { activeBytes + parkedBytes }
    /// Whether nothing further can even be parked.
    var isFull: Bool { parkedBytes > limits.parkedBytes }

    subscript(id: RequestID) -> Entry? { entries[id] }

    /// Whether a further request may become active. One always may, however long its line.
    private var hasRoom: Bool { active == 0 || (active < limits.requests && activeBytes < limits.requestBytes) }

    mutating func park(_ entry: Entry) {
        entries[entry.id] = entry
        parked.append(entry)
        parkedBytes += entry.cost
    }

    /// The next parked request for which there is room.
    mutating func nextParked() -> Entry? {
        guard hasRoom, let entry = parked.popFirst() else { return nil }
        parkedBytes -= entry.cost
        return entry
    }

    /// Counts a request as active; true when it may start, false when others of its lane come first.
    mutating func activate(_ entry: Entry, lane: String?) -> Bool {
        active += 1
        activeBytes += entry.cost
        entry.lane = lane
        entry.state = .waiting
        guard let lane else { return true }
        if lanes[lane]?.append(entry) != nil { return false }
        lanes[lane] = CircularBuffer()
        return true
    }

    /// Forgets an answered request; the one that its lane may start now.
    mutating func remove(_ entry: Entry) -> Entry? {
        entries[entry.id] = nil
        switch entry.state {
        case .parked:
            parked.removeAll { $0 === entry }
            parkedBytes -= entry.cost
            return nil
        case .waiting:
            release(entry)
            if let lane = entry.lane { lanes[lane]?.removeAll { $0 === entry } }
            return nil
        case .running:
            release(entry)
            guard let lane = entry.lane else { return nil }
            if let next = lanes[lane]?.popFirst() { return next }
            lanes[lane] = nil
            return nil
        }
    }

    private mutating func release(_ entry: Entry) {
        active -= 1
        activeBytes -= entry.cost
    }

    /// Forgets everything; the tasks that run are handed to `stop`.
    mutating func removeAll(_ stop: (Task<Void, Never>) -> Void) {
        for case .running(let task) in entries.values.map(\.state) { stop(task) }
        self = Requests(limits: limits)
    }
}

/// A batch on its way to being answered on one line.
final class Batch {
    /// Where an answer belongs.
    struct Place {
        let batch: Batch
        let index: Int
    }

    private var answers: [(id: RequestID?, line: [UInt8])?]
    private var missing: Int

    init(count: Int) {
        answers = Array(repeating: nil, count: count)
        missing = count
    }

    /// Fills in an answer; the whole line once none is missing.
    func fill(_ index: Int, _ id: RequestID?, _ line: [UInt8], limit: Int) -> [UInt8]? {
        answers[index] = (id, line)
        missing -= 1
        return missing == 0 ? wholeLine(limit: limit) : nil
    }

    /// Answers for which there is no room become errors; the cap of batches sees to it that these have room.
    private func wholeLine(limit: Int) -> [UInt8] {
        var whole: [UInt8] = []
        var left = answers.count
        for case let (id, line)? in answers {
            left -= 1
            whole.append(UInt8(ascii: whole.isEmpty ? "[" : ","))
            let fits = whole.count + line.count + 1 + left * Limits.errorBytes <= limit
            whole.append(contentsOf: fits ? line : Outgoing.tooLarge(id, bytes: line.count, limit: limit))
        }
        whole.append(UInt8(ascii: "]"))
        return whole
    }
}
