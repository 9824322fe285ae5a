/// `x * factor[c] + addend[c]` over the innermost axis in float32, then clamped. In place allowed.
struct FloatAffineStep: PlanStep {
    let input: Int
    let factors: [Float]
    let addends: [Float]
    let lower: Float
    let upper: Float
    let rows: Int
    let output: Int

    var kernel: String { "affine float32" }

    func execute(_ context: ExecutionContext) -> Int {
        let columns = factors.count
        return context.parallelRanges(rows, grain: max(1, 4096 / columns)) { range in
            factors.withUnsafeBufferPointer { factors in
                addends.withUnsafeBufferPointer { addends in
                    for row in range {
                        let source = context.float32(input) + row * columns
                        let target = context.float32(output) + row * columns
                        for column in 0..<columns {
                            var value = source[column] * factors[column] + addends[column]
                            if value < lower { value = lower }
                            if value > upper { value = upper }
                            target[column] = value
                        }
                    }
                }
            }
            return 0
        }
    }
}
