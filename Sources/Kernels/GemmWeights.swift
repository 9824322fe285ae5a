/// Weights of a gemm in the order that is faster: all of them, or only the blocks that are not all zero.
package enum GemmWeights: Sendable {
    case dense(PackedWeights)
    case sparse(SparseWeights)

    /// Output columns (channels of one group).
    package var n: Int {
        switch self {
        case .dense(let weights): weights.n
        case .sparse(let weights): weights.n
        }
    }

    /// Length of the reduction.
    package var k: Int {
        switch self {
        case .dense(let weights): weights.k
        case .sparse(let weights): weights.k
        }
    }

    /// Columns per panel.
    package var nr: Int {
        switch self {
        case .dense(let weights): weights.nr
        case .sparse: SparseWeights.nr
        }
    }

    /// n rounded up to whole panels: elements of bias and scale.
    package var paddedColumns: Int { (n + nr - 1) / nr * nr }

    /// Bytes held.
    package var byteCount: Int {
        switch self {
        case .dense(let weights): weights.byteCount
        case .sparse(let weights): weights.byteCount
        }
    }

    /// For a gemm.
    package var matrix: PackedMatrix {
        switch self {
        case .dense(let weights): weights.matrix
        case .sparse(let weights): PackedMatrix(sparse: weights)
        }
    }

    /// The share of blocks that are multiplied; nil where all are.
    package var blockShare: Double? {
        if case .sparse(let weights) = self { Double(weights.count) / Double(weights.blockCount) } else { nil }
    }
}

extension KernelTable {
    /// The largest share of blocks that are not zero at which leaving out the others is faster.
    ///
    /// Measured with AVX2 (docs/pruning.md). A set whose `sparse_gemm` is a simpler set's loses by that what its own
    /// gemm is faster: AVX-512 VNNI 1.3 times.
    package var largestBlockShare: Double {
        origin(of: "sparse_gemm") == origin(of: "gemm") ? 0.9 : 0.65
    }

    /// The groups' weights of one layer in the faster order, all in the same.
    package func faster(_ groups: [PackedWeights]) -> [GemmWeights] {
        let blocks = groups.reduce(0.0) { $0 + $1.blockShare }
        guard blocks <= largestBlockShare * Double(groups.count), groups.allSatisfy({ $0.k < Int32.max }) else {
            return groups.map { .dense($0) }
        }
        return groups.map { .sparse(SparseWeights($0)) }
    }
}
