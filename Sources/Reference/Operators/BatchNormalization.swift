package import ModelGraph

extension BatchNormalization: ReferenceOperator {
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
