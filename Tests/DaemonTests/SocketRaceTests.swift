import Foundation
import TestSupport
import Testing

/// Two daemons want the same: exactly one of them gets it, whatever was left behind by those before them.
@Suite(.serialized) struct SocketRaceTests {
    static let rounds = Tries.of(10, slow: 150)

    /// Each round ends with a SIGKILL, so that the next finds a stale socket and the locks of a dead process.
    @Test(arguments: ["parley.sock", "other.sock"])
    func exactlyOneOfTwoGetsIt(second: String) throws {
        let house = try BareHouse()
        for round in 1...Self.rounds {
            // The same socket, or two sockets over one state directory.
            let sockets = [house.socket, "\(house.state)/\(second)"]
            let racers = try zip(sockets, ["a", "b"]).map { try house.launch(socket: $0, log: $1) }
            #expect(Timeouts.wait(30) { racers.filter(\.isRunning).count < 2 }, "round \(round) of \(Self.rounds): two daemons run")
            let (winner, loser) = racers[0].isRunning ? (0, 1) : (1, 0)
            try #require(racers[winner].isRunning, "round \(round): nobody runs\n\(racers[0].log)\n\(racers[1].log)")
            #expect(racers[loser].status() == 75, "round \(round): \(racers[loser].log)")
            var answer: Answer?
            #expect(Timeouts.wait(30) {
                answer = try? RawSocket(sockets[winner]).call("daemon.status")
                return answer != nil
            })
            #expect(answer?["pid"] as? Int == Int(racers[winner].pid), "round \(round) of \(Self.rounds)")
            racers[winner].end(with: SIGKILL)
        }
    }

    /// Not even when somebody has cleaned away its locks.
    @Test func aLiveSocketIsNeverStolen() throws {
        let house = try BareHouse()
        let daemon = try house.launch()
        #expect(Timeouts.wait(30) { (try? RawSocket(house.socket)) != nil })
        let client = try RawSocket(house.socket)
        let other = "\(house.directory.path)/other"
        let rounds = Tries.of(5, slow: 50)
        for round in 1...rounds {
            if round % 2 == 0 { unlink("\(house.socket).lock") }
            // With a state directory of its own, so that only the socket stands in its way.
            let thief = try house.launch(state: other, log: "thief")
            #expect(thief.status() == 75, "round \(round) of \(rounds): \(thief.log)")
            #expect(try client.call("daemon.status", id: round)["pid"] as? Int == Int(daemon.pid))
            #expect(try RawSocket(house.socket).call("daemon.status")["pid"] as? Int == Int(daemon.pid), "round \(round) of \(rounds)")
        }
    }
}
