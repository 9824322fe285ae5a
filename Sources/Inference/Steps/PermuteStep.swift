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
            // The last but one axis is walked along; what stands before it is found by division, once for each walk.
            let along = shape.count > 1 ? shape[shape.count - 2] : 1
            let step = shape.count > 1 ? strides[shape.count - 2] : 0
            var turn = range.lowerBound
            while turn < range.upperBound {
                var (rest, start) = (turn / along, turn % along * step)
                for axis in shape.indices.dropLast(2).reversed() {
                    start += rest % shape[axis] * strides[axis]
                    rest /= shape[axis]
                }
                let end = min(range.upperBound, turn - turn % along + along)
                while turn < end {
                    copy(context, from: start, to: turn * inner, inner, innerStride)
                    start += step
                    turn += 1
                }
            }
            return 0
        }
    }

    /// Copies `count` elements that are `step` apart in the input.
    @inline(__always)
    private func copy(_ context: ExecutionContext, from start: Int, to place: Int, _ count: Int, _ step: Int) {
        if step == 1 {
            // Inside both values: the extents and strides are those of the whole permutation.
            (context.raw(output) + place * elementBytes).copyMemory(
                from: context.raw(input) + start * elementBytes, byteCount: count * elementBytes)
        } else if elementBytes == 2 {
            let (source, target) = (context.int16(input) + start, context.int16(output) + place)
            for index in 0..<count { target[index] = source[index * step] }
        } else {
            let (source, target) = (context.float32(input) + start, context.float32(output) + place)
            for index in 0..<count { target[index] = source[index * step] }
        }
    }
}
