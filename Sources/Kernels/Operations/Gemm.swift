import CKernels

/// One block of a matrix product: rows of A times packed weights.
///
/// Alignment: weights come aligned from `PackedWeights`; everything else may start anywhere. Over-read: with an odd k
/// one element behind each row of A (multiplied by zero).
package struct GemmArguments {
    /// Row 0 of A, INT16; rows are `aStride` elements apart.
    package var a: UnsafePointer<Int16>
    package var aStride: Int
    /// The right factor, packed for the table's `gemmColumns`, or sparse.
    package var weights: PackedMatrix
    /// Elements of the reduction per exact INT32 sum: even, or at least k.
    package var chunk: Int
    package var rows: Int
    /// Columns to compute: begins at a multiple of `weights.nr`, ends at one or at n. Threads may split it.
    package var columns: Range<Int>
    package var epilogue: OutputEpilogue

    package init(
        a: UnsafePointer<Int16>, aStride: Int, weights: PackedMatrix, chunk: Int, rows: Int, columns: Range<Int>,
        epilogue: OutputEpilogue
    ) {
        self.a = a
        self.aStride = aStride
        self.weights = weights
        self.chunk = chunk
        self.rows = rows
        self.columns = columns
        self.epilogue = epilogue
    }
}

extension KernelTable {
    /// output[i][c] = epilogue(sum over k of a[i][k] * weights[c][k]); see `GemmArguments`.
    ///
    /// - Returns: how many INT16 results were saturated.
    @discardableResult
    package func gemm(_ arguments: GemmArguments) -> Int {
        let weights = arguments.weights
        precondition(
            weights.sparse != nil || weights.nr == gemmColumns,
            "weights packed for \(weights.nr) columns, kernel reads \(gemmColumns)")
        precondition(
            arguments.chunk > 0 && (arguments.chunk % 2 == 0 || arguments.chunk >= weights.k),
            "a chunk must be even or cover all \(weights.k) elements, found \(arguments.chunk)")
        let columns = arguments.columns
        precondition(
            columns.lowerBound >= 0 && columns.lowerBound % weights.nr == 0 && columns.upperBound <= weights.n
                && (columns.upperBound % weights.nr == 0 || columns.upperBound == weights.n),
            "columns \(columns) do not fall on panels of \(weights.nr) of \(weights.n) columns")
        if let sparse = weights.sparse { return sparseGemm(arguments, sparse) }
        var args = mant_i16_gemm_args(
            a: arguments.a, a_stride: arguments.aStride, b: weights.pointer, k: weights.k,
            chunk: arguments.chunk, rows: arguments.rows, column_begin: columns.lowerBound,
            column_end: columns.upperBound, epilogue: arguments.epilogue.c)
        // The caller vouches for the other pointers (`GemmArguments`).
        return withExtendedLifetime(weights.owner) { Int(gemmFunction(&args)) }
    }

    private func sparseGemm(_ arguments: GemmArguments, _ weights: SparseWeights) -> Int {
        var args = mant_i16_sparse_gemm_args(
            a: arguments.a, a_stride: arguments.aStride, blocks: weights.blocks.pointer,
            places: weights.places.pointer, starts: weights.starts.pointer, k: weights.k, chunk: arguments.chunk,
            rows: arguments.rows, column_begin: arguments.columns.lowerBound, column_end: arguments.columns.upperBound,
            epilogue: arguments.epilogue.c)
        // The buffers of `weights` fit one another; the caller vouches for the other pointers.
        return withExtendedLifetime(weights) { Int(sparseGemmFunction(&args)) }
    }
}
