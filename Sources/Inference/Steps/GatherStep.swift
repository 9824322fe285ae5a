/// Builds a value of elements of another one, each from a place that was known when the plan was made, or zero.
struct GatherStep: PlanStep {
    /// Consecutive elements of the output that come from consecutive elements of the input.
    struct Run: Sendable, Hashable {
        var target: Int
        /// -1 for zeros.
        var source: Int
        var count: Int
    }

    let input: Int
    let output: Int
    let elementBytes: Int
    let runs: [Run]

    var kernel: String { "gather" }

    /// - Parameter sources: for each element of the output, in memory order, the place it comes from; -1 for zero. The caller
    ///   answers for places inside the input.
    init(input: Int, output: Int, elementBytes: Int, sources: [Int]) {
        var runs: [Run] = []
        for (target, source) in sources.enumerated() {
            if let last = runs.last,
                source < 0 ? last.source < 0 : last.source >= 0 && last.source + last.count == source
            {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(Run(target: target, source: max(source, -1), count: 1))
            }
        }
        self.runs = runs
        self.input = input
        self.output = output
        self.elementBytes = elementBytes
    }

    func execute(_ context: ExecutionContext) -> Int {
        guard let last = runs.last else { return 0 }
        let perRun = max(1, (last.target + last.count) / runs.count)
        let (source, target) = (context.raw(input), context.raw(output))
        return context.parallelRanges(runs.count, grain: max(1, 4096 / perRun)) { range in
            // In bounds: the runs tile the output, and their sources were checked when the plan was made.
            for run in runs[range] {
                let place = target + run.target * elementBytes
                if run.source < 0 {
                    place.initializeMemory(as: UInt8.self, repeating: 0, count: run.count * elementBytes)
                } else if run.count == 1 && elementBytes == 2 {
                    place.storeBytes(of: (source + run.source * 2).load(as: UInt16.self), as: UInt16.self)
                } else {
                    place.copyMemory(from: source + run.source * elementBytes, byteCount: run.count * elementBytes)
                }
            }
            return 0
        }
    }
}
