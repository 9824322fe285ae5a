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
        let result = TensorType(try inputs.float(0).elementType, shape)
        try epilogue.check(residual: inputs.optional(3)?.type, result: result)
        return [result]
    }
}

extension MatMul {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (arguments, residual) = try epilogue.split(arguments)
        let a = try arguments.floats(0, "A")
        let b = try arguments.floats(1, "B")
        guard !a.shape.isEmpty, !b.shape.isEmpty else {
            throw GraphError.invalid("A has shape \(a.shape), B \(b.shape); expected at least one axis each")
        }
        // A vector is a row on the left and a column on the right; its axis goes from the result.
        let aShape = a.shape.count == 1 ? [1] + a.shape : a.shape
        let bShape = b.shape.count == 1 ? b.shape + [1] : b.shape
        let rows = aShape[aShape.count - 2]
        let inner = aShape[aShape.count - 1]
        let columns = bShape[bShape.count - 1]
        guard inner == bShape[bShape.count - 2] else {
            throw GraphError.invalid("A of shape \(a.shape) and B of \(b.shape) do not multiply")
        }
        let aBatch = Array(aShape.dropLast(2))
        let bBatch = Array(bShape.dropLast(2))
        let batch = try Broadcast.shape(aBatch, bBatch)
        let indices = batch.map { Array(0..<$0) }
        let aOffsets = try Positions.offsets(positions: indices, strides: Broadcast.strides(aBatch, to: batch))
        let bOffsets = try Positions.offsets(positions: indices, strides: Broadcast.strides(bBatch, to: batch))
        var result = try FloatTensor(zeros: batch + [rows, columns])
        try a.values.withUnsafeBufferPointer { aValues in
            try b.values.withUnsafeBufferPointer { bValues in
                try result.values.withUnsafeMutableBufferPointer { output in
                    // Empty arrays may have no address; then there is nothing to add.
                    guard let aStart = aValues.baseAddress, let bStart = bValues.baseAddress,
                        let start = output.baseAddress, inner > 0
                    else { return }
                    for (index, (aOffset, bOffset)) in zip(aOffsets, bOffsets).enumerated() {
                        try arguments.product.multiply(
                            MatrixView(pointer: aStart + aOffset * rows * inner, stride: inner),
                            MatrixView(pointer: bStart + bOffset * inner * columns, stride: columns),
                            into: start + index * rows * columns, resultStride: columns, rows: rows,
                            columns: columns, inner: inner)
                    }
                }
            }
        }
        result.shape =
            batch + (a.shape.count == 1 ? [] : [rows]) + (b.shape.count == 1 ? [] : [columns])
        if let bias = try arguments.optionalFloats(2, "bias") {
            guard bias.shape == [columns] else {
                throw GraphError.invalid("the bias has shape \(bias.shape), expected [\(columns)]")
            }
            for i in result.values.indices { result.values[i] += bias.values[i % columns] }
        }
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
