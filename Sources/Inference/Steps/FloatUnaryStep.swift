/// A function of one float32. In place allowed.
struct FloatUnaryStep: PlanStep {
    let name: String
    let function: @Sendable (Float) -> Float
    let input: Int
    let count: Int
    let output: Int

    var kernel: String { "\(name) float32" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.float32(input), context.float32(output))
        return context.parallelRanges(count, grain: 4096) { range in
            for index in range { target[index] = function(source[index]) }
            return 0
        }
    }
}
