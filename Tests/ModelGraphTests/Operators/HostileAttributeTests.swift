import ModelGraph
import Testing

/// Attributes and values that no model has, but that a file can hold: each is an error, none a trap.
struct HostileAttributeTests {
    struct Case: Sendable {
        var op: any ModelGraph.Operator
        var inputs: [Tensor?]
        /// Whether the shape rule alone must refuse it.
        var isRefusedAtOnce = true
    }

    private static let x = Tensor(shape: [1, 4, 3, 3], floats: [Float](repeating: 1, count: 36))
    private static let scalar = Tensor(shape: [], floats: [1])

    private static func ints(_ values: [Int64]) -> Tensor { Tensor(shape: [values.count], int64s: values) }
    private static func zeros(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, floats: [Float](repeating: 0, count: shape.reduce(1, *)))
    }

    static let cases: [Case] = [
        Case(op: Max(), inputs: []),
        Case(op: Split(numOutputs: -1), inputs: [x]),
        Case(op: GatherND(batchDims: .max), inputs: [x, Tensor(shape: [1, 1], int64s: [0])]),
        Case(op: ConvTranspose(group: 1 << 62), inputs: [x, zeros([0, 4, 3, 3])]),
        Case(op: ConvTranspose(outputShape: [5]), inputs: [x, zeros([4, 4, 3, 3])]),
        Case(op: DequantizeLinear(blockSize: .max), inputs: [ints([1, 2]), scalar], isRefusedAtOnce: false),
        Case(op: DeformConv(group: 1 << 62), inputs: [x, zeros([1, 4, 1, 1]), zeros([1, 2, 3, 3])]),
        Case(op: RoiAlign(samplingRatio: 1 << 40), inputs: [x, zeros([1, 4]), ints([0])]),
        Case(
            op: RoiAlign(), inputs: [x, Tensor(shape: [1, 4], floats: [0, 0, 9e5, 9e5]), ints([0])],
            isRefusedAtOnce: false),
        Case(
            op: MaxRoiPool(pooledShape: [1, 1], spatialScale: 1e30),
            inputs: [x, Tensor(shape: [1, 5], floats: [0, 1, 1, 1, 1])], isRefusedAtOnce: false),
        Case(
            op: AveragePool(
                dilations: [1, 1, 1], kernelShape: [1 << 22, 1 << 22, 1 << 22],
                pads: [Int](repeating: 1 << 21, count: 6), strides: [1, 1, 1]),
            inputs: [zeros([1, 1, 1, 1, 1])], isRefusedAtOnce: false),
        Case(
            op: Col2Im(pads: [Int](repeating: 1 << 21, count: 6)),
            inputs: [zeros([1, 1, 1]), ints([1, 1, 1]), ints([1 << 22, 1 << 22, 1 << 22])], isRefusedAtOnce: false),
        Case(op: BlackmanWindow(), inputs: [Tensor(shape: [], int64s: [1 << 31 - 1])], isRefusedAtOnce: false),
        Case(
            op: ScaledDotProductAttention(), inputs: [zeros([2, 3]), zeros([4, 5]), zeros([4, 3])]),
        Case(op: Dropout(), inputs: [x, nil, Tensor(shape: [], [true])]),
        Case(op: PRelu(), inputs: [zeros([2, 1]), zeros([3])]),
    ]

    @Test(arguments: cases.indices) func isRefused(_ index: Int) {
        let test = Self.cases[index]
        if test.isRefusedAtOnce {
            let types = test.inputs.map { tensor in
                tensor.map { OperatorInput(type: TensorType($0.elementType, $0.shape.map(Dimension.fixed)), value: $0) }
            }
            #expect(throws: GraphError.self) { try test.op.outputTypes(types) }
        } else {
            #expect(throws: GraphError.self) { try test.op.outputs(Arguments(test.inputs)) }
        }
    }

    @Test func rangesOfNothingAreEmpty() throws {
        let values = [1e30, 0, 1] as [Float]
        let inputs = values.map { Tensor(shape: [], floats: [$0]) }
        #expect(try NumberRange().outputs(Arguments(inputs))[0].shape == [0])
    }

    @Test func regionsThatAreNoNumbersGiveElementsOfTheInput() throws {
        for edge in [.nan, 1e30, -.infinity] as [Float] {
            let op = Resize(coordinates: .tfCropAndResize, mode: .linear)
            let inputs: [Tensor?] = [
                Tensor(shape: [4], floats: [1, 2, 3, 4]), Tensor(shape: [2], floats: [0, edge]), nil, Self.ints([4]),
            ]
            #expect(try op.outputs(Arguments(inputs))[0].count == 4)
        }
    }

    @Test func doublesKeepTheirBitsWhereTheyAreOnlyMoved() throws {
        let x = Tensor(shape: [2], [1e300, 0.1])
        #expect(try Identity().outputs(Arguments([x]))[0] == x)
        #expect(try Concat(axis: 0).outputs(Arguments([x, x]))[0].doubles() == [1e300, 0.1, 1e300, 0.1])
        #expect(try Transpose(perm: [0]).outputs(Arguments([x]))[0] == x)
    }

    @Test func longSumsOfIntegersAreExact() throws {
        let count = 512 * 9
        let x = Tensor(shape: [1, 512, 3, 3], [UInt8](repeating: 255, count: count))
        var weights = [UInt8](repeating: 255, count: count)
        weights[0] = 254
        let w = Tensor(shape: [1, 512, 3, 3], weights)
        let conv = Conv(kernelShape: [3, 3], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1])
        #expect(try ConvInteger(conv: conv).outputs(Arguments([x, w]))[0].integers == [count * 65025 - 255])
    }

    @Test func notANumberStaysSo() throws {
        let x = Tensor(shape: [1, 1, 2], floats: [.nan, 1])
        for op in [HardSigmoid(), Celu(), GlobalMaxPool()] as [any ModelGraph.Operator] {
            #expect(try op.outputs(Arguments([x]))[0].floats?[0].isNaN == true)
        }
        let y = Tensor(shape: [4], floats: [.nan, 2, 1, 2])
        let unique = try Unique().outputs(Arguments([y], outputCount: 2))
        #expect(unique[0].floats?.prefix(2) == [1, 2] && unique[0].count == 3)
    }
}
