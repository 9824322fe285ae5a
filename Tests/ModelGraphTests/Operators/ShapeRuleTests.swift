import Testing

@testable import ModelGraph

/// Shapes by hand, with extents that are not known.
struct ShapeRuleTests {
    private func shape(_ op: any Operator, _ inputs: [Dimension]..., constants: [Int: Tensor] = [:]) throws
        -> [Dimension]?
    {
        var operands: [OperatorInput?] = inputs.map { OperatorInput(type: TensorType(.float32, $0)) }
        for (index, tensor) in constants.sorted(by: { $0.key < $1.key }) {
            while operands.count <= index { operands.append(nil) }
            operands[index] = OperatorInput(
                type: TensorType(tensor.elementType, tensor.shape.map(Dimension.fixed)), value: tensor)
        }
        return try op.outputTypes(operands).first?.shape
    }

    @Test func symbolsPassThrough() throws {
        #expect(
            try shape(
                Conv(kernelShape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], dilations: []), ["N", 3, 8, 9],
                [4, 3, 3, 3]) == ["N", 4, 4, 5])
        #expect(try shape(Add(), ["N", 3], [3]) == ["N", 3])
        #expect(try shape(Add(), ["N", 3], [1, 1]) == ["N", 3])
        #expect(try shape(MatMul(), ["N", 7, 3], [3, 5]) == ["N", 7, 5])
        #expect(try shape(MatMul(), [3], ["N", 3, 5]) == ["N", 5])
        #expect(try shape(Gemm(transB: true), ["N", 3], [5, 3], [5]) == ["N", 5])
        #expect(try shape(GlobalAveragePool(), ["N", 3, "H", "W"]) == ["N", 3, 1, 1])
        #expect(try shape(Flatten(), ["N", 3, 4]) == ["N", 12])
        #expect(try shape(Transpose(perm: [1, 0]), ["N", 3]) == [3, "N"])
        #expect(try shape(Reshape(), ["N", 6], constants: [1: .list([0, 2, -1])]) == ["N", 2, 3])
        #expect(try shape(Reshape(), ["N", 6], constants: [1: .list([-1, 6])]) == ["N", 6])
        #expect(try shape(Concat(axis: 1), ["N", 2], [4, 3]) == [4, 5])
        #expect(try shape(Unsqueeze(), ["N"], constants: [1: .list([-1])]) == ["N", 1])
        #expect(try shape(Squeeze(), ["N", 1], constants: [1: .list([1])]) == ["N"])
    }

    @Test func whatDoesNotFitIsRefused() {
        #expect(throws: GraphError.self) { try shape(Add(), [2], [3]) }
        #expect(throws: GraphError.self) { try shape(Conv.plain, [1, 2, 4, 4], [1, 3, 1, 1]) }
        #expect(throws: GraphError.self) {
            try shape(
                Conv(kernelShape: [], strides: [], pads: [], dilations: [], group: .max), [1, 2, 4, 4], [0, 2, 1, 1])
        }
        #expect(throws: GraphError.self) { try shape(Conv.plain, [1, 2, 2, 2], [1, 2, 3, 3]) }
        #expect(throws: GraphError.self) { try shape(MatMul(), [2, 3], [4, 5]) }
        #expect(throws: GraphError.self) { try shape(Gemm(), [1, 3], [3, 5], [4, 5]) }
        #expect(throws: GraphError.self) { try shape(Transpose(perm: [0, 0]), [2, 3]) }
        #expect(throws: GraphError.self) { try shape(Flatten(axis: .min), [2, 3]) }
        #expect(throws: GraphError.self) { try shape(Squeeze(), [2], constants: [1: .list([0])]) }
        for target in [[-1, -1], [7], [-2], [0, 0, 0], [.max, .max], [0, .max]] as [[Int64]] {
            #expect(throws: GraphError.self) { try shape(Reshape(), [2, 3], constants: [1: .list(target)]) }
        }
        let pads = Tensor.list([0, 2, 0, 0])
        #expect(throws: GraphError.self) { try shape(Pad(mode: .reflect), [1, 2], constants: [1: pads]) }
        #expect(throws: GraphError.self) { try shape(Pad(mode: .edge), [1, 0], constants: [1: pads]) }
        #expect(throws: GraphError.self) {
            try shape(MaxPool(dilations: [], kernelShape: [2], pads: [2, 0], strides: []), [1, 1, 8])
        }
        #expect(throws: GraphError.self) { try shape(Unsqueeze(), [2], constants: [1: .list(Array(0..<100))]) }
        #expect(throws: GraphError.self) { try ShapeLimits.count([0, 1 << 30, 1 << 30]) }
    }

    @Test(arguments: [
        (0, 10, 3, 4), (0, 10, 1, 10), (-3, .max, 1, 3), (9, .min, -1, 10), (-1, -4, -2, 2), (5, 5, 1, 0),
        (0, 10, .max, 1),
        (.max, .min, -4, 3), (.min, .max, 1, 10), (8, 2, 1, 0),
    ])
    func slicesTakeWhatPythonTakes(_ start: Int, _ end: Int, _ step: Int, _ count: Int) throws {
        let part = Slice.Part(axis: 0, start: start, end: end, step: step)
        #expect(part.count(extent: 10) == count)
        #expect(part.indices(extent: 10).count == count)
        #expect(part.count(extent: 0) == 0 && part.indices(extent: 0).isEmpty)
    }

    /// Only counted: a list of the positions would take 16 GiB.
    @Test func slicesOfHugeAxesAreNotListed() {
        #expect(
            Slice.Part(axis: 0, start: 0, end: .max, step: 1).count(extent: ShapeLimits.elements)
                == ShapeLimits.elements)
    }
}
