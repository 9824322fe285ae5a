/// Running sums along an axis: inputs x, axis (a scalar).
package struct CumSum: Operator {
    package static let name = "CumSum"

    /// Whether an element's own value is left out.
    package var exclusive: Bool
    /// Whether the sums run from the end.
    package var reverse: Bool

    package init(exclusive: Bool = false, reverse: Bool = false) {
        self.exclusive = exclusive
        self.reverse = reverse
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["x", "axis"], required: 2)
        return [try inputs.type(0, ElementType.numbers)]
    }
}

extension CumSum {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "x")
        guard let listed = try arguments.integers(1, "axis").first else { throw GraphError.invalid("axis is empty") }
        let axis = try Axis.normalized(listed, rank: x.shape.count)
        var values = try x.doubles("x")
        Rows.forEach(x.shape, axis: axis) { start, extent, stride in
            var sum = 0.0
            for step in 0..<extent {
                let place = start + (reverse ? extent - 1 - step : step) * stride
                let value = values[place]
                values[place] = exclusive ? sum : sum + value
                sum += value
            }
        }
        return [Tensor(shape: x.shape, values).converted(to: x.elementType)]
    }
}
