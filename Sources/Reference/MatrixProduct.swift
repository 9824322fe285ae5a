import COpenBLAS
import ModelGraph

/// A matrix in memory as BLAS takes it: row-major, rows `stride` elements apart, perhaps read transposed.
struct MatrixView {
    var pointer: UnsafePointer<Float>
    var stride: Int
    var isTransposed = false
}

/// Products of matrices by OpenBLAS.
enum MatrixProduct {
    /// How many threads OpenBLAS may use from now on, in the whole process.
    static func setThreads(_ count: Int) { openblas_set_num_threads(Int32(clamping: max(1, count))) }

    /// `result = alpha * a * b + beta * result` for a of `rows` x `inner` and b of `inner` x `columns`.
    ///
    /// The caller owns all three memories and guarantees that they hold the rows and strides it states.
    static func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int, alpha: Float = 1, beta: Float = 0
    ) throws {
        guard rows > 0, columns > 0 else { return }
        let limit = Int(Int32.max)
        guard [rows, columns, inner, a.stride, b.stride, resultStride].allSatisfy({ $0 <= limit }) else {
            throw GraphError.unsupported("a matrix product of \(rows) x \(inner) x \(columns) is over BLAS's limits")
        }
        // BLAS wants strides of at least 1 even for matrices without elements.
        cblas_sgemm(
            CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
            blasint(rows), blasint(columns), blasint(inner), alpha, a.pointer, blasint(max(1, a.stride)),
            b.pointer, blasint(max(1, b.stride)), beta, result, blasint(max(1, resultStride)))
    }
}
