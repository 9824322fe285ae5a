import Testing

@testable import Serving

@Suite struct ResponseCacheTests {
    private func key(_ number: Int) -> CacheKey { CacheKey(texts: ["\(number)"], images: []) }

    /// A body that takes 1,000 bytes of the cache.
    private func body(_ number: Int) -> [UInt8] { [UInt8](repeating: UInt8(number & 255), count: 744) }

    @Test func givesBackWhatWasKept() {
        let cache = ResponseCache(byteLimit: 10_000)
        #expect(cache.body(for: key(1)) == nil)
        cache.insert(body(1), for: key(1))
        #expect(cache.body(for: key(1)) == body(1))
        #expect(cache.figures == .init(hits: 1, misses: 1, entries: 1, bytes: 1000))
    }

    @Test func letsGoOfWhatWasUsedLeastRecently() {
        let cache = ResponseCache(byteLimit: 3_999)
        for number in 1...3 { cache.insert(body(number), for: key(number)) }
        _ = cache.body(for: key(1))
        cache.insert(body(4), for: key(4))
        #expect(cache.body(for: key(2)) == nil)
        for number in [1, 3, 4] { #expect(cache.body(for: key(number)) == body(number)) }
        #expect(cache.figures.entries == 3 && cache.figures.bytes == 3000)
    }

    @Test func whatIsLargerThanAllIsNotKept() {
        let cache = ResponseCache(byteLimit: 999)
        cache.insert(body(1), for: key(1))
        #expect(cache.body(for: key(1)) == nil && cache.figures.bytes == 0)
        #expect(!ResponseCache(byteLimit: 0).isEnabled)
    }

    @Test func manyUsesKeepItsOrderAndItsBounds() {
        let cache = ResponseCache(byteLimit: 10_000)
        var model: [Int] = []
        var state: UInt64 = 1
        for _ in 0..<100_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 59)
            let found = cache.body(for: key(number)) != nil
            #expect(found == model.contains(number))
            model.removeAll { $0 == number }
            if !found { cache.insert(body(number), for: key(number)) }
            model.append(number)
            if model.count > 10 { model.removeFirst() }
        }
        #expect(cache.figures.bytes == 10_000 && cache.figures.entries == 10)
    }

    @Test func partsAreKeptApart() {
        let keys: [CacheKey] = [
            CacheKey(texts: ["ab", "c"], images: []), CacheKey(texts: ["a", "bc"], images: []),
            CacheKey(texts: ["ab"], images: [[0x63]]), CacheKey(texts: ["ab", "c", ""], images: []),
            CacheKey(texts: ["ab", "c"], images: [[]]), CacheKey(texts: ["ab1:c"], images: []),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(CacheKey(texts: ["a"], images: [[1, 2]]) == CacheKey(texts: ["a"], images: [[1, 2]]))
    }
}
