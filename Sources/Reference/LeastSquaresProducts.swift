import COpenBLAS

/// Products and triangular solutions of row-major float64 matrices by OpenBLAS: what least squares are made of.
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

    /// Adds alpha A^T B (`transposing`) or alpha A B to `result`, which is `rows` x `columns`; rows of each are
    /// `stride` elements apart.
    package static func addProduct(
        _ a: UnsafePointer<Double>, stride aStride: Int, transposing: Bool = false, _ b: UnsafePointer<Double>,
        stride bStride: Int, inner: Int, alpha: Double = 1, to result: UnsafeMutablePointer<Double>,
        stride resultStride: Int, rows: Int, columns: Int
    ) {
        guard rows > 0, columns > 0, inner > 0 else { return }
        cblas_dgemm(
            CblasRowMajor, transposing ? CblasTrans : CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns),
            blasint(inner), alpha, a, blasint(aStride), b, blasint(bStride), 1, result, blasint(resultStride))
    }

    /// Subtracts A A^T from the lower triangle of `matrix`, which is `rows` x `rows`; A is `rows` x `columns`.
    package static func subtractSquare(
        _ a: UnsafePointer<Double>, stride: Int, rows: Int, columns: Int, from matrix: UnsafeMutablePointer<Double>,
        stride matrixStride: Int
    ) {
        guard rows > 0, columns > 0 else { return }
        cblas_dsyrk(
            CblasRowMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(columns), -1, a, blasint(stride), 1, matrix,
            blasint(matrixStride))
    }

    /// Solves X L^T = B in place: B has `rows` rows of `order` elements, L is lower triangular.
    package static func divideByTransposed(
        lower: UnsafePointer<Double>, stride: Int, order: Int, _ b: UnsafeMutablePointer<Double>, stride bStride: Int,
        rows: Int
    ) {
        guard rows > 0, order > 0 else { return }
        cblas_dtrsm(
            CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, blasint(rows), blasint(order), 1, lower,
            blasint(stride), b, blasint(bStride))
    }

    /// Solves L X = B, or L^T X = B (`transposed`), in place: B is `order` x `columns`.
    package static func solve(
        lower: UnsafePointer<Double>, stride: Int, order: Int, transposed: Bool, _ b: UnsafeMutablePointer<Double>,
        columns: Int
    ) {
        guard columns > 0, order > 0 else { return }
        cblas_dtrsm(
            CblasRowMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, blasint(order),
            blasint(columns), 1, lower, blasint(stride), b, blasint(columns))
    }
}
