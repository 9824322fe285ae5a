package import ModelGraph

extension MatMul: ReferenceOperator {
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
        let batch = try Broadcasting.shape(aBatch, bBatch)
        let indices = batch.map { Array(0..<$0) }
        let aOffsets = try Axes.offsets(positions: indices, strides: Broadcasting.strides(aBatch, to: batch))
        let bOffsets = try Axes.offsets(positions: indices, strides: Broadcasting.strides(bBatch, to: batch))
        var result = try FloatTensor(zeros: batch + [rows, columns])
        try a.values.withUnsafeBufferPointer { aValues in
            try b.values.withUnsafeBufferPointer { bValues in
                try result.values.withUnsafeMutableBufferPointer { output in
                    // Empty arrays may have no address; then there is nothing to add.
                    guard let aStart = aValues.baseAddress, let bStart = bValues.baseAddress,
                        let start = output.baseAddress, inner > 0
                    else { return }
                    for (index, (aOffset, bOffset)) in zip(aOffsets, bOffsets).enumerated() {
                        try MatrixProduct.multiply(
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
