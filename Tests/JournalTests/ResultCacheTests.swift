import Foundation
import GRDB
import Journal
import Testing

@Suite struct ResultCacheTests {
    let directory = TemporaryDirectory()

    private var path: String { directory.path + "/case.cache" }

    @Test func whatIsKeptComesBack() async throws {
        let journal = try directory.open()
        #expect(await journal.cachedResult("zones 3") == nil)
        await journal.cacheResult("zones 3", [1, 2, 3])
        await journal.cacheResult("zones 4", [])
        await journal.cacheResult("zones 3", [4])
        #expect(await journal.cachedResult("zones 3") == [4])
        #expect(await journal.cachedResult("zones 4") == [])
        try journal.close()
        #expect(await (try directory.open()).cachedResult("zones 3") == [4])
    }

    @Test func theLeastRecentlyUsedGoFirst() async {
        let cache = ResultCache(path: path, capacity: 1_000)
        let part = [UInt8](repeating: 7, count: 240)
        for key in ["a", "b", "c", "d"] { await cache.keep(part, under: key) }
        #expect(await cache.value(of: "a") == part)
        await cache.keep(part, under: "e")
        #expect(await cache.value(of: "b") == nil)
        for key in ["a", "c", "d", "e"] { #expect(await cache.value(of: key) == part) }
        await cache.keep([UInt8](repeating: 7, count: 251), under: "large")
        #expect(await cache.value(of: "large") == nil)
        #expect(await cache.value(of: "a") == part)
    }

    @Test func anAlteredResultIsNotBelieved() async throws {
        let cache = ResultCache(path: path)
        await cache.keep([1, 2, 3], under: "a")
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "UPDATE result SET bytes = x'010204'") }
        #expect(await cache.value(of: "a") == nil)
    }

    @Test func aBrokenFileIsBegunAnew() async throws {
        try directory.write(Data(repeating: 65, count: 5_000), to: "case.cache")
        let journal = try directory.open()
        await journal.cacheResult("a", [1])
        #expect(await journal.cachedResult("a") == [1])
    }

    @Test func withoutACacheTheJournalGoesOn() async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let journal = try directory.open()
        await journal.cacheResult("a", [1])
        #expect(await journal.cachedResult("a") == nil)
        #expect(try await journal.set(small).appended)
    }

    @Test func aDeletedCacheLeavesTheJournalWhole() async throws {
        let journal = try directory.open()
        try await journal.set(small)
        await journal.cacheResult("a", [1])
        try journal.close()
        try FileManager.default.removeItem(atPath: path)
        let reopened = try directory.open(create: false)
        #expect(await reopened.cachedResult("a") == nil)
        #expect(try await reopened.verify().isSound)
    }
}
