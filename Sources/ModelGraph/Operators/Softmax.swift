import PortableMath

/// exp(x) / sum(exp(x)) along one axis (the semantics of opset 13).
package struct Softmax: Operator {
    package static let name = "Softmax"

    package var axis: Int
    /// Opsets before 13 flattened all axes from `axis` on into one. That is the same where `axis` is the last one, and
    /// anything else is refused.
    package var coerced: Bool

    package init(axis: Int = -1, coerced: Bool = false) {
        self.axis = axis
        self.coerced = coerced
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1).float(0)
        _ = try Axis.normalized(axis, rank: x.shape.count)
        return [x]
    }
}

extension Softmax {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var result = try arguments.floats(0, "input")
        let axis = try Axis.normalized(axis, rank: result.shape.count)
        let rows = coerced ? Rows.coerced(result.shape, axis: axis) : (result.shape, axis)
        Rows.forEach(rows.0, axis: rows.1) { start, extent, stride in
            // Shifted by the largest, so that no exponential overflows.
            var largest = -Float.infinity
            for i in 0..<extent { largest = max(largest, result.values[start + i * stride]) }
            var sum = 0.0
            for i in 0..<extent {
                let power = Float(PortableMath.exp(Double(result.values[start + i * stride] - largest)))
                result.values[start + i * stride] = power
                sum += Double(power)
            }
            for i in 0..<extent {
                result.values[start + i * stride] = Float(Double(result.values[start + i * stride]) / sum)
            }
        }
        return [result.tensor]
    }
}
