import ModelGraph
import Reference
import Testing

@Suite struct MatrixProductTests {
    let a = floats([1, 2, 3, 4], [2, 2])
    let b = floats([1, 10, 100, 1000], [2, 2])

    @Test func gemmScalesTransposesAndAdds() throws {
        let op = Gemm(alpha: 2, beta: 3, transB: true)
        #expect(try evaluate(op, a, b, floats([1, 2])) == floats([45, 4206, 89, 8606], [2, 2]))
    }

    @Test func gemmAppliesItsEpilogue() throws {
        let op = Gemm(epilogue: Epilogue(addsResidual: true, maximum: 2000))
        let residual = floats([1, 1, 1, 1], [2, 2])
        #expect(try evaluate(op, a, b, floats([0, 5]), residual) == floats([202, 2000, 404, 2000], [2, 2]))
    }

    @Test func matMulTakesBiasAndResidual() throws {
        let op = MatMul(epilogue: Epilogue(addsResidual: true, minimum: 0))
        let residual = floats([-1000, 0, 0, 0], [2, 2])
        let result = try evaluate(op, a, b, floats([1, 2]), residual)
        #expect(result == floats([0, 2012, 404, 4032], [2, 2]))
    }

    @Test func anEmptyReductionIsZero() throws {
        let result = try evaluate(MatMul(), floats([], [2, 0]), floats([], [0, 3]))
        #expect(result == floats([0, 0, 0, 0, 0, 0], [2, 3]))
    }

    @Test func refusesWhatDoesNotMultiply() {
        let c = floats([1, 2, 3], [1, 3])
        #expect(throws: GraphError.self) { try evaluate(Gemm(), a, c) }
        #expect(throws: GraphError.self) { try evaluate(Gemm(), a, b, c) }
        #expect(throws: GraphError.self) { try evaluate(Gemm(), a, b, floats([1, 2], [1, 1, 2])) }
        #expect(throws: GraphError.self) { try evaluate(MatMul(), a, c) }
        #expect(throws: GraphError.self) { try evaluate(MatMul(), a, floats([1], [])) }
        #expect(throws: GraphError.self) { try evaluate(MatMul(), a, b, floats([1])) }
    }
}
