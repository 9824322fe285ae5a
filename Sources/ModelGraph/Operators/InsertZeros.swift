/// Zeros between the elements of the spatial axes, `stride - 1` of them: the first half of a transposed convolution, which
/// ONNX does not have as an operator of its own.
package struct InsertZeros: Operator {
    package static let name = "InsertZeros"

    /// One per spatial axis, 1 or more.
    package var strides: [Int]

    package init(strides: [Int]) {
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1)(0).type
        guard x.shape.count == strides.count + 2, strides.allSatisfy({ (1...1 << 16).contains($0) }) else {
            throw GraphError.invalid("strides \(strides) for an input of shape \(x.shape)")
        }
        let spatial = zip(x.shape.dropFirst(2), strides).map { extent, stride -> Dimension in
            if stride == 1 { return extent }
            return extent.fixed.map { .fixed(max(0, ($0 &- 1) &* stride &+ 1)) } ?? .symbol("\(stride)*(\(extent)-1)+1")
        }
        return [TensorType(x.elementType, x.shape.prefix(2) + spatial)]
    }

    /// For each axis the input's position at every position of the output, -1 for a zero.
    package func positions(_ shape: [Int]) -> [[Int]] {
        shape.enumerated().map { axis, extent in
            guard axis >= 2, extent > 0 else { return Array(0..<extent) }
            let stride = strides[axis - 2]
            return (0...(extent - 1) * stride).map { $0 % stride == 0 ? $0 / stride : -1 }
        }
    }
}

extension InsertZeros {
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        guard x.shape.count == strides.count + 2, strides.allSatisfy({ (1...1 << 16).contains($0) }) else {
            throw GraphError.invalid("strides \(strides) for an input of shape \(x.shape)")
        }
        _ = try ShapeLimits.count(zip(x.shape.dropFirst(2), strides).map { $0 * $1 } + x.shape.prefix(2))
        let positions = positions(x.shape)
        return [
            try x.picking(
                Positions.offsets(positions: positions, strides: Positions.strides(x.shape)),
                shape: positions.map(\.count))
        ]
    }
}
