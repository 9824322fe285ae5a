import Dispatch
import Glibc
import Inference
import Kernels

/// What this machine reaches at best, measured: multiply-adds on registers, and memory. Other programs on the machine
/// make it less, so the best of some runs counts.
struct Roofline {
    /// A rate with one thread, and with all threads of a pool.
    struct Rates {
        var oneThread: Double
        var allThreads: Double
    }

    let threads: Int
    /// What the loops are made of.
    let float32Instructions: String
    let int16Instructions: String
    /// Multiply-adds per nanosecond: GMAC/s.
    let float32: Rates
    let int16: Rates
    /// Bytes per nanosecond: GB/s. A copy counts what is read and what is written, as STREAM does.
    let memoryRead: Rates
    let memoryCopy: Rates
    /// INT16 matrix product of `gemmExtent`^3, in GMAC/s.
    let gemm: Rates

    static let gemmExtent = 1024

    /// The part of the INT16 peak that the product reaches, 0 to 1.
    var gemmShare: Rates {
        Rates(oneThread: gemm.oneThread / int16.oneThread, allThreads: gemm.allThreads / int16.allThreads)
    }

    init(instructionSet: InstructionSet, pool: WorkerPool) {
        let single = WorkerPool(threads: 1)
        func rates(_ measure: (WorkerPool) -> Double) -> Rates {
            let one = measure(single)
            return Rates(oneThread: one, allThreads: pool.threads == 1 ? one : measure(pool))
        }
        threads = pool.threads
        let (floats, integers) = (PeakLoop.float32(instructionSet), PeakLoop.int16(instructionSet))
        float32Instructions = floats.instructions
        int16Instructions = integers.instructions
        float32 = rates { Self.peak(floats, $0) }
        int16 = rates { Self.peak(integers, $0) }
        do {
            let memory = AlignedBuffer<UInt64>(count: Self.memoryBytes / 8)
            memoryRead = rates { Self.read(memory, $0) }
            memoryCopy = rates { Self.copy(memory, $0) }
        }
        let product = MatrixProduct(extent: Self.gemmExtent, kernels: KernelTable.table(for: instructionSet))
        gemm = rates { product.rate($0) }
    }

    /// The INT16 peak of a pool's threads together, in GMAC/s.
    static func int16Peak(_ instructionSet: InstructionSet, _ pool: WorkerPool) -> Double {
        peak(PeakLoop.int16(instructionSet), pool)
    }

    /// The shortest time of `body`, in nanoseconds.
    fileprivate static func shortest(of runs: Int, _ body: () -> Void) -> Double {
        var best = UInt64.max
        for _ in 0..<runs {
            let begin = DispatchTime.now().uptimeNanoseconds
            body()
            best = min(best, DispatchTime.now().uptimeNanoseconds - begin)
        }
        return Double(max(best, 1))
    }

    /// Tasks of some 0.2 ms, so that a thread that starts late or is interrupted costs one of them at most.
    private static func peak(_ loop: PeakLoop, _ pool: WorkerPool) -> Double {
        let tasks = pool.threads * 32
        let probe = 1000
        let nanoseconds = shortest(of: 5) { loop.run(iterations: probe) }
        let iterations = max(1, Int(200_000 / (nanoseconds / Double(probe))))
        let time = shortest(of: 12) { pool.run(tasks: tasks) { _ in loop.run(iterations: iterations) } }
        return Double(tasks * iterations * loop.macsPerIteration) / time
    }

    /// Four times the last-level cache, at least 128 MB and at most 1 GB.
    private static var memoryBytes: Int {
        let cache = sysconf(Int32(_SC_LEVEL3_CACHE_SIZE))
        return min(max(4 * cache, 128 << 20), 1 << 30)
    }

    private static let memoryTasks = 64

    private static func read(_ memory: AlignedBuffer<UInt64>, _ pool: WorkerPool) -> Double {
        let words = memory.count / memoryTasks
        let time = shortest(of: 5) {
            pool.run(tasks: memoryTasks) { task in
                // In bounds: `memoryTasks` parts of `words` each.
                _ = sumOfWords(UnsafeBufferPointer(start: memory.pointer + task * words, count: words))
            }
        }
        return Double(words * memoryTasks * 8) / time
    }

    private static func copy(_ memory: AlignedBuffer<UInt64>, _ pool: WorkerPool) -> Double {
        let words = memory.count / 2 / memoryTasks
        let time = shortest(of: 5) {
            pool.run(tasks: memoryTasks) { task in
                // In bounds: the parts of the first half, and of the second; they do not overlap.
                let source = memory.pointer + task * words
                (source + memoryTasks * words).update(from: source, count: words)
            }
        }
        return Double(2 * words * memoryTasks * 8) / time
    }
}

/// A square matrix product as a layer of that size computes it: whole sums, INT16 results, tiles of A that the second-level
/// cache holds.
private struct MatrixProduct {
    private let extent: Int
    private let kernels: KernelTable
    private let a: AlignedBuffer<Int16>
    private let weights: PackedWeights
    private let bias: AlignedBuffer<Int32>
    private let scale: AlignedBuffer<Float>
    private let output: AlignedBuffer<Int16>
    private static let scale: Float = 0x1p-14
    /// Rows of a task: 6 and 7 divide it, as the kernels' tiles are high, and 84 rows of 1,024 are 172 KB.
    private let tile = 84

    init(extent: Int, kernels: KernelTable) {
        self.extent = extent
        self.kernels = kernels
        // At most 500 each: 1,024 products stay below 2^28, and a thousandth of that within INT16.
        a = AlignedBuffer((0..<extent * extent).map { Int16($0 * 7919 % 1001 - 500) })
        let values = (0..<extent * extent).map { Int16($0 * 104_729 % 1001 - 500) }
        weights = values.withUnsafeBufferPointer {
            PackedWeights(rows: $0, n: extent, k: extent, nr: kernels.gemmColumns)
        }
        bias = AlignedBuffer(count: weights.paddedColumns)
        scale = AlignedBuffer([Float](repeating: Self.scale, count: weights.paddedColumns))
        output = AlignedBuffer(count: extent * extent)
    }

    /// GMAC/s, the best of some runs.
    func rate(_ pool: WorkerPool) -> Double {
        let tasks = (extent + tile - 1) / tile
        let time = Roofline.shortest(of: 12) {
            pool.run(tasks: tasks) { task in
                // In bounds: rows of A and of the output, both extent x extent; tasks write rows of their own.
                let rows = task * tile..<min((task + 1) * tile, extent)
                let epilogue = OutputEpilogue(
                    bias: bias.pointer, scale: scale.pointer, limits: OutputLimits(minimum: -32767, maximum: 32767),
                    largest: OutputEpilogue.largest(sums: 1, scale: Self.scale),
                    output: .int16(output.pointer + rows.lowerBound * extent, stride: extent))
                kernels.gemm(
                    GemmArguments(
                        a: a.pointer + rows.lowerBound * extent, aStride: extent, weights: weights.matrix,
                        chunk: extent, rows: rows.count, columns: 0..<extent, epilogue: epilogue))
            }
        }
        return Double(extent * extent * extent) / time
    }
}
