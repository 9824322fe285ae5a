import COpenBLAS

/// Products of row-major float64 matrices by OpenBLAS: what least squares are made of, beside `DenseSystem`.
///
/// Each uses as many threads as the last `ReferenceExecutor` asked for.
package enum LeastSquaresProducts {
    /// Adds A^T A to the lower triangle of `matrix`: the products of all pairs of columns.
    ///
    /// - Parameters:
    ///   - a: `rows` x `columns`.
    ///   - matrix: `columns` x `columns`, rows `stride` elements apart.
    package static func addSquare(
        _ a: UnsafePointer<Double>, rows: Int, columns: Int, to matrix: UnsafeMutablePointer<Double>, stride: Int
    ) {
        guard rows > 0, columns > 0 else { return }
        cblas_dsyrk(
            CblasRowMajor, CblasLower, CblasTrans, blasint(columns), blasint(rows), 1, a, blasint(columns), 1, matrix,
            blasint(stride))
    }

    /// Adds A^T B (`transposing`) or A B to `result`, which is `rows` x `columns`; rows of each are
    /// `stride` elements apart.
    package static func addProduct(
        _ a: UnsafePointer<Double>, stride aStride: Int, transposing: Bool = false, _ b: UnsafePointer<Double>,
        stride bStride: Int, inner: Int, to result: UnsafeMutablePointer<Double>,
        stride resultStride: Int, rows: Int, columns: Int
    ) {
        guard rows > 0, columns > 0, inner > 0 else { return }
        cblas_dgemm(
            CblasRowMajor, transposing ? CblasTrans : CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns),
            blasint(inner), 1, a, blasint(aStride), b, blasint(bStride), 1, result, blasint(resultStride))
    }
}
