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

extension BatchNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var result = try arguments.floats(0, "X")
        guard result.shape.count >= 2 else {
            throw GraphError.invalid("X has shape \(result.shape), expected (N, C, ...)")
        }
        let channels = result.shape[1]
        let parameters = try ["scale", "B", "input_mean", "input_var"].enumerated().map { index, name in
            let tensor = try arguments.floats(index + 1, name)
            guard tensor.shape == [channels] else {
                throw GraphError.invalid("\(name) has shape \(tensor.shape), expected [\(channels)]")
            }
            return tensor.values
        }
        let plane = result.shape[2...].reduce(1, *)
        result.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<values.count / max(1, plane) {
                let channel = row % channels
                let factor = parameters[0][channel] / (parameters[3][channel] + epsilon).squareRoot()
                let shift = parameters[1][channel]
                let mean = parameters[2][channel]
                for i in row * plane..<(row + 1) * plane { values[i] = (values[i] - mean) * factor + shift }
            }
        }
        return [result.tensor]
    }
}
