/// `(x - mean) / sqrt(var + epsilon) * scale + B` per channel: inputs X, scale, B, input_mean, input_var.
package struct BatchNormalization: Operator {
    package static let name = "BatchNormalization"

    package var epsilon: Float

    package init(epsilon: Float = 1e-5) {
        self.epsilon = epsilon
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "scale", "B", "input_mean", "input_var"], required: 5)
        let x = try inputs.float(0)
        guard x.shape.count >= 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        for index in 1...4 {
            let shape = try inputs.float(index).shape
            guard shape.count == 1 else { throw GraphError.invalid("a parameter of shape \(shape); expected [C]") }
            if let channels = x.shape[1].fixed, shape[0].fixed != channels {
                throw GraphError.invalid("a parameter of shape \(shape) for \(channels) channels")
            }
        }
        return [x]
    }
}
