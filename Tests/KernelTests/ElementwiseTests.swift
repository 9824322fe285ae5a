import Kernels
import TestSupport
import Testing

@Suite struct ElementwiseTests {
    static let operations: [ElementwiseOperation] = [
        .add(aScale: 1, bScale: 0.5), .add(aScale: 0.25, bScale: 4), .sub(aScale: 2, bScale: 1),
        .sub(aScale: 0x1p-126, bScale: 0x1p-9), .mul(scale: 0x1p-15), .mul(scale: 1), .div(scale: 4096),
        .div(scale: 0.5),
    ]
    static let columns = [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100]
    enum Shape: CaseIterable { case full, perColumn, perRow, scalar }

    func value(_ operation: ElementwiseOperation, _ a: Int16, _ b: Int16) -> Float {
        switch operation {
        case .add(let aScale, let bScale): Float(a) * aScale + Float(b) * bScale
        case .sub(let aScale, let bScale): Float(a) * aScale - Float(b) * bScale
        case .mul(let scale): Float(Int64(a) * Int64(b)) * scale
        case .div(let scale): Float(a) / Float(b) * scale
        }
    }

    func operand(_ shape: Shape, _ pointer: UnsafePointer<Int16>, _ stride: Int) -> ElementwiseOperand {
        switch shape {
        case .full: .full(pointer, stride: stride)
        case .perColumn: .perColumn(pointer)
        case .perRow: .perRow(pointer)
        case .scalar: .scalar(pointer)
        }
    }

    @Test(arguments: operations.indices, columns)
    func equalsTheDefinition(index: Int, columns: Int) {
        check(Self.operations[index], columns: columns, stride: columns + 2)
        check(Self.operations[index], columns: columns, stride: columns)
    }

    func check(_ operation: ElementwiseOperation, columns: Int, stride: Int) {
        let rows = 3
        var random = SeededGenerator(seed: UInt64(stride * 1000 + columns))
        let a = AlignedBuffer(random.mantissas(rows * stride)), b = AlignedBuffer(random.mantissas(rows * stride))
        defer { withExtendedLifetime((a, b)) {} }
        for limits in [OutputLimits(), OutputLimits(lower: 0, upper: 1000.5, minimum: -100, maximum: 900)] {
            for (aShape, bShape) in Shape.allCases.flatMap({ a in Shape.allCases.map { (a, $0) } }) {
                let left = operand(aShape, a.pointer, stride), right = operand(bShape, b.pointer, stride)
                var expected = Counted(values: [Int16](repeating: untouched, count: rows * stride), saturations: 0)
                for i in 0..<rows {
                    for j in 0..<columns {
                        let x = left.pointer[i * left.stride + j * left.step]
                        let y = right.pointer[i * right.stride + j * right.step]
                        let (mantissa, isSaturated) = Definition.limited(value(operation, x, y), limits)
                        expected.values[i * stride + j] = mantissa
                        expected.saturations += isSaturated ? 1 : 0
                    }
                }
                for table in tables {
                    let output = AlignedBuffer([Int16](repeating: untouched, count: rows * stride))
                    let saturations = table.elementwise(
                        operation, left, right, rows: rows, columns: columns, limits: limits, output: output.pointer,
                        outputStride: stride)
                    #expect(
                        Counted(values: output.array, saturations: saturations) == expected,
                        "\(table.instructionSet), \(aShape), \(bShape): \(firstDifference(output.array, expected.values))"
                    )
                }
            }
        }
    }

    @Test func outputMayBeAnOperand() {
        var random = SeededGenerator(seed: 5)
        let a = random.mantissas(70), b = random.mantissas(70)
        let expected = zip(a, b).map { Definition.limited(Float($0) + Float($1), OutputLimits()).mantissa }
        for table in tables {
            let inOut = AlignedBuffer(a), other = AlignedBuffer(b)
            table.elementwise(
                .add(aScale: 1, bScale: 1), .full(inOut.pointer, stride: 35), .full(other.pointer, stride: 35),
                rows: 2, columns: 35, limits: OutputLimits(), output: inOut.pointer, outputStride: 35)
            #expect(inOut.array == expected, "\(table.instructionSet)")
            withExtendedLifetime(other) {}
        }
    }
}
