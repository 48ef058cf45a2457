import Briefing
import Testing
import Glibc
@Suite struct Gen {
    @Test func gen() throws {
        let t = SnapshotTests()
        let f = fopen("/tmp/briefing/snap.txt", "w")
        for (k, term) in [("narrow", Terminal(columns: 80, color: false)), ("wide", Terminal(columns: 160, color: false)), ("colored", Terminal(columns: 80, color: true))] {
            for (n, text) in try t.everything(term) { fputs("@@@\(k) \(n)\n\(text)\n", f) }
        }
        fclose(f)
    }
}
