/// A matrix in memory as BLAS takes it: row-major, rows `stride` elements apart, perhaps read transposed.
package struct MatrixView {
    package var pointer: UnsafePointer<Float>
    package var stride: Int
    package var isTransposed = false

    package init(pointer: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
        self.pointer = pointer
        self.stride = stride
        self.isTransposed = isTransposed
    }
}

/// Multiplies float32 matrices.
package protocol MatrixProduct: Sendable {
    /// `result = alpha * a * b + beta * result` for a of `rows` x `inner` and b of `inner` x `columns`.
    ///
    /// The caller owns all three memories and guarantees that they hold the rows and strides it states.
    func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int, alpha: Float, beta: Float) throws
}

extension MatrixProduct {
    /// `result = a * b`.
    package func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int
    ) throws {
        try multiply(
            a, b, into: result, resultStride: resultStride, rows: rows, columns: columns, inner: inner, alpha: 1,
            beta: 0)
    }
}

/// Loops in one fixed order: the same bits on every machine, for constants and for the integer engine.
package struct PortableProduct: MatrixProduct {
    package init() {}

    package func multiply(
        _ a: MatrixView, _ b: MatrixView, into result: UnsafeMutablePointer<Float>, resultStride: Int,
        rows: Int, columns: Int, inner: Int, alpha: Float, beta: Float
    ) throws {
        var sums = [Float](repeating: 0, count: columns)
        sums.withUnsafeMutableBufferPointer { sums in
            for row in 0..<rows {
                for column in 0..<columns { sums[column] = 0 }
                for k in 0..<inner {
                    let x = a.pointer[a.isTransposed ? k * a.stride + row : row * a.stride + k]
                    if b.isTransposed {
                        for column in 0..<columns { sums[column] += x * b.pointer[column * b.stride + k] }
                    } else {
                        let line = b.pointer + k * b.stride
                        for column in 0..<columns { sums[column] += x * line[column] }
                    }
                }
                let target = result + row * resultStride
                for column in 0..<columns {
                    target[column] = beta == 0 ? alpha * sums[column] : alpha * sums[column] + beta * target[column]
                }
            }
        }
    }
}
