import PortableMath

/// The Lp norm over all spatial axes, which stay with extent 1.
package struct GlobalLpPool: Operator {
    package static let name = "GlobalLpPool"

    package var p: Int

    package init(p: Int = 2) {
        self.p = p
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3, p >= 1 else { throw GraphError.invalid("X of shape \(x.shape), p \(p)") }
        return [TensorType(x.elementType, x.shape.prefix(2) + [Dimension](repeating: 1, count: x.shape.count - 2))]
    }
}

extension GlobalLpPool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let planes = try Planes(arguments.floats(0, "X"))
        return [
            planes.reduced { plane in
                var sum = 0.0
                for value in plane { sum += PortableMath.pow(Double(abs(value)), Double(p)) }
                return Float(PortableMath.pow(sum, 1 / Double(p)))
            }
        ]
    }
}
