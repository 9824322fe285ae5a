import ModelGraph
import Reference
import Testing

@Suite struct ConvTests {
    /// 1 2 3
    /// 4 5 6
    /// 7 8 9
    let image = floats([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])

    func conv(pads: [Int] = [0, 0, 0, 0], strides: [Int] = [1, 1], group: Int = 1, epilogue: Epilogue = .none) -> Conv {
        Conv(kernelShape: [2, 2], strides: strides, pads: pads, dilations: [1, 1], group: group, epilogue: epilogue)
    }

    @Test func sumsProductsOverWindows() throws {
        let kernel = floats([1, 0, 0, 10], [1, 1, 2, 2])
        #expect(try evaluate(conv(), image, kernel) == floats([51, 62, 84, 95], [1, 1, 2, 2]))
    }

    @Test func paddingIsZero() throws {
        let kernel = floats([1, 1, 1, 1], [1, 1, 2, 2])
        let result = try evaluate(conv(pads: [1, 1, 0, 0], strides: [2, 2]), image, kernel)
        #expect(result == floats([1, 5, 11, 28], [1, 1, 2, 2]))
    }

    @Test func groupsReadTheirOwnChannels() throws {
        let input = floats([1, 2, 10, 20], [1, 4, 1, 1])
        let kernel = floats([1, 1, 1, 2], [2, 2, 1, 1])
        let op = Conv(kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: 2)
        #expect(try evaluate(op, input, kernel) == floats([3, 50], [1, 2, 1, 1]))
    }

    @Test func addsBiasThenResidualThenClamps() throws {
        let kernel = floats([1, 0, 0, 0], [1, 1, 2, 2])
        let residual = floats([0, -100, 100, 1], [1, 1, 2, 2])
        let epilogue = Epilogue(addsResidual: true, minimum: 0, maximum: 50)
        let result = try evaluate(conv(epilogue: epilogue), image, kernel, floats([10]), residual)
        #expect(result == floats([11, 0, 50, 16], [1, 1, 2, 2]))
    }

    @Test func takesResidualWithoutBias() throws {
        let kernel = floats([1, 0, 0, 0], [1, 1, 2, 2])
        let residual = floats([1, 1, 1, 1], [1, 1, 2, 2])
        let op = conv(epilogue: Epilogue(addsResidual: true))
        let expected = floats([2, 3, 5, 6], [1, 1, 2, 2])
        #expect(try evaluate(op, image, kernel, nil, residual) == expected)
        #expect(try evaluate(op, image, kernel, residual) == expected)
    }

    @Test func aSampleIsTheSameInAnyBatch() throws {
        let kernel = floats((0..<16).map { Float($0) / 7 }, [2, 2, 2, 2])
        let input = floats((0..<36).map { Float($0) * 0.37 - 5 }, [2, 2, 3, 3])
        let both = try #require(evaluate(conv(), input, kernel).floats)
        let second = try evaluate(conv(), floats(Array(input.floats?[18...] ?? []), [1, 2, 3, 3]), kernel)
        #expect(Array(both[8...]) == second.floats)
    }

    @Test func acceptsABatchOfNone() throws {
        let kernel = floats([1, 1, 1, 1], [1, 1, 2, 2])
        #expect(try evaluate(conv(), floats([], [0, 1, 3, 3]), kernel).shape == [0, 1, 2, 2])
    }

    @Test func refusesWhatDoesNotFit() {
        let kernel = floats([1, 1, 1, 1], [1, 1, 2, 2])
        #expect(throws: GraphError.self) { try evaluate(conv(group: 0), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(group: 2), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(pads: [-1, 0, 0, 0]), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(pads: [0]), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(strides: [0, 1]), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(strides: [1, .max]), image, kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(), image, kernel, floats([1, 2])) }
        #expect(throws: GraphError.self) { try evaluate(conv(), floats([1], [1, 1, 1, 1]), kernel) }
        #expect(throws: GraphError.self) { try evaluate(conv(), image, integers(1, 2, 3, 4)) }
        #expect(throws: GraphError.self) { try evaluate(conv(), image, nil) }
    }
}
