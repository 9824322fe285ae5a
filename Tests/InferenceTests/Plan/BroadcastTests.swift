import Testing

@testable import Inference

struct BroadcastTests {
    @Test func equalShapesAreOneLoop() throws {
        let loops = try Broadcast(shape: [2, 3, 4], a: [2, 3, 4], b: [2, 3, 4])
        #expect(loops.columns == .init(count: 24, a: 1, b: 1) && loops.rows.count == 1 && loops.outer.isEmpty)
    }

    /// Squeeze and excitation: (N, H, W, C) by (N, 1, 1, C).
    @Test func channelsOfEachImageAreThreeLoops() throws {
        let loops = try Broadcast(shape: [2, 7, 5, 8], a: [2, 7, 5, 8], b: [2, 1, 1, 8])
        #expect(loops.columns == .init(count: 8, a: 1, b: 1))
        #expect(loops.rows == .init(count: 35, a: 8, b: 0))
        #expect(loops.outer == [.init(count: 2, a: 280, b: 8)])
        #expect(loops.offsets(1) == (280, 8))
    }

    @Test func refusesShapesThatDoNotFit() {
        #expect(throws: InferenceError.self) { try Broadcast(shape: [2, 3], a: [2, 3], b: [2, 2]) }
    }
}
