/// Elements put back where MaxPool took them from, zeros elsewhere: inputs X, I, optional output_shape.
package struct MaxUnpool: Operator {
    package static let name = "MaxUnpool"

    package var kernelShape: [Int]
    package var pads: [Int]
    package var strides: [Int]

    package init(kernelShape: [Int], pads: [Int] = [], strides: [Int] = []) {
        self.kernelShape = kernelShape
        self.pads = pads
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "I", "output_shape"], required: 2)
        let x = try inputs.float(0)
        if inputs.optional(2) != nil {
            let shape = try inputs.integersIfConstant(2, "output_shape")
            return [
                TensorType(
                    x.elementType, shape?.map(Dimension.fixed) ?? x.shape.map { _ in .unknown })
            ]
        }
        guard x.shape.count >= 3 else { throw GraphError.invalid("X of shape \(x.shape)") }
        let spatial = try x.shape.dropFirst(2).enumerated().map { axis, extent -> Dimension in
            try extent.fixed.map { .fixed(try self.extent($0, axis)) } ?? .unknown
        }
        return [TensorType(x.elementType, x.shape.prefix(2) + spatial)]
    }

    private func extent(_ extent: Int, _ axis: Int) throws -> Int {
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: [], autoPad: .notSet)
        guard axis < kernelShape.count, (0...1 << 24).contains(extent) else {
            throw GraphError.invalid("kernel_shape \(kernelShape) for axis \(axis) of \(extent)")
        }
        let pads = window.pads[axis] + window.pads[kernelShape.count + axis]
        return max(0, (extent - 1) * window.strides[axis] + kernelShape[axis] - pads)
    }
}

extension MaxUnpool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.floats(0, "X")
        let indices = try arguments.integers(1, "I")
        guard x.shape.count >= 3, indices.count == x.values.count else {
            throw GraphError.invalid("X of shape \(x.shape) and \(indices.count) indices")
        }
        let natural = try x.shape.prefix(2) + x.shape.dropFirst(2).enumerated().map { try extent($1, $0) }
        let shape = try arguments.optionalIntegers(2, "output_shape") ?? Array(natural)
        var result = try FloatTensor(zeros: shape)
        guard shape.count == x.shape.count else { throw GraphError.invalid("output_shape \(shape)") }
        let count = try ShapeLimits.count(Array(natural))
        // Indices count within the natural shape; a larger one keeps rows and columns where they are.
        let strides = Positions.strides(Array(natural)), targets = Positions.strides(shape)
        for (value, index) in zip(x.values, indices) {
            guard (0..<count).contains(index) else { throw GraphError.invalid("index \(index) of \(natural)") }
            var target = 0
            for axis in shape.indices {
                let place = index / strides[axis] % natural[axis]
                guard place < shape[axis] else { throw GraphError.invalid("index \(index) lies outside of \(shape)") }
                target += place * targets[axis]
            }
            result.values[target] = value
        }
        return [result.tensor]
    }
}
