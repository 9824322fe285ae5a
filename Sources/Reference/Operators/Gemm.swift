package import ModelGraph

extension Gemm: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (arguments, residual) = try epilogue.split(arguments)
        let a = try arguments.floats(0, "A")
        let b = try arguments.floats(1, "B")
        guard a.shape.count == 2, b.shape.count == 2 else {
            throw GraphError.invalid("A has shape \(a.shape), B \(b.shape); expected two axes each")
        }
        let (rows, inner) = transA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
        let (columns, other) = transB ? (b.shape[0], b.shape[1]) : (b.shape[1], b.shape[0])
        guard inner == other else {
            throw GraphError.invalid("A of shape \(a.shape) and B of \(b.shape) do not multiply")
        }
        var result = try FloatTensor(zeros: [rows, columns])
        if let c = try arguments.optionalFloats(2, "C") {
            let (values, shape) = try Broadcasting.combine(c.values, c.shape, result.values, result.shape) { c, _ in
                beta * c
            }
            guard shape == result.shape else {
                throw GraphError.invalid("C of shape \(c.shape) does not broadcast to \(result.shape)")
            }
            result.values = values
        }
        try a.values.withUnsafeBufferPointer { a in
            try b.values.withUnsafeBufferPointer { b in
                try result.values.withUnsafeMutableBufferPointer { result in
                    // Empty arrays may have no address; then there is nothing to add.
                    guard let a = a.baseAddress, let b = b.baseAddress, let result = result.baseAddress,
                        inner > 0
                    else { return }
                    try MatrixProduct.multiply(
                        MatrixView(pointer: a, stride: transA ? rows : inner, isTransposed: transA),
                        MatrixView(pointer: b, stride: transB ? inner : columns, isTransposed: transB),
                        into: result, resultStride: columns, rows: rows, columns: columns, inner: inner,
                        alpha: alpha, beta: 1)
                }
            }
        }
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
