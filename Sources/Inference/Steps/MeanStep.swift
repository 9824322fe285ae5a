/// Means over any axes, to float32: exact integer sums of mantissas, or float32 sums in the elements' order.
struct MeanStep: PlanStep {
    let input: Int
    /// 2^exponent of the input's mantissas; nil for a float32 input.
    let scale: Float?
    /// Where the first element of each result lies, and where its other elements lie from there.
    let starts: [Int]
    let offsets: [Int]
    let output: Int

    var kernel: String { "mean" }

    func execute(_ context: ExecutionContext) -> Int {
        let count = Float(offsets.count)
        return context.parallelRanges(starts.count, grain: 64) { range in
            starts.withUnsafeBufferPointer { starts in
                offsets.withUnsafeBufferPointer { offsets in
                    for index in range {
                        if let scale {
                            let source = context.int16(input) + starts[index]
                            var sum = 0
                            for offset in offsets { sum &+= Int(source[offset]) }
                            context.float32(output)[index] = Float(sum) / count * scale
                        } else {
                            let source = context.float32(input) + starts[index]
                            var sum: Float = 0
                            for offset in offsets { sum += source[offset] }
                            context.float32(output)[index] = sum / count
                        }
                    }
                }
            }
            return 0
        }
    }
}
