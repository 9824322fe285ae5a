import COpenBLAS
import ModelGraph

/// Products of matrices by OpenBLAS.
struct OpenBLASProduct: MatrixProduct {
    /// How many threads OpenBLAS may use from now on, in the whole process.
    static func setThreads(_ count: Int) { openblas_set_num_threads(Int32(clamping: max(1, count))) }

    func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int, alpha: Float, beta: Float
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
