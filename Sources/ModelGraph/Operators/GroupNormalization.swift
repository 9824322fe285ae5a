/// Groups of channels of each sample to mean 0 and variance 1, then scale and shift (Wu and He, 2018): inputs X, scale, bias, one number per channel, or per group until opset 20.
package struct GroupNormalization: Operator {
    package static let name = "GroupNormalization"

    package var epsilon: Float
    package var numGroups: Int

    package init(epsilon: Float = 1e-5, numGroups: Int) {
        self.epsilon = epsilon
        self.numGroups = numGroups
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "scale", "bias"], required: 3)
        let x = try inputs.float(0)
        guard x.shape.count >= 2, numGroups >= 1, x.shape[1].fixed.map({ $0 % numGroups == 0 }) ?? true else {
            throw GraphError.invalid("X of shape \(x.shape) in \(numGroups) groups")
        }
        return [x]
    }
}

extension GroupNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "X")
        guard x.shape.count >= 2, numGroups >= 1, x.shape[1] % numGroups == 0 else {
            throw GraphError.invalid("X of shape \(x.shape) in \(numGroups) groups")
        }
        let (channels, perGroup) = (x.shape[1], x.shape[1] / numGroups)
        let parameters = try [arguments.floats(1, "scale"), arguments.floats(2, "bias")].map { tensor -> [Float] in
            if tensor.shape == [channels] { return tensor.values }
            guard tensor.shape == [numGroups] else {
                throw GraphError.invalid("parameters of shape \(tensor.shape) for \(channels) channels")
            }
            return (0..<channels).map { tensor.values[$0 / perGroup] }
        }
        let plane = x.shape[2...].reduce(1, *)
        Normalization.rows(&x.values, length: perGroup * plane, epsilon: epsilon) { value, row, index in
            let channel = row % numGroups * perGroup + index / plane
            return value * Double(parameters[0][channel]) + Double(parameters[1][channel])
        }
        return [x.tensor]
    }
}
