import Kernels

/// softmax(Q K^T scale + mask) V for every head: a tile of scores is made, normalized, rounded to mantissas and multiplied while it
/// lies in the cache.
struct AttentionStep: PlanStep {
    /// Added to the scores, float32.
    struct Mask: Sendable {
        let buffer: Int
        /// Where the mask of each row of scores begins, over all heads.
        let offsets: [Int]
        /// 1, or 0 where one element serves a whole row.
        let step: Int
    }

    let q: Int
    let k: Int
    let v: Int
    let mask: Mask?
    let heads: Int
    /// Rows of Q, rows of K and V, columns of Q and K, columns of V.
    let rows: Int
    let width: Int
    let depth: Int
    let columns: Int
    /// Elements of the reductions per exact sum.
    let scoreChunk: Int
    let resultChunk: Int
    let nr: Int
    /// Zeros, and the scale of every column of both products.
    let bias: Int
    let scoreScale: Int
    let resultScale: Int
    let limits: OutputLimits
    /// No result is larger before it is clamped.
    let largest: Float
    let isFloat: Bool
    let output: Int

    /// Bytes that a tile of scores may take.
    private static let tileBytes = 96 * 1024

    var kernel: String { "attention" }
    var operation: String? { "gemm" }
    var macs: Int { heads * rows * width * (depth + columns) }

    /// Probabilities of a row, padded for the pairs of the gemm.
    private var stride: Int { (width + 1) / 2 * 2 }
    private var tileRows: Int { min(rows, max(14, Self.tileBytes / (stride * 4) / 14 * 14)) }

    private var packedKBytes: Int { Self.aligned(PackedMatrix.elementCount(n: width, k: depth, nr: nr) * 2) }
    private var packedVBytes: Int { Self.aligned(PackedMatrix.elementCount(n: columns, k: width, nr: nr) * 2) }
    private var scoreBytes: Int { Self.aligned(tileRows * stride * 4) }
    private var probabilityBytes: Int { Self.aligned(tileRows * stride * 2) }
    var scratchBytes: Int { packedKBytes + packedVBytes + scoreBytes + probabilityBytes }

    /// Room for what a gemm may read behind an operand, in whole cache lines.
    private static func aligned(_ bytes: Int) -> Int { (bytes + AlignedBuffer<Int16>.slackBytes + 63) / 64 * 64 }

    func execute(_ context: ExecutionContext) -> Int {
        // With fewer heads than threads the rows of a head are shared out as well.
        let parts = heads >= context.threads * 2 ? 1 : min((rows + 13) / 14, context.threads)
        return context.parallel(heads * parts) { task, worker in
            let (head, part) = task.quotientAndRemainder(dividingBy: parts)
            return run(context, worker, head, rows * part / parts..<rows * (part + 1) / parts)
        }
    }

    private func run(_ context: ExecutionContext, _ worker: Int, _ head: Int, _ range: Range<Int>) -> Int {
        // In bounds: `scratchBytes` is the sum of these four, and each worker has its own.
        let scratch = context.scratch(of: worker)
        let scores = (scratch + packedKBytes + packedVBytes).assumingMemoryBound(to: Float.self)
        let probabilities = (scratch + packedKBytes + packedVBytes + scoreBytes).assumingMemoryBound(to: Int16.self)
        let packedK = context.kernels.pack(
            transposed: context.int16(k) + head * width * depth, stride: depth, k: depth, n: width,
            into: scratch.assumingMemoryBound(to: Int16.self))
        let packedV = context.kernels.pack(
            context.int16(v) + head * width * columns, stride: columns, k: width, n: columns,
            into: (scratch + packedKBytes).assumingMemoryBound(to: Int16.self))
        let zeros = context.raw(bias).assumingMemoryBound(to: Int32.self)
        var saturations = 0
        for begin in Swift.stride(from: range.lowerBound, to: range.upperBound, by: tileRows) {
            let count = min(tileRows, range.upperBound - begin)
            context.kernels.gemm(
                GemmArguments(
                    a: context.int16(q) + (head * rows + begin) * depth, aStride: depth, weights: packedK,
                    chunk: scoreChunk, rows: count, columns: 0..<width,
                    epilogue: OutputEpilogue(
                        bias: zeros, scale: context.float32(scoreScale), limits: OutputLimits(),
                        output: .float32(scores, stride: stride))))
            if let mask { add(mask, context, scores, head * rows + begin, count) }
            // A probability of 1 is cut to 32767: nothing that a drifting input would show.
            context.kernels.softmaxProbabilities(
                scores: scores, stride: stride, rows: count, columns: width, probabilities: probabilities,
                probabilitiesStride: stride)
            let first = (head * rows + begin) * columns
            let target: OutputEpilogue.Output =
                isFloat
                ? .float32(context.float32(output) + first, stride: columns)
                : .int16(context.int16(output) + first, stride: columns)
            saturations += context.kernels.gemm(
                GemmArguments(
                    a: probabilities, aStride: stride, weights: packedV, chunk: resultChunk, rows: count,
                    columns: 0..<columns,
                    epilogue: OutputEpilogue(
                        bias: zeros, scale: context.float32(resultScale), limits: limits, largest: largest,
                        output: target)))
        }
        return saturations
    }

    private func add(
        _ mask: Mask, _ context: ExecutionContext, _ scores: UnsafeMutablePointer<Float>, _ first: Int, _ count: Int
    ) {
        let values = context.float32(mask.buffer)
        for row in 0..<count {
            let (target, source) = (scores + row * stride, values + mask.offsets[first + row])
            if mask.step == 0 {
                for column in 0..<width { target[column] += source[0] }
            } else {
                for column in 0..<width { target[column] += source[column] }
            }
        }
    }
}
