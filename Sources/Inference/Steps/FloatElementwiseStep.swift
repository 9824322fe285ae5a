/// The same in float32, then clamped. In place on an operand of the result's shape.
struct FloatElementwiseStep: PlanStep {
    enum Operation: Sendable {
        case add, sub, mul, div
    }

    let operation: Operation
    let a: Int
    let b: Int
    let loops: Broadcast
    let lower: Float
    let upper: Float
    let output: Int

    var kernel: String { "elementwise float32" }

    func execute(_ context: ExecutionContext) -> Int {
        loops.forEachPart(context) { aStart, bStart, outputStart, rows, columns in
            for row in 0..<rows {
                let x = context.float32(a) + aStart + row * loops.rows.a
                let y = context.float32(b) + bStart + row * loops.rows.b
                let target = context.float32(output) + outputStart + row * columns
                for column in 0..<columns {
                    let (left, right) = (x[column * loops.columns.a], y[column * loops.columns.b])
                    var value =
                        switch operation {
                        case .add: left + right
                        case .sub: left - right
                        case .mul: left * right
                        case .div: left / right
                        }
                    if value < lower { value = lower }
                    if value > upper { value = upper }
                    target[column] = value
                }
            }
            return 0
        }
    }
}
