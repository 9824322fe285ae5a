import CKernels

/// The block of weights that the gemm kernels can leave out when it is zero: some neighbouring outputs times some
/// neighbouring elements of the reduction, counted from 0 in the order of the reduction. Blocks at the ends may be
/// smaller.
///
/// Whoever makes zeros for speed makes them in these blocks.
package enum WeightBlock {
    /// Output columns (channels of one group).
    package static let outputs = Int(MANT_SPARSE_BLOCK_COLUMNS)
    /// Elements of the reduction.
    package static let elements = Int(MANT_SPARSE_BLOCK_ELEMENTS)
}
