import Foundation
import Shapes
import TestSupport
import Testing

/// What a daemon answers to those who do not keep to the protocol: it says what is wrong, and goes on.
@Suite struct DaemonWireTests {
    @Test func halfClosedConnectionIsAnsweredAndThenClosed() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        try socket.send(#"{"jsonrpc":"2.0","id":1,"method":"daemon.status"}"# + "\n")
        socket.halfClose()
        #expect(try socket.answer(to: 1)["pid"] as? Int == Int(daemon.pid))
        #expect(try socket.line() == nil)
    }

    @Test(arguments: [
        ("\u{0}\u{1}\u{2}garbage", -32700), ("{", -32700), ("[1,2", -32700), (#"{"jsonrpc":"2.0","id":7,"method":5}"#, -32600),
        (#"{"jsonrpc":"1.0","id":7,"method":"daemon.status"}"#, -32600), ("[]", -32600), ("42", -32600),
        (#"{"jsonrpc":"2.0","id":7,"method":"no.such"}"#, -32601),
        (#"{"jsonrpc":"2.0","id":7,"method":"workspace.apply","params":{"files":3}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":7,"method":"workspace.apply","params":{"files":[],"fils":[]}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":7,"method":"workspace.log","params":{"limit":"many"}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":7,"method":"workspace.log","params":[1]}"#, -32602),
    ])
    func nonsenseIsAnsweredAndTheConnectionGoesOn(line: String, code: Int) throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        try socket.send(line + "\n")
        let text = try #require(try socket.line())
        #expect(text.contains(#""code":\#(code)"#), "\(text)")
        #expect(try socket.call("daemon.status", id: 8)["pid"] as? Int == Int(daemon.pid))
    }

    @Test func unknownMethodNamesTheNearest() throws {
        let daemon = try DaemonProcess()
        let answer = try RawSocket(daemon).call("daemon.statsu")
        #expect(answer.errorName == "unknown-method")
        #expect(answer.text.contains("daemon.status"))
    }

    @Test func discoverDescribesEveryMethodAndEachIsAnswered() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let methods = try #require(try socket.call("rpc.discover")["methods"] as? [[String: Any]])
        let names = methods.compactMap { $0["name"] as? String }
        #expect(names.count == methods.count && names.count >= 20)
        for (index, name) in names.enumerated() where name != "daemon.stop" {
            #expect(try socket.call(name, "{}", id: index + 10).errorCode != -32601, "\(name) is declared and not answered")
        }
        // Members of params are listed with their schemas, so that a client can be written from it.
        let apply = try #require(methods.first { $0["name"] as? String == "workspace.apply" })
        let params = (apply["params"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(params?.contains("files") == true && params?.contains("expectedRevision") == true)
    }

    @Test func protocolSnapshot() throws {
        let daemon = try DaemonProcess()
        let answer = try JSON.parse(try RawSocket(daemon).call("rpc.discover").text)
        let text = JSON.text(try #require(answer["result"]), pretty: true) + "\n"
        #expect(try Snapshot.difference(text, from: "openrpc.json", beside: #filePath) == nil)
    }

    @Test func mutationsOfOneConnectionTakeEffectInOrder() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
        // All lines leave before the first answer is read.
        var lines = ""
        for number in 0...50 {
            let quota = number % 11 * 10
            lines += #"{"jsonrpc":"2.0","id":\#(100 + number),"method":"package.set","params":{"package":"first","choices":{"quota":\#(quota)}}}"# + "\n"
        }
        try socket.send(lines)
        var revision = 1
        for number in 0...50 {
            let answer = try socket.answer(to: 100 + number)
            #expect(answer.error == nil)
            let now = try #require(answer["revision"] as? Int)
            #expect(now >= revision)
            revision = now
        }
        let package = try socket.call("workspace.get", id: 3)
        #expect(package.text.contains(#""quota":\#(50 % 11 * 10)"#))
    }
}
