import ModelGraph
import Reference
import Testing

@Suite struct NormalizationTests {
    @Test func softmaxSumsToOneAlongItsAxis() throws {
        let x = floats([0, 1000, 0, 0, 1000, 0], [2, 3])
        #expect(try evaluate(Softmax(axis: 0), floats([0, 1000, 0, 0], [2, 2])) == floats([0.5, 1, 0.5, 0], [2, 2]))
        #expect(try evaluate(Softmax(axis: 1), x) == floats([0, 1, 0, 0, 1, 0], [2, 3]))
    }

    @Test func coercedSoftmaxSpansAllAxesFromItsOwnOn() throws {
        let x = floats([0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 2, 2])
        let result = try evaluate(Softmax(axis: 1, coerced: true), x)
        #expect(result == floats([Float](repeating: 0.125, count: 8), [1, 2, 2, 2]))
    }

    @Test func batchNormalizationUsesItsStatistics() throws {
        let x = floats([1, 3, 10, 20], [1, 2, 2])
        let op = BatchNormalization(epsilon: 0)
        let result = try evaluate(
            op, x, floats([2, 1]), floats([0.5, 0]), floats([1, 10]), floats([4, 25]))
        #expect(result == floats([0.5, 2.5, 0, 2], [1, 2, 2]))
        #expect(throws: GraphError.self) { try evaluate(op, x, floats([2]), floats([0]), floats([1]), floats([4])) }
    }

    @Test func anEvenLRNReachesFurtherForward() throws {
        // size 2: the channel itself and the next one.
        let x = floats([1, 2, 3], [1, 3, 1])
        let result = try evaluate(LRN(alpha: 2, beta: 1, bias: 0, size: 2), x)
        #expect(result == floats([1 / 5, 2 / 13, 3 / 9], [1, 3, 1]))
    }
}
