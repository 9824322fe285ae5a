/// `alpha * A' * B' + beta * C`: inputs A, B, optional C, and the residual if the epilogue adds one.
package struct Gemm: Operator {
    package static let name = "Gemm"

    package var alpha: Float
    package var beta: Float
    package var transA: Bool
    package var transB: Bool
    package var epilogue: Epilogue

    package init(
        alpha: Float = 1, beta: Float = 1, transA: Bool = false, transB: Bool = false, epilogue: Epilogue = .none
    ) {
        self.alpha = alpha
        self.beta = beta
        self.transA = transA
        self.transB = transB
        self.epilogue = epilogue
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B", "C", "residual"], required: 2)
        let a = try inputs.float(0).shape
        let b = try inputs.float(1, orMantissas: true).shape
        guard a.count == 2, b.count == 2 else {
            throw GraphError.invalid("A of shape \(a) and B of shape \(b); expected two axes each")
        }
        let (m, inner) = transA ? (a[1], a[0]) : (a[0], a[1])
        let (rows, n) = transB ? (b[1], b[0]) : (b[0], b[1])
        if let x = inner.fixed, let y = rows.fixed, x != y {
            throw GraphError.invalid("A of shape \(a) and B of shape \(b) do not fit: \(x) against \(y)")
        }
        if let c = inputs.optional(2) {
            let shape = try Broadcast.shape(c.type.shape, [m, n])
            // C repeats to the product's shape, and not the other way round.
            guard shape.count == 2, !zip(shape, [m, n]).contains(where: { $0.fixed != $1.fixed && $1.fixed != nil })
            else {
                throw GraphError.invalid("C of shape \(c.type.shape) does not broadcast to \([m, n])")
            }
        }
        let result = TensorType(try inputs.float(0).elementType, [m, n])
        try epilogue.check(residual: inputs.optional(3)?.type, result: result)
        return [result]
    }
}

extension Gemm {
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
            let (values, shape) = try Broadcast.combine(c.values, c.shape, result.values, result.shape) { c, _ in
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
                    try arguments.product.multiply(
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
