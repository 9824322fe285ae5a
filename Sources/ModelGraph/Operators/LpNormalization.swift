/// Divided by the L1 or L2 norm along an axis; rows of zeros stay.
package struct LpNormalization: Operator {
    package static let name = "LpNormalization"

    package var axis: Int
    package var p: Int
    /// Norms below it count as it: what frameworks' normalize functions add; 0 in ONNX.
    package var epsilon: Float

    package init(axis: Int = -1, p: Int = 2, epsilon: Float = 0) {
        self.axis = axis
        self.p = p
        self.epsilon = epsilon
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input"], required: 1)
        let x = try inputs.float(0)
        _ = try Axis.normalized(axis, rank: x.shape.count)
        guard p == 1 || p == 2 else { throw GraphError.invalid("p is \(p); expected 1 or 2") }
        return [x]
    }
}

extension LpNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "input")
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        guard p == 1 || p == 2 else { throw GraphError.invalid("p is \(p); expected 1 or 2") }
        Rows.forEach(x.shape, axis: axis) { start, extent, stride in
            var sum = 0.0
            for i in 0..<extent {
                let value = Double(x.values[start + i * stride])
                sum += p == 1 ? abs(value) : value * value
            }
            let norm = max(p == 1 ? sum : sum.squareRoot(), Double(epsilon))
            guard norm != 0 else { return }
            for i in 0..<extent {
                x.values[start + i * stride] = Float(Double(x.values[start + i * stride]) / norm)
            }
        }
        return [x.tensor]
    }
}
