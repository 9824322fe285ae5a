import ModelGraph
import Testing

struct TriluTests {
    private func triangle(_ op: Trilu, _ x: Tensor, k: Int64? = nil) throws -> Tensor {
        try op.outputs(Arguments([x] + (k.map { [Tensor(shape: [], int64s: [$0])] } ?? [])))[0]
    }

    @Test func keepsATriangle() throws {
        let x = Tensor(shape: [2, 3], int64s: [1, 2, 3, 4, 5, 6])
        #expect(try triangle(Trilu(), x).integers == [1, 2, 3, 0, 5, 6])
        #expect(try triangle(Trilu(upper: false), x).integers == [1, 0, 0, 4, 5, 0])
    }

    @Test func kMovesTheDiagonal() throws {
        let x = Tensor(shape: [2, 3], int64s: [1, 2, 3, 4, 5, 6])
        #expect(try triangle(Trilu(), x, k: 1).integers == [0, 2, 3, 0, 0, 6])
        #expect(try triangle(Trilu(upper: false), x, k: -1).integers == [0, 0, 0, 4, 0, 0])
        #expect(try triangle(Trilu(), x, k: .max).integers == [0, 0, 0, 0, 0, 0])
        #expect(try triangle(Trilu(), x, k: .min) == x)
    }

    @Test func takesBatchesAndAnyType() throws {
        let x = Tensor(shape: [2, 1, 2], [true, true, true, true])
        #expect(try triangle(Trilu(upper: false), x) == Tensor(shape: [2, 1, 2], [true, false, true, false]))
        let empty = Tensor(shape: [0, 3], floats: [])
        #expect(try triangle(Trilu(), empty) == empty)
    }

    @Test func wantsMatrices() {
        #expect(throws: GraphError.self) { try triangle(Trilu(), Tensor(shape: [3], floats: [1, 2, 3])) }
        let type = TensorType(.float32, ["N"])
        #expect(throws: GraphError.self) { try Trilu().outputTypes([OperatorInput(type: type)]) }
    }
}
