import COpenBLAS

/// A symmetric positive definite system of equations, factored as `L L^T` in float64.
package struct DenseSystem: Sendable {
    /// Unknowns.
    package let size: Int
    /// L, row-major with `size` columns; what lies above the diagonal means nothing.
    package private(set) var factor: [Double]

    /// Rows and columns of a block: the products between blocks are BLAS's.
    private static let block = 64

    /// Cholesky's factorization, block column after block column.
    ///
    /// - Parameter matrix: row-major, `size` x `size`; only its lower triangle is read.
    /// - Returns: nil if the matrix is not positive definite, as far as float64 tells.
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "\(matrix.count) elements for \(size) unknowns")
        self.size = size
        factor = matrix
        var isDefinite = true
        factor.withUnsafeMutableBufferPointer { a in
            // Memory of size * size elements; every offset below is row * size + column of an element in it.
            guard let base = a.baseAddress else { return }
            let stride = blasint(size)
            for first in Swift.stride(from: 0, to: size, by: Self.block) {
                let width = min(Self.block, size - first), last = first + width
                if first > 0 {
                    cblas_dsyrk(
                        CblasRowMajor, CblasLower, CblasNoTrans, blasint(width), blasint(first), -1,
                        base + first * size, stride, 1, base + first * size + first, stride)
                    if last < size {
                        cblas_dgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(size - last), blasint(width),
                            blasint(first), -1, base + last * size, stride, base + first * size, stride, 1,
                            base + last * size + first, stride)
                    }
                }
                for column in first..<last {
                    var pivot = a[column * size + column]
                    for k in first..<column { pivot -= a[column * size + k] * a[column * size + k] }
                    guard pivot > 0, pivot.isFinite else {
                        isDefinite = false
                        return
                    }
                    let root = pivot.squareRoot()
                    a[column * size + column] = root
                    for row in column + 1..<max(last, column + 1) {
                        var sum = a[row * size + column]
                        for k in first..<column { sum -= a[row * size + k] * a[column * size + k] }
                        a[row * size + column] = sum / root
                    }
                }
                if last < size {
                    cblas_dtrsm(
                        CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, blasint(size - last),
                        blasint(width), 1, base + first * size + first, stride, base + last * size + first, stride)
                }
            }
        }
        if !isDefinite { return nil }
    }

    /// Solves `x A = b` for each row of `rows`, in place.
    ///
    /// - Parameter rows: row-major, a multiple of `size` elements.
    package func solve(_ rows: inout [Double]) {
        guard size > 0, !rows.isEmpty else { return }
        precondition(rows.count % size == 0, "\(rows.count) elements in rows of \(size)")
        let (count, stride) = (blasint(rows.count / size), blasint(size))
        factor.withUnsafeBufferPointer { l in
            rows.withUnsafeMutableBufferPointer { b in
                // x A = x L L^T: first by L^T from the right, then by L.
                for transposed in [CblasTrans, CblasNoTrans] {
                    cblas_dtrsm(
                        CblasRowMajor, CblasRight, CblasLower, transposed, CblasNonUnit, count, stride, 1,
                        l.baseAddress, stride, b.baseAddress, stride)
                }
            }
        }
    }
}
