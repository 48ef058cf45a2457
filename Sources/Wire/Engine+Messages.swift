import NIOCore
import Shapes

extension Engine {
    func receive(_ incoming: Incoming, bytes: Int) {
        switch incoming {
        case .response(id: nil, _): break
        default: hasConversed = true
        }
        guard case .batch(let messages) = incoming else {
            receive(incoming, bytes: bytes, place: nil)
            return
        }
        let answered = messages.count { message in
            switch message {
            case .request, .invalid, .unreadable: true
            case .notification, .response, .batch: false
            }
        }
        let batch = Batch(count: answered)
        var index = 0
        for message in messages {
            switch message {
            case .request, .invalid, .unreadable:
                receive(message, bytes: bytes / messages.count, place: .init(batch: batch, index: index))
                index += 1
            case .notification, .response, .batch: receive(message, bytes: 0, place: nil)
            }
        }
    }

    private func receive(_ incoming: Incoming, bytes: Int, place: Batch.Place?) {
        switch incoming {
        case .request(let id, let method, let params, let token):
            guard requests[id] == nil else {
                let error = RPCError.invalidRequest(
                    "A request with the id \(JSON.text(id.value)) is not answered yet. Give each request an id of its own.",
                    name: "duplicate-id")
                answer(id, place, Outgoing.error(id, error, limit: limits.line))
                return
            }
            requests.park(.init(id: id, method: method, params: params, token: token, cost: bytes, place: place))
            startParked()
        case .notification("$/cancel", let params): cancelRequest(params)
        case .notification("$/progress", let params): progressed(params)
        case .notification(let method, let params):
            handler.handle(Notification(method: method, params: params, connection: connection))
        case .response(let id, let outcome): settle(id, outcome)
        case .invalid(let id, let error): answer(id, place, Outgoing.error(id, error, limit: limits.line))
        case .unreadable(let id, let error, let beginning): unreadable(id, error, beginning: beginning, place: place)
        case .batch: break  // The parser makes none within another.
        }
    }

    func unreadable(_ id: RequestID?, _ error: RPCError, beginning: String, place: Batch.Place?) {
        let line = UnreadableLine(beginning: beginning, fault: error, connection: connection)
        if handler.unreadable(line) {
            answer(id, place, Outgoing.error(id, error, limit: limits.line))
        } else if id != nil {
            settle(id, .failure(error))
        }
    }

    // MARK: - Requests of the peer

    func startParked() {
        while peerReads, let entry = requests.nextParked() {
            if requests.activate(entry, lane: handler.lane(of: entry.method, entry.params)) { start(entry) }
        }
    }

    private func start(_ entry: Requests.Entry) {
        let request = Request(
            id: entry.id, method: entry.method, params: entry.params, connection: connection,
            progress: ProgressReporter(
                token: entry.token, interval: limits.progressInterval, mailbox: mailbox, loop: connection.loop))
        let limit = limits.line
        entry.state = .running(
            Task { [handler, mailbox] in
                let line = await Engine.answer(request, handler, limit: limit)
                request.progress.finish()
                mailbox.post(.finished(request.id, line))
            })
    }

    private static func answer(_ request: Request, _ handler: any Handler, limit: Int) async -> [UInt8] {
        do {
            // A request that was done before its cancellation came says so: what it did has happened.
            return Outgoing.result(request.id, try await handler.handle(request), limit: limit)
        } catch {
            return Outgoing.error(request.id, told(error, request, handler), limit: limit)
        }
    }

    /// What the peer is told of an error.
    private static func told(_ error: any Error, _ request: Request, _ handler: any Handler) -> RPCError {
        if Task.isCancelled || error is CancellationError { return .cancelled }
        if let error = error as? RPCError { return error }
        handler.unexpected(error, of: request)
        return .internalError(request.method)
    }

    func finished(_ id: RequestID, _ line: [UInt8]) {
        guard let entry = requests[id] else { return }
        let next = requests.remove(entry)
        answer(id, entry.place, line)
        if let next { start(next) }
        startParked()
    }

    private func cancelRequest(_ params: Value?) {
        // A late cancellation finds nothing, and that is no error.
        guard let id = params?["id"].flatMap(RequestID.init), let entry = requests[id] else { return }
        if case .running(let task) = entry.state {
            task.cancel()
        } else {
            finished(id, Outgoing.error(id, .cancelled, limit: limits.line))
        }
    }

    private func answer(_ id: RequestID?, _ place: Batch.Place?, _ line: [UInt8]) {
        guard let place else {
            send(line)
            return
        }
        if let whole = place.batch.fill(place.index, id, line, limit: limits.line) { send(whole) }
    }

    // MARK: - Calls of this end

    func start(_ call: PendingCall, _ line: [UInt8]) {
        guard !call.isSettled else { return }
        calls[call.number] = call
        send(line)
    }

    private func settle(_ id: RequestID?, _ outcome: Result<Value, RPCError>) {
        if case .number(let number) = id, let number = number.int {
            // Missing when its caller has lost interest.
            calls.removeValue(forKey: number)?.settle(outcome)
            return
        }
        guard id == nil, case .failure(let error) = outcome else { return }
        complaint = error
        // The peer could not read our id. Of one call it is clear which was meant.
        if calls.count == 1, let call = calls.popFirst()?.value { call.settle(outcome) }
    }

    private func progressed(_ params: Value?) {
        guard let params, let number = params["token"]?.int, let call = calls[number], !call.isSettled,
            let progress = Progress(params)
        else { return }
        call.onProgress?(progress)
    }
}
