import Kernels

/// Add, Sub, Mul, Div of two INT16 operands with broadcasting. In place on an operand of the result's shape.
struct ElementwiseStep: PlanStep {
    let function: ElementwiseOperation
    let a: Int
    let b: Int
    let loops: Broadcast
    let limits: OutputLimits
    let output: Int

    var kernel: String { "elementwise" }
    var operation: String? {
        switch function {
        case .add: "add"
        case .sub: "sub"
        case .mul: "mul"
        case .div: "div"
        }
    }

    func execute(_ context: ExecutionContext) -> Int {
        loops.forEachPart(context) { aStart, bStart, outputStart, rows, columns in
            context.kernels.elementwise(
                function,
                Self.operand(context.int16(a) + aStart, stride: loops.rows.a, step: loops.columns.a),
                Self.operand(context.int16(b) + bStart, stride: loops.rows.b, step: loops.columns.b),
                rows: rows, columns: columns, limits: limits, output: context.int16(output) + outputStart,
                outputStride: columns)
        }
    }

    private static func operand(_ pointer: UnsafeMutablePointer<Int16>, stride: Int, step: Int) -> ElementwiseOperand {
        step == 1 ? .full(pointer, stride: stride) : .perRow(pointer, stride: stride)
    }
}
