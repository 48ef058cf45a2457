import Shapes

/// What a line says.
enum Incoming: Sendable {
    case request(id: RequestID, method: String, params: Value?, token: Value?)
    case notification(method: String, params: Value?)
    /// An answer to a call of ours. Without an id when the peer could not read that.
    case response(id: RequestID?, Result<Value, RPCError>)
    /// Something that is answered with an error, with its id when that can be read.
    case invalid(id: RequestID?, RPCError)
    /// No JSON at all.
    case unreadable(id: RequestID?, RPCError, beginning: String)
    case batch([Incoming])

    /// Reads a line; nil for a blank one.
    init?(line: [UInt8], batchCap: Int) {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        let value: Value
        do throws(JSON.Fault) {
            value = try JSON.parse(line)
        } catch {
            let beginning = String(decoding: line.prefix(UnreadableLine.shown), as: UTF8.self)
            self = .unreadable(id: SalvagedID.find(in: line), .parseError(error), beginning: beginning)
            return
        }
        guard let messages = value.array else {
            self.init(message: value)
            return
        }
        switch messages.count {
        case 0: self = .invalid(id: nil, .invalidRequest("A batch without messages asks for nothing."))
        case ...batchCap: self = .batch(messages.map(Incoming.init(message:)))
        default:
            self = .invalid(
                id: nil,
                .invalidRequest(
                    "A batch may have \(batchCap) messages, and this one has \(messages.count). Send it in parts.",
                    name: "batch-too-long", Object([("limit", .int(batchCap)), ("count", .int(messages.count))])))
        }
    }

    private init(message: Value) {
        guard let object = message.object else {
            self = .invalid(id: nil, .invalidRequest("A message is an object, not \(message.kindDescription)."))
            return
        }
        let idValue = object["id"]
        let id = idValue.flatMap(RequestID.init)
        func invalid(_ why: String) -> Incoming { .invalid(id: id, .invalidRequest(why)) }

        if object["method"] == nil, object["result"] != nil || object["error"] != nil {
            // An answer is never answered, not even a malformed one: two ends would do so for ever.
            self = .response(id: id, Incoming.outcome(object))
            return
        }
        if case .string(let text) = id, text.utf8.count > Limits.idBytes {
            let error = RPCError.invalidRequest("An id may have \(Limits.idBytes) bytes, and this one has \(text.utf8.count).")
            self = .invalid(id: nil, error)
            return
        }
        if idValue != nil, id == nil {
            self = invalid("“id” must be a number or a text. Leave it out to send a message that wants no answer.")
            return
        }
        guard object["jsonrpc"]?.string == "2.0" else {
            self = invalid("“jsonrpc” must be \"2.0\".")
            return
        }
        guard let method = object["method"]?.string else {
            self = invalid(object["method"] == nil ? "“method” is missing." : "“method” must be a text.")
            return
        }
        var params = object["params"]
        if params?.isNull == true { params = nil }
        if let given = params, given.object == nil, given.array == nil {
            self = invalid("“params” must be an object or a list, not \(given.kindDescription).")
            return
        }
        guard let id else {
            self = .notification(method: method, params: params)
            return
        }
        var token: Value?
        if var members = params?.object, let given = members["progressToken"] {
            guard RequestID(given) != nil, (given.string?.utf8.count ?? 0) <= Limits.idBytes else {
                self = .invalid(
                    id: id, .invalidParams("“progressToken” must be a number or a text of at most \(Limits.idBytes) bytes."))
                return
            }
            token = given
            members["progressToken"] = nil
            params = .object(members)
        }
        self = .request(id: id, method: method, params: params, token: token)
    }

    private static func outcome(_ object: Object) -> Result<Value, RPCError> {
        guard let error = object["error"], !error.isNull else { return .success(object["result"] ?? .null) }
        return .failure(
            RPCError(
                code: error["code"]?.int ?? RPCError.internalErrorCode,
                message: error["message"]?.string ?? "The other end failed without saying why.", data: error["data"]))
    }
}

/// The id of a request that is not quite JSON, so that its sender learns which of its requests failed: a number with too
/// many digits far down in `params` would otherwise leave it waiting for ever.
enum SalvagedID {
    static func find(in line: [UInt8]) -> RequestID? {
        var depth = 0
        var position = 0
        var expectsKey = false
        while position < line.count {
            switch line[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                expectsKey = depth == 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): expectsKey = depth == 1
            case UInt8(ascii: "\""):
                guard let end = endOfText(in: line, from: position) else { return nil }
                if expectsKey, line[position..<end].elementsEqual("\"id\"".utf8) { return value(in: line, after: end) }
                expectsKey = false
                position = end - 1
            default: break
            }
            position += 1
        }
        return nil
    }

    /// The position behind the closing quote.
    private static func endOfText(in line: [UInt8], from start: Int) -> Int? {
        var position = start + 1
        while position < line.count {
            switch line[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return nil
    }

    private static func value(in line: [UInt8], after key: Int) -> RequestID? {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let colon = line[key...].firstIndex(where: { !isSpace($0) }), line[colon] == UInt8(ascii: ":"),
            let start = line[(colon + 1)...].firstIndex(where: { !isSpace($0) })
        else { return nil }
        let end: Int?
        if line[start] == UInt8(ascii: "\"") {
            end = endOfText(in: line, from: start)
        } else {
            end = line[start...].firstIndex { isSpace($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }
        }
        guard let end, end - start <= Limits.idBytes, let value = try? JSON.parse(Array(line[start..<end])) else { return nil }
        return RequestID(value)
    }
}
