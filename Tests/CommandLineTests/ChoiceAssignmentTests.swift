import Negotiation
import OrderedCollections
import Testing
import parley

@Suite struct ChoiceAssignmentTests {
    private func choice(_ text: String) throws -> Choice { try ChoiceAssignment(parsing: text).choice }

    @Test func anOptionANumberSeveralOrNone() throws {
        #expect(try ChoiceAssignment(parsing: "crimea=deferred").issue == "crimea")
        #expect(try choice("crimea=deferred") == .option("deferred"))
        #expect(try choice("quota=40") == .option("40"))
        #expect(try choice("quota=-2.50") == .option("-2.5"), "numbers are written one way")
        #expect(try choice("crimea=[deferred,restored]") == .disputed(["deferred", "restored"]))
        #expect(try choice("crimea=[deferred, restored]") == .disputed(["deferred", "restored"]))
        #expect(try choice("quota=20,40") == .disputed(["20", "40"]), "brackets may be left away")
        #expect(try choice("crimea=left-out") == .leftOut)
    }

    @Test(arguments: [
        "crimea", "=deferred", "crimea=", "Crimea=deferred", "crimea=Deferred", "crimea=[]", "crimea=[deferred]",
        "crimea=[a,a]", "crimea=a,", "crimea=[a,b", "crimea=a=b",
    ])
    func whatCannotBeMeantIsRefused(text: String) {
        #expect(throws: (any Error).self) { try ChoiceAssignment(parsing: text) }
    }

    @Test func anIssueIsSetOnce() throws {
        let assignments = try ["season=summer", "quota=40"].map { try ChoiceAssignment(parsing: $0) }
        #expect(try ChoiceAssignment.choices(assignments) == ["season": .option("summer"), "quota": .option("40")])
        let twice = try assignments + [ChoiceAssignment(parsing: "season=closed")]
        #expect(throws: (any Error).self) { try ChoiceAssignment.choices(twice) }
    }
}
