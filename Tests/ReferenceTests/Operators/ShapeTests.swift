import ModelGraph
import Reference
import Testing

@Suite struct ShapeTests {
    let matrix = floats([1, 2, 3, 4, 5, 6], [2, 3])

    @Test func movesKeepTheElementType() throws {
        let data = Tensor(shape: [2, 2], elements: .uint8([1, 2, 3, 4]))
        #expect(try evaluate(Transpose(perm: [1, 0]), data).elements == .uint8([1, 3, 2, 4]))
        let flags = Tensor(shape: [2], elements: .bool([true, false]))
        #expect(try evaluate(Gather(axis: 0), flags, integers(1, 1, 0)).elements == .bool([false, false, true]))
    }

    @Test func concatJoinsAlongItsAxis() throws {
        let column = floats([7, 8], [2, 1])
        #expect(try evaluate(Concat(axis: -1), matrix, column) == floats([1, 2, 3, 7, 4, 5, 6, 8], [2, 4]))
        #expect(throws: GraphError.self) { try evaluate(Concat(axis: 0), matrix, column) }
        #expect(throws: GraphError.self) { try evaluate(Concat(axis: 2), matrix, matrix) }
        #expect(throws: GraphError.self) { try evaluate(Concat(axis: 0), integers(1), floats([1])) }
    }

    @Test func sliceTakesStridedParts() throws {
        let result = try evaluate(Slice(), matrix, integers(-1), integers(.min), integers(1), integers(-2))
        #expect(result == floats([3, 1, 6, 4], [2, 2]))
        #expect(throws: GraphError.self) {
            try evaluate(Slice(), matrix, integers(0), integers(1), integers(0), integers(0))
        }
        #expect(throws: GraphError.self) { try evaluate(Slice(), matrix, integers(0), integers(1), integers(5)) }
    }

    @Test func reshapeRefusesOtherSizes() {
        #expect(throws: GraphError.self) { try evaluate(Reshape(), matrix, integers(5)) }
        #expect(throws: GraphError.self) { try evaluate(Reshape(), matrix, integers(-1, -1)) }
        #expect(throws: GraphError.self) { try evaluate(Reshape(), matrix, integers(-1, 4)) }
        #expect(throws: GraphError.self) { try evaluate(Reshape(), matrix, integers(1, 1, 0)) }
        #expect(throws: GraphError.self) { try evaluate(Reshape(), matrix, integers(.max, .max)) }
    }

    @Test func padsAbsurdlyLargeAreRefused() {
        #expect(throws: GraphError.self) { try evaluate(Pad(), matrix, integers(.max, 0, 0, 0)) }
        #expect(throws: GraphError.self) { try evaluate(Pad(), matrix, integers(1 << 20, 0, 1 << 20, 1 << 20)) }
        #expect(throws: GraphError.self) { try evaluate(Pad(), matrix, integers(.min, 0, .max, 0)) }
        #expect(throws: GraphError.self) { try evaluate(Pad(), matrix, integers(1, 0)) }
    }

    @Test func extentsThatOverflowAreRefusedBesideAZero() {
        let empty = floats([], [0, 3])
        #expect(throws: GraphError.self) { try evaluate(Reshape(allowZero: true), empty, integers(0, .max, .max)) }
    }

    @Test func gatherRefusesForeignIndices() {
        #expect(throws: GraphError.self) { try evaluate(Gather(axis: 0), matrix, integers(2)) }
        #expect(throws: GraphError.self) { try evaluate(Gather(axis: 0), matrix, integers(-3)) }
    }

    @Test func squeezeRefusesWideAxes() {
        #expect(throws: GraphError.self) { try evaluate(Squeeze(), matrix, integers(0)) }
        #expect(throws: GraphError.self) { try evaluate(Unsqueeze(), matrix, integers(0, 0)) }
    }

    @Test func meanOverNegativeAxes() throws {
        let axes = integers(-1)
        #expect(try evaluate(ReduceMean(keepDims: true), matrix, axes) == floats([2, 5], [2, 1]))
        #expect(try evaluate(ReduceMean(keepDims: false), matrix, axes) == floats([2, 5]))
    }
}
