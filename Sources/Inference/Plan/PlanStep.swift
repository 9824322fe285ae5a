/// One thing that a plan does: reads buffers, writes buffers, allocates nothing.
///
/// The set of steps is closed: they stand in Steps/ and are made by the operators of `IntegerOperatorTable`.
protocol PlanStep: Sendable {
    /// What runs, for profiles: `gemm 1x1`, `depthwise`.
    var kernel: String { get }
    /// The operation of the kernel table that does most of it; nil where it is Swift.
    var operation: String? { get }
    /// Multiply-adds, 0 where nobody counts them.
    var macs: Int { get }
    /// Bytes of scratch memory that each thread needs during the step.
    var scratchBytes: Int { get }

    /// Does it.
    ///
    /// - Returns: how many INT16 results were saturated.
    /// - Throws: what only the values show: an index outside of its axis. Most steps never do.
    func execute(_ context: ExecutionContext) throws -> Int
}

extension PlanStep {
    var operation: String? { nil }
    var macs: Int { 0 }
    var scratchBytes: Int { 0 }
}
