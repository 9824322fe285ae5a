import Kernels

/// What a step runs with: memory, kernels, threads. Valid during one inference only.
///
/// The pointers are safe because the session that makes the context owns the arena and keeps the plan (and so its
/// constants) alive for the whole inference, and because `ArenaPlanner` gives buffers that live at the same time
/// places of their own.
struct ExecutionContext {
    let kernels: KernelTable
    /// The address of each of the plan's buffers.
    let addresses: UnsafePointer<UnsafeMutableRawPointer>
    /// `scratchStride` bytes for each thread.
    let scratch: UnsafeMutableRawPointer
    let scratchStride: Int
    /// The pool if this inference holds it, nil to work alone.
    let pool: WorkerPool?

    /// Threads that tasks may be split over.
    var threads: Int { pool?.threads ?? 1 }

    func int16(_ buffer: Int) -> UnsafeMutablePointer<Int16> { addresses[buffer].assumingMemoryBound(to: Int16.self) }
    func float32(_ buffer: Int) -> UnsafeMutablePointer<Float> { addresses[buffer].assumingMemoryBound(to: Float.self) }
    func raw(_ buffer: Int) -> UnsafeMutableRawPointer { addresses[buffer] }
    func scratch(of worker: Int) -> UnsafeMutableRawPointer { scratch + worker * scratchStride }

    /// Runs every task once, on all threads of this inference, and sums what they return.
    func parallel(_ tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Int) -> Int {
        if let pool { return pool.sum(tasks: tasks, body) }
        var total = 0
        for task in 0..<tasks { total += body(task, 0) }
        return total
    }

    /// Runs `body` over parts of 0..<count of at least `grain` elements each.
    func parallelRanges(_ count: Int, grain: Int, _ body: (Range<Int>) -> Int) -> Int {
        let parts = max(1, min(threads * 2, count / max(grain, 1)))
        if parts == 1 || threads == 1 { return count > 0 ? body(0..<count) : 0 }
        return parallel(parts) { task, _ in
            body(count * task / parts..<count * (task + 1) / parts)
        }
    }
}
