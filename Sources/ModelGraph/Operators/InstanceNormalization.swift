/// Each channel of each sample to mean 0 and variance 1, then scale and shift (Ulyanov et al., 2016): inputs input, scale, B.
package struct InstanceNormalization: Operator {
    package static let name = "InstanceNormalization"

    package var epsilon: Float

    package init(epsilon: Float = 1e-5) {
        self.epsilon = epsilon
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "scale", "B"], required: 3)
        let x = try inputs.float(0)
        guard x.shape.count >= 3 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        for index in 1...2 {
            let shape = try inputs.float(index).shape
            guard shape.count == 1, shape[0].fixed == nil || x.shape[1].fixed == nil || shape[0] == x.shape[1] else {
                throw GraphError.invalid("parameters of shape \(shape) for an input of \(x.shape)")
            }
        }
        return [x]
    }
}

extension InstanceNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "input")
        let (scale, shift) = (try arguments.floats(1, "scale"), try arguments.floats(2, "B"))
        guard x.shape.count >= 3, scale.shape == [x.shape[1]], shift.shape == [x.shape[1]] else {
            throw GraphError.invalid("scale of shape \(scale.shape), B of \(shift.shape) for an input of \(x.shape)")
        }
        let channels = x.shape[1]
        Normalization.rows(&x.values, length: x.shape[2...].reduce(1, *), epsilon: epsilon) { value, row, _ in
            value * Double(scale.values[row % channels]) + Double(shift.values[row % channels])
        }
        return [x.tensor]
    }
}
