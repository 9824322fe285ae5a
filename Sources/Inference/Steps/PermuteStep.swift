/// Transposes any axes, element by element.
struct PermuteStep: PlanStep {
    let input: Int
    let output: Int
    let elementBytes: Int
    /// Extents of the output in memory order, and how many elements a step along each is in the input.
    let shape: [Int]
    let strides: [Int]

    var kernel: String { "permute" }

    func execute(_ context: ExecutionContext) -> Int {
        let inner = shape.last ?? 1
        let innerStride = strides.last ?? 1
        let turns = shape.dropLast().reduce(1, *)
        return context.parallelRanges(turns, grain: max(1, 4096 / max(inner, 1))) { range in
            for turn in range {
                var (rest, start) = (turn, 0)
                for axis in shape.indices.dropLast().reversed() {
                    start += rest % shape[axis] * strides[axis]
                    rest /= shape[axis]
                }
                if innerStride == 1 {
                    // Inside both values: the extents and strides are those of the whole permutation.
                    (context.raw(output) + turn * inner * elementBytes).copyMemory(
                        from: context.raw(input) + start * elementBytes, byteCount: inner * elementBytes)
                } else if elementBytes == 2 {
                    let (source, target) = (context.int16(input) + start, context.int16(output) + turn * inner)
                    for index in 0..<inner { target[index] = source[index * innerStride] }
                } else {
                    let (source, target) = (context.float32(input) + start, context.float32(output) + turn * inner)
                    for index in 0..<inner { target[index] = source[index * innerStride] }
                }
            }
            return 0
        }
    }
}
