import Shapes

/// Why a request failed, as it goes over the wire: a number for machines, a sentence for people, and data with a stable
/// word for scripts.
package struct RPCError: Error, Sendable, Hashable {
    package var code: Int
    package var message: String
    /// Always an object with the member `code` when made here; whatever the peer sent when it came over the wire.
    package var data: Value?

    /// - Parameters:
    ///   - name: a stable word for scripts, as `data.code`.
    ///   - details: further members of `data`.
    package init(_ code: Int, _ name: String, _ message: String, _ details: Object = Object()) {
        self.code = code
        self.message = message
        var data = details
        data["code"] = .string(name)
        self.data = .object(data)
    }

    /// An error as the peer told it.
    package init(code: Int, message: String, data: Value?) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The stable word of this error, if its data has one.
    package var name: String? { data?["code"]?.string }

    // MARK: - The numbers of JSON-RPC

    package static let parseErrorCode = -32_700
    package static let invalidRequestCode = -32_600
    package static let methodNotFoundCode = -32_601
    package static let invalidParamsCode = -32_602
    package static let internalErrorCode = -32_603
    package static let cancelledCode = -32_800
    /// Everything else that this side has to say; `name` tells one from another.
    package static let failedCode = -32_000
}

extension RPCError {
    package static func parseError(_ fault: JSON.Fault) -> RPCError {
        RPCError(
            parseErrorCode, "parse-error", "This line is not JSON: \(fault.reason), at byte \(fault.offset) of the line.",
            Object([("offset", .int(fault.offset))]))
    }

    package static func lineTooLong(limit: Int) -> RPCError {
        RPCError(
            parseErrorCode, "line-too-long",
            "A line had more than \(limit) bytes and was skipped. Send less at a time, for example in several requests.",
            Object([("limit", .int(limit))]))
    }

    package static func invalidRequest(
        _ why: String, name: String = "invalid-request", _ details: Object = Object()
    ) -> RPCError {
        RPCError(invalidRequestCode, name, why, details)
    }

    package static func methodNotFound(_ method: String) -> RPCError {
        RPCError(
            methodNotFoundCode, "unknown-method", "There is no method “\(shortened(method))”.",
            Object([("method", .string(shortened(method)))]))
    }

    package static func invalidParams(
        _ why: String, name: String = "invalid-params", _ details: Object = Object()
    ) -> RPCError {
        RPCError(invalidParamsCode, name, why, details)
    }

    package static func internalError(_ method: String) -> RPCError {
        RPCError(
            internalErrorCode, "internal-error",
            "“\(shortened(method))” failed for a reason that is a defect of this program; its log has the details.")
    }

    package static let cancelled = RPCError(cancelledCode, "cancelled", "The request was cancelled.")

    /// - Parameter what: “the answer” or “the request”.
    static func tooLarge(_ what: String, name: String, bytes: Int, limit: Int) -> RPCError {
        RPCError(
            failedCode, name,
            "\(what) has \(bytes) bytes, and a line may have \(limit). Ask for less at a time: large lists come in pages"
                + " (“limit” and “cursor”).", Object([("bytes", .int(bytes)), ("limit", .int(limit))]))
    }

    static func closed(_ reason: CloseReason) -> RPCError {
        reason.refusal ?? RPCError(
            failedCode, "connection-closed", "The connection ended before the answer came: \(reason.message)",
            Object([("reason", .string(reason.name))]))
    }

    static func slowReader(limit: Int) -> RPCError {
        RPCError(
            failedCode, "slow-reader",
            "More than \(limit) bytes waited for this end to read them. They were dropped, and the connection is closed."
                + " Connect again, and read what comes as it comes.", Object([("limit", .int(limit))]))
    }

    static func crowded(limit: Int) -> RPCError {
        RPCError(
            failedCode, "crowded",
            "All connections together may hold \(limit) bytes, and this one held more than its share when these were used up."
                + " It is closed. Send or ask for less at a time, and try again in a moment.", Object([("limit", .int(limit))]))
    }

    /// Names that a peer chose are cut before they are repeated to it.
    private static func shortened(_ text: String) -> String {
        text.utf8.count <= 200 ? text : "\(text.prefix(40))…"
    }
}

/// Why a connection ended.
package struct CloseReason: Error, Sendable, Hashable {
    /// A stable word: `peer-closed`, `slow-reader`, `crowded`, `closed-here`, `failed`, or what `Connection.close` was given.
    package var name: String
    /// A sentence for the log.
    package var message: String
    /// What the peer said instead of talking to this end at all.
    var refusal: RPCError?

    package init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }

    package static let peerClosed = CloseReason("peer-closed", "the other end closed it.")
    package static let closedHere = CloseReason("closed-here", "this end closed it.")

    static let crowded = CloseReason(
        "crowded", "all connections together held as much as they may, and it held more than its share.")

    static func slowReader(limit: Int) -> CloseReason {
        CloseReason("slow-reader", "the other end did not read, and more than \(limit) bytes were waiting for it.")
    }
}
