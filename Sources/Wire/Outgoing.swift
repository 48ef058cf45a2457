import Shapes

/// The lines that this end writes, without their newline.
enum Outgoing {
    private static let head = Array(#"{"jsonrpc":"2.0","#.utf8)

    static func request(_ number: Int, _ method: String, _ params: Value?) -> [UInt8] {
        var line = head
        line.append(contentsOf: "\"id\":\(number),".utf8)
        append(method, params, to: &line)
        return line
    }

    static func notification(_ method: String, _ params: Value?) -> [UInt8] {
        var line = head
        append(method, params, to: &line)
        return line
    }

    static func cancel(_ number: Int) -> [UInt8] { notification("$/cancel", ["id": .int(number)]) }

    /// The answer, or an error that says that it is too large for a line.
    static func result(_ id: RequestID, _ result: Value, limit: Int) -> [UInt8] {
        var line = head
        line.append(contentsOf: "\"id\":".utf8)
        line.append(contentsOf: JSON.bytes(id.value))
        line.append(contentsOf: ",\"result\":".utf8)
        line.append(contentsOf: JSON.bytes(result))
        line.append(UInt8(ascii: "}"))
        return line.count <= limit ? line : tooLarge(id, bytes: line.count, limit: limit)
    }

    static func error(_ id: RequestID?, _ error: RPCError, limit: Int) -> [UInt8] {
        var body = Object([("code", .int(error.code)), ("message", .string(error.message))])
        if let data = error.data { body["data"] = data }
        var line = head
        line.append(contentsOf: "\"id\":".utf8)
        line.append(contentsOf: JSON.bytes(id?.value ?? .null))
        line.append(contentsOf: ",\"error\":".utf8)
        line.append(contentsOf: JSON.bytes(.object(body)))
        line.append(UInt8(ascii: "}"))
        return line.count <= limit ? line : tooLarge(id, bytes: line.count, limit: limit)
    }

    static func tooLarge(_ id: RequestID?, bytes: Int, limit: Int) -> [UInt8] {
        // Above every limit that leaves room for an error at all, so this does not come back here.
        error(id, .tooLarge("The answer", name: "result-too-large", bytes: bytes, limit: limit), limit: .max)
    }

    private static func append(_ method: String, _ params: Value?, to line: inout [UInt8]) {
        line.append(contentsOf: "\"method\":".utf8)
        line.append(contentsOf: JSON.bytes(.string(method)))
        if let params {
            line.append(contentsOf: ",\"params\":".utf8)
            line.append(contentsOf: JSON.bytes(params))
        }
        line.append(UInt8(ascii: "}"))
    }
}
