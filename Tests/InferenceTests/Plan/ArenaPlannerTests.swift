import TestSupport
import Testing

@testable import Inference

struct ArenaPlannerTests {
    @Test(arguments: 0..<200)
    func nothingOverlapsThatLivesAtTheSameTime(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let requests = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            let begin = Int.random(in: 0...30, using: &random)
            return ArenaPlanner.Request(
                bytes: Int.random(in: 1...5000, using: &random), begin: begin,
                end: Bool.random(using: &random) ? begin + Int.random(in: 0...10, using: &random) : .max)
        }
        let (offsets, bytes) = ArenaPlanner.place(requests)
        for (i, a) in requests.enumerated() {
            #expect(offsets[i] % ArenaPlanner.alignment == 0 && offsets[i] >= 0 && offsets[i] + a.bytes <= bytes)
            for (j, b) in requests.enumerated() where j > i && a.begin <= b.end && b.begin <= a.end {
                let apart = offsets[i] + a.bytes <= offsets[j] || offsets[j] + b.bytes <= offsets[i]
                #expect(apart, "seed \(seed): buffers \(i) and \(j)")
            }
        }
    }

    @Test func aChainNeedsRoomForTwo() {
        let requests = (0..<10).map { ArenaPlanner.Request(bytes: 640, begin: $0, end: $0 + 1) }
        #expect(ArenaPlanner.place(requests).bytes == 1280)
    }
}
