import COpenBLAS
package import ModelGraph

/// Products of matrices by OpenBLAS.
package struct OpenBLASProduct: MatrixProduct {
    package init() {}

    /// How many threads OpenBLAS may use from now on, in the whole process.
    static func setThreads(_ count: Int) { openblas_set_num_threads(Int32(clamping: max(1, count))) }

    package func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int, alpha: Float, beta: Float
    ) throws {
        guard rows > 0, columns > 0 else { return }
        let limit = Int(Int32.max)
        guard [rows, columns, inner, a.stride, b.stride, resultStride].allSatisfy({ $0 <= limit }) else {
            throw GraphError.unsupported("a matrix product of \(rows) x \(inner) x \(columns) is over BLAS's limits")
        }
        // Kernels for AVX2 sum the last rows that do not fill a block in another order than the others: filters that are alike
        // would differ in their last bits, which softmax over large scores makes visible. They get a block of their own.
        let rest = rows % Self.rowBlock
        product(a, b, result, resultStride, rows: rows - rest, columns, inner, alpha, beta)
        guard rest > 0 else { return }
        if rows < Self.rowBlock {
            product(a, b, result, resultStride, rows: rows, columns, inner, alpha, beta)
            return
        }
        let first = rows - rest
        var block = [Float](repeating: 0, count: Self.rowBlock * inner)
        for row in 0..<rest {
            for k in 0..<inner {
                block[row * inner + k] =
                    a.isTransposed ? a.pointer[k * a.stride + first + row] : a.pointer[(first + row) * a.stride + k]
            }
        }
        var sums = [Float](repeating: 0, count: Self.rowBlock * columns)
        for row in 0..<rest where beta != 0 {
            for column in 0..<columns { sums[row * columns + column] = result[(first + row) * resultStride + column] }
        }
        block.withUnsafeBufferPointer { block in
            sums.withUnsafeMutableBufferPointer { sums in
                // Both hold `rowBlock` rows; an empty inner extent leaves no base address, and nothing to read.
                guard let target = sums.baseAddress else { return }
                let source = block.baseAddress ?? a.pointer
                product(
                    MatrixView(pointer: source, stride: inner, isTransposed: false), b, target, columns,
                    rows: Self.rowBlock, columns, inner, alpha, beta)
            }
        }
        for row in 0..<rest {
            for column in 0..<columns { result[(first + row) * resultStride + column] = sums[row * columns + column] }
        }
    }

    /// Rows that one pass of OpenBLAS's kernels takes, on every x86 processor and on Arm a multiple of what it takes.
    private static let rowBlock = 48

    private func product(
        _ a: MatrixView, _ b: MatrixView, _ result: UnsafeMutablePointer<Float>, _ resultStride: Int, rows: Int,
        _ columns: Int, _ inner: Int, _ alpha: Float, _ beta: Float
    ) {
        guard rows > 0 else { return }
        // BLAS wants strides of at least 1 even for matrices without elements.
        cblas_sgemm(
            CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
            blasint(rows), blasint(columns), blasint(inner), alpha, a.pointer, blasint(max(1, a.stride)),
            b.pointer, blasint(max(1, b.stride)), beta, result, blasint(max(1, resultStride)))
    }
}
