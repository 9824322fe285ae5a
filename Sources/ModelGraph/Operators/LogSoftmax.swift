import PortableMath

/// The logarithm of softmax along one axis (the semantics of opset 13).
package struct LogSoftmax: Operator {
    package static let name = "LogSoftmax"

    package var axis: Int
    package var coerced: Bool

    package init(axis: Int = -1, coerced: Bool = false) {
        self.axis = axis
        self.coerced = coerced
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input"], required: 1)
        let x = try inputs.float(0)
        _ = try Axis.normalized(axis, rank: x.shape.count)
        return [x]
    }
}

extension LogSoftmax {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "input")
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        let rows = coerced ? Rows.coerced(x.shape, axis: axis) : (x.shape, axis)
        Rows.forEach(rows.0, axis: rows.1) { start, extent, stride in
            var largest = -Float.infinity
            for i in 0..<extent { largest = max(largest, x.values[start + i * stride]) }
            guard largest.isFinite else { return }
            var sum = 0.0
            for i in 0..<extent { sum += PortableMath.exp(Double(x.values[start + i * stride] - largest)) }
            let shift = Double(largest) + PortableMath.log(sum)
            for i in 0..<extent { x.values[start + i * stride] = Float(Double(x.values[start + i * stride]) - shift) }
        }
        return [x.tensor]
    }
}
