/// Matrix product with NumPy's broadcasting of leading axes: inputs A, B, an optional bias of the last axis (fused by passes), and the residual if the epilogue adds one.
package struct MatMul: Operator {
    package static let name = "MatMul"

    package var epilogue: Epilogue

    package init(epilogue: Epilogue = .none) {
        self.epilogue = epilogue
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B", "bias", "residual"], required: 2)
        var a = try inputs.float(0).shape
        var b = try inputs.float(1, orMantissas: true).shape
        guard !a.isEmpty, !b.isEmpty else { throw GraphError.invalid("a scalar operand; expected one axis or more") }
        // As NumPy's matmul: a vector becomes a matrix, and the added axis is removed again.
        let (vectorA, vectorB) = (a.count == 1, b.count == 1)
        if vectorA { a.insert(1, at: 0) }
        if vectorB { b.append(1) }
        let (inner, rows) = (a[a.count - 1], b[b.count - 2])
        if let x = inner.fixed, let y = rows.fixed, x != y {
            throw GraphError.invalid("A of shape \(a) and B of shape \(b) do not fit: \(x) against \(y)")
        }
        var shape = try Broadcast.shape(Array(a.dropLast(2)), Array(b.dropLast(2)))
        if !vectorA { shape.append(a[a.count - 2]) }
        if !vectorB { shape.append(b[b.count - 1]) }
        let result = TensorType(.float32, shape)
        try epilogue.check(residual: inputs.optional(3)?.type, result: result)
        return [result]
    }
}
