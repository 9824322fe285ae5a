import Kernels

/// A function of one mantissa by a table of all answers. In place allowed.
struct LookupStep: PlanStep {
    let table: LookupTable
    let input: Int
    let count: Int
    let output: Int

    var kernel: String { "table" }
    var operation: String? { "lut" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.int16(input), context.int16(output))
        return context.parallelRanges(count, grain: 8192) { range in
            context.kernels.lookup(
                input: source + range.lowerBound, table: table, count: range.count, output: target + range.lowerBound)
            return 0
        }
    }
}
