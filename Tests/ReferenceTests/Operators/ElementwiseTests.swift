import ModelGraph
import Reference
import Testing

@Suite struct ElementwiseTests {
    @Test func addAppliesItsEpilogue() throws {
        let op = Add(epilogue: Epilogue(addsResidual: true, minimum: 0, maximum: 6))
        let result = try evaluate(op, floats([1, 2, -9]), floats([3]), floats([10, 0.5, 0]))
        #expect(result == floats([6, 5.5, 0]))
    }

    @Test func arithmeticBroadcastsBothWays() throws {
        let column = floats([1, 2], [2, 1])
        let row = floats([10, 20, 30])
        #expect(try evaluate(Sub(), column, row) == floats([-9, -19, -29, -8, -18, -28], [2, 3]))
        #expect(try evaluate(Mul(), row, column) == floats([10, 20, 30, 20, 40, 60], [2, 3]))
    }

    @Test func integersTruncateAndWrap() throws {
        #expect(try evaluate(Div(), integers(-7, 7, .min), integers(2, -2, -1)) == integers(-3, -3, .min))
        #expect(try evaluate(Add(), integers(.max), integers(1)) == integers(.min))
        #expect(throws: GraphError.self) { try evaluate(Div(), integers(1), integers(0)) }
    }

    @Test func refusesMixedTypesAndShapes() {
        #expect(throws: GraphError.self) { try evaluate(Add(), floats([1]), integers(1)) }
        #expect(throws: GraphError.self) { try evaluate(Add(), floats([1, 2]), floats([1, 2, 3])) }
    }

    @Test func activations() throws {
        let x = floats([-8, -1, 0, 1, 8])
        #expect(try evaluate(Relu(), x) == floats([0, 0, 0, 1, 8]))
        #expect(try evaluate(LeakyRelu(alpha: 0.5), x) == floats([-4, -0.5, 0, 1, 8]))
        #expect(try evaluate(HardSigmoid(alpha: 0.25, beta: 0.5), x) == floats([0, 0.25, 0.5, 0.75, 1]))
        #expect(try evaluate(HardSwish(), floats([-4, 0, 3, 8])) == floats([0, 0, 3, 8]))
        #expect(try evaluate(Sigmoid(), floats([-200, 0, 200])) == floats([0, 0.5, 1]))
        #expect(try evaluate(Swish(), floats([0, 200])) == floats([0, 200]))
        #expect(try evaluate(Tanh(), floats([-50, 0, 50])) == floats([-1, 0, 1]))
    }

    @Test func notANumberPasses() throws {
        let nan = floats([.nan])
        for op in [Relu(), Clip(), LeakyRelu(), Sigmoid(), Tanh()] as [any Operator] {
            #expect(try evaluate(op, nan).floats?[0].isNaN == true, "\(op)")
        }
    }

    @Test func clipWantsScalarBoundsOfItsType() throws {
        let x = floats([-1, 5])
        #expect(try evaluate(Clip(), x, floats([0], []), nil) == floats([0, 5]))
        #expect(try evaluate(Clip(), x, floats([0]), floats([3], [1])) == floats([0, 3]))
        #expect(throws: GraphError.self) { try evaluate(Clip(), x, floats([0, 1])) }
        #expect(throws: GraphError.self) { try evaluate(Clip(), x, integers(0)) }
    }

    @Test func castSaturatesFloats() throws {
        let result = try evaluate(Cast(to: .int32), floats([3e9, -3e9, .nan, -1.9, .infinity]))
        #expect(result.elements == .int32([.max, .min, 0, -1, .max]))
        #expect(try evaluate(Cast(to: .int64), floats([9.3e18, -9.3e18])) == integers(.max, .min))
        #expect(
            try evaluate(Cast(to: .float16), floats([65519, 65520, 1e-8])).converted(to: .float32)
                == floats([65504, .infinity, 0]))
    }
}
