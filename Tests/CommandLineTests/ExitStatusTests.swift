import ParleyProtocol
import TestSupport
import Testing
import Wire
import parley

@Suite struct ExitStatusTests {
    /// Scripts rely on these numbers.
    @Test func theTableStands() {
        let numbers = ExitStatus.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 3, 64, 65, 66, 69, 70, 73, 74, 75, 76])
        #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        #expect(Set(ExitStatus.allCases.map(\.meaning)).count == numbers.count)
    }

    @Test func helpHasTheTable() throws {
        let help = try Command.run("parley", ["--help"], environment: ["COLUMNS": "80"])
        #expect(help.status == 0)
        #expect(help.output.contains(ExitStatus.table), "no line of it is wider than a terminal")
    }

    @Test(arguments: ServiceError.Code.allCases)
    func everyRefusalHasACode(code: ServiceError.Code) {
        let status = ExitStatus(ServiceError(code, "why").rpcError)
        #expect(status != .ok && status != .different)
        #expect(status == ExitStatus(code))
    }

    @Test func errorsOfTheWireHaveOnesToo() {
        #expect(ExitStatus(ServiceError(.conflict, "").rpcError) == .conflict)
        #expect(ExitStatus(ServiceError(.unknownPackage, "").rpcError) == .refused)
        #expect(ExitStatus(ServiceError(.invalidWorkspace, "").rpcError) == .badInput)
        #expect(ExitStatus(RPCError.methodNotFound("a.b")) == .refused)
        #expect(ExitStatus(RPCError.internalError("a.b")) == .defect)
        #expect(ExitStatus(RPCError(code: -1, message: "from another program", data: nil)) == .refused)
    }
}
