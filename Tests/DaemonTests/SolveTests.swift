import Foundation
import TestSupport
import Testing

/// The solver as people and scripts reach it: a real daemon, workspaces, and files of other systems.
@Suite struct SolveTests {
    /// The small case by hand: closed or open season, eleven quotas. Without a deal the season is open and the quota 0, so that
    /// North gets 0 and South 100. South gives up nothing unless it keeps an open season and no quota at all.
    @Test func aSmallCaseByHand() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.file(Sample.small))}"#).error == nil)
        let solved = try socket.call("analysis.solve")
        #expect(solved["outcomes"] as? Int == 22)
        #expect(solved["feasible"] as? Int == 22)
        // Only what leaves South its 100 points: the package that is no deal.
        #expect(solved["acceptable"] as? Int == 1)
        let frontier = try #require(solved["frontier"] as? [String: Any])
        #expect(frontier["exact"] as? Bool == true && frontier["distinct"] as? Int == 1 && frontier["epsilon"] as? Int == 0)
        let nash = try #require((solved["solutions"] as? [String: Any])?["nash"] as? [String: Any])
        #expect(nash["utilities"] as? [Double] == [0, 100])
        let package = try #require((nash["packages"] as? [[String: Any]])?.first?["choices"] as? [String: Any])
        #expect(package["season"] as? String == "open" && package["quota"] as? Int == 0)

        // With a reservation of 40 for South: closed and up to 60 tonnes, or open with up to 60 more points of quota.
        let lenient = Sample.small.replacingOccurrences(of: "south: {name: South, role: principal}", with: "south: {name: South, role: principal, reservation: 40}")
        let other = try socket.call("analysis.solve", #"{"files":\#(try Sample.file(lenient))}"#)
        // South: season open 20, quota q 80·(1 − q/100), of 100. Closed: q ≤ 50. Open: q ≤ 75, so 70. North's floor is 0.
        #expect(other["acceptable"] as? Int == 6 + 8)
        let best = try #require((other["solutions"] as? [String: Any])?["utilitarian"] as? [String: Any])
        // Closed gives North 60 and costs South 20; a tonne of quota gives 0.4 and costs 0.8: closed, no quota.
        #expect(best["utilities"] as? [Double] == [60, 80])
        #expect(try daemon.parley("solve").output.contains("Nash"))
    }

    /// Domain files of another system, solved as they lie there, and imported.
    @Test func foreignFiles() throws {
        let daemon = try DaemonProcess()
        let folder = daemon.directory.path + "/cake"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let domain = """
            {"issues": [{"name": "Cake", "values": ["mine", "half", "yours"]}, {"name": "Plate", "values": ["red", "blue"]}],
             "parties": [
              {"name": "A", "reserved": 0.2, "weights": [0.8, 0.2], "values": [[1.0, 0.5, 0.0], [1.0, 0.0]]},
              {"name": "B", "reserved": 0.2, "weights": [0.8, 0.2], "values": [[0.0, 0.5, 1.0], [0.0, 1.0]]}]}
            """
        try domain.write(toFile: folder + "/cake.json", atomically: true, encoding: .utf8)
        let solved = try daemon.parley("solve", folder, "--json")
        #expect(solved.status == 0, "\(solved.errors)")
        let result = try #require(try JSONSerialization.jsonObject(with: Data(solved.output.utf8)) as? [String: Any])
        #expect(result["acceptable"] as? Int == 4)
        let nash = try #require((result["solutions"] as? [String: Any])?["nash"] as? [String: Any])
        // Half, and either plate: 60·40 less 20 each.
        #expect(nash["ties"] as? Int == 2)
        #expect(try daemon.parley("solve", folder).output.contains("Cake"))

        let imported = try daemon.parley("import", folder, "--id", "cake")
        #expect(imported.status == 0 && imported.output.contains("cake"), "\(imported.errors)")
        #expect(try daemon.parley("solutions", "-w", "cake").status == 0)
        #expect(try daemon.parley("frontier", "-w", "cake").output.contains("cannot be improved"))
        // Again: nothing new.
        #expect(try daemon.parley("import", folder, "--id", "cake").output.contains("Nothing to change"))

        try domain.replacingOccurrences(of: "0.5, 0.0]", with: "0.5, 1e999]").write(toFile: folder + "/cake.json", atomically: true, encoding: .utf8)
        let refused = try daemon.parley("solve", folder)
        #expect(refused.status == 65 && refused.errors.contains("cake.json:3:"), "\(refused.errors)")
    }

    /// A solve that would take long ends when it is cancelled, and others are answered meanwhile.
    @Test func cancellingEndsASolve() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let files = try Sample.file(Sample.large(parties: 8, issues: 30, options: 5))
        try socket.send(#"{"jsonrpc":"2.0","id":1,"method":"analysis.solve","params":{"files":\#(files)}}"# + "\n")
        let other = try RawSocket(daemon)
        for id in 2..<12 { #expect(try other.call("daemon.status", id: id).error == nil) }
        try socket.send(#"{"jsonrpc":"2.0","method":"$/cancel","params":{"id":1}}"# + "\n")
        #expect(try socket.answer(to: 1).errorCode == -32_800)
        // The threads are free again: another solve is answered.
        #expect(try socket.call("analysis.solve", #"{"files":\#(try Sample.file(Sample.small))}"#, id: 3).error == nil)
    }

    /// What cannot be solved says so, and what to do.
    @Test func whatCannotBeSolved() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        let nobody = Sample.small.replacingOccurrences(of: "role: principal", with: "role: mediator")
        let answer = try socket.call("analysis.solve", #"{"files":\#(try Sample.file(nobody))}"#)
        #expect(answer.errorName == "unsolvable" && answer.errorMessage?.contains("has to consent") == true)
        #expect(try socket.call("analysis.solve", #"{"files":[],"ranges":"rosy"}"#, id: 2).errorName == "invalid-params")
        // Every pair of forty issues has to differ or agree in its own way: nothing to take apart.
        let dense = Sample.large(parties: 2, issues: 40, options: 8) + "linkages:\n" + "  knot:\n    because: Everything hangs together.\n    require: "
            + (0..<40).map { "(i\($0) = o0 iff i\(($0 * 7 + 3) % 40) = o\($0 % 8)) iff i\(($0 * 11 + 5) % 40) in [o1, o2, o5]" }
            .joined(separator: " iff ") + "\n"
        let knot = try socket.call("analysis.solve", #"{"files":\#(try Sample.file(dense))}"#, id: 3)
        #expect(knot.error == nil || knot.errorName == "unsolvable", "\(knot.text.prefix(500))")
        #expect(try socket.call("daemon.status", id: 4).error == nil)
    }
}

extension Sample {
    /// A workspace of a size that nobody writes by hand, without anything that ties its issues.
    static func large(parties: Int, issues: Int, options: Int) -> String {
        var lines = ["parley: 1", "id: large", "title: Large", "parties:"]
        lines += (0..<parties).map { "  p\($0): {name: Party \($0), role: principal, reservation: 0}" }
        lines.append("issues:")
        for issue in 0..<issues {
            lines += ["  i\(issue):", "    title: Issue \(issue)", "    options:"]
            lines += (0..<options).map { "      o\($0): {title: Option \($0)}" }
            lines.append("    positions:")
            for party in 0..<parties {
                let stances = (0..<options).map { "o\($0): 0.\((issue * 7_919 + party * 104_729 + $0 * 1_299_709) % 999 + 1)" }
                lines.append("      p\(party): {stance: {\(stances.joined(separator: ", "))}, salience: \((issue * 31 + party * 17) % 90 + 10)}")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
