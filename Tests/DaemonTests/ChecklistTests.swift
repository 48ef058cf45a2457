import Foundation
import TestSupport
import Testing

/// What the article says is not only held but used: findings rest on the places that hold it.
@Suite struct ChecklistTests {
    private static let modules = ["territory", "nato", "sanctions", "institutions", "third-parties", "history", "opinion"]

    /// The places that findings of every analyzer rest on, for each package and under both readings.
    private func used() throws -> Set<[Substring]> {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#).error == nil)
        let document = try #require(try socket.call("workspace.get", id: 2)["document"] as? [String: Any])
        let packages = try #require(document["packages"] as? [String: Any]).keys.sorted()
        let analyzers = try #require(try socket.call("analyzer.list", id: 3).result as? [[String: Any]])
        let owners = Set(analyzers.compactMap { ($0["id"] as? String)?.split(separator: ".").first })
        for module in Self.modules { #expect(owners.contains(Substring(module)), "\(module) is not there") }
        var places: Set<[Substring]> = []
        var id = 10
        // What solves the whole space rests on no single place, and takes its time.
        for analyzer in analyzers {
            let name = try #require(analyzer["id"] as? String)
            if ["core.frontier", "core.solutions"].contains(name) { continue }
            let parameters = (analyzer["parameters"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            let isOfPackage = analyzer["subject"] as? String == "package"
            let whole: [String?] = isOfPackage ? [] : [nil]
            for package in whole + (isOfPackage || parameters.contains("package") ? packages : []) {
                for reading in parameters.contains("reading") ? ["assessed", "declared"] : [nil] {
                    var given: [String: Any] = [:]
                    if let reading { given["reading"] = reading }
                    if let package, !isOfPackage { given["package"] = package }
                    var params: [String: Any] = ["analyzer": name, "params": given]
                    if let package, isOfPackage { params["package"] = package }
                    id += 1
                    let answer = try socket.call("analysis.run", try Sample.json(params), id: id)
                    #expect(answer.error == nil, "\(name): \(answer.text.prefix(500))")
                    for finding in answer["findings"] as? [[String: Any]] ?? [] {
                        for evidence in finding["evidence"] as? [[String: Any]] ?? [] {
                            if let pointer = evidence["pointer"] as? String { places.insert(pointer.split(separator: "/")) }
                        }
                    }
                }
            }
        }
        return places
    }

    /// A place counts as used when a finding rests on it, on something in it, or on the entity that it is a part of; that begins at
    /// the fourth step of a pointer (`/issues/crimea/positions/us`).
    private func isUsed(_ pointer: String, _ used: Set<[Substring]>) -> Bool {
        let tokens = pointer.split(separator: "/")
        let least = min(4, tokens.count)
        return used.contains { $0.starts(with: tokens) || ($0.count >= least && tokens.starts(with: $0)) }
    }

    @Test func everyRowIsUsed() throws {
        let used = try used()
        for (row, pointers) in try Sample.coverage().sorted(by: { $0.key < $1.key }) {
            let unused = pointers.filter { !isUsed($0, used) }
            // Of the modules and the scenarios, every place that holds a row.
            for own in Self.modules.map({ "/modules/\($0)/" }) + ["/scenarios/"] {
                let idle = unused.filter { $0.hasPrefix(own) }
                #expect(idle.isEmpty, "\(row): no analyzer uses \(idle)")
            }
            #expect(unused.count < pointers.count, "\(row): no analyzer uses any of \(pointers)")
        }
    }

    /// Where a requirement of the workspace says what a module contributes, a breach is told once, and by the workspace's.
    @Test func aBreachIsToldOnce() throws {
        let daemon = try DaemonProcess()
        let socket = try RawSocket(daemon)
        #expect(try socket.call("workspace.apply", #"{"files":\#(try Sample.files(of: "us-russia-summit"))}"#).error == nil)
        func broken(_ choices: String, id: Int) throws -> [String] {
            let answer = try socket.call("analysis.run", #"{"analyzer":"core.evaluate","package":"best-case","choices":\#(choices)}"#, id: id)
            let findings = try #require(answer["findings"] as? [[String: Any]])
            return findings.compactMap { $0["id"] as? String }.filter { $0.hasPrefix("requirement/") }.sorted()
        }
        #expect(try broken(#"{"enlargement-guarantee":"treaty","georgia-membership":"bar"}"#, id: 2) == ["requirement/bar-against-ukraine-path"])
        #expect(
            try broken(#"{"enlargement-guarantee":"bilateral-undertaking","ukraine-membership":"path-open"}"#, id: 3)
                == ["requirement/undertaking-against-paths"])
        #expect(try broken(#"{"endorsement":"bilateral-instrument","kyiv-seat":"ratifies"}"#, id: 4).contains("requirement/un-mandate"))
        #expect(try broken(#"{"withdrawal":"none"}"#, id: 5).contains { $0.hasPrefix("requirement/territory/") })
        // The workspace asks for more than the modules do.
        let unwatched = try broken(#"{"monitoring":"none"}"#, id: 6)
        #expect(unwatched.contains("requirement/energy-against-steps") && unwatched.contains("requirement/verified-by-whom"))
        #expect(!unwatched.contains { $0.contains("/sanctions/") || $0.contains("/institutions/") })
    }
}
