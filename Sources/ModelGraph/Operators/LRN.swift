import PortableMath

/// Local response normalization across channels (Krizhevsky et al. 2012).
package struct LRN: Operator {
    package static let name = "LRN"

    package var alpha: Float
    package var beta: Float
    package var bias: Float
    package var size: Int

    package init(alpha: Float = 0.0001, beta: Float = 0.75, bias: Float = 1, size: Int) {
        self.alpha = alpha
        self.beta = beta
        self.bias = bias
        self.size = size
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        guard (1...(1 << 24)).contains(size) else { throw GraphError.invalid("size \(size); expected 1 or more") }
        return [x]
    }
}

extension LRN {
    /// `x / (bias + alpha / size * s)^beta`, s being the sum of squares over the channels from
    /// `c - floor((size - 1) / 2)` to `c + ceil((size - 1) / 2)`: an even size has one more after c than
    /// before.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        guard input.shape.count >= 2, (1...(1 << 24)).contains(size) else {
            throw GraphError.invalid("X has shape \(input.shape), size is \(size); expected (N, C, ...) and size > 0")
        }
        let channels = input.shape[1]
        let plane = input.shape[2...].reduce(1, *)
        let before = (size - 1) / 2
        let after = size / 2
        var result = input
        result.values.withUnsafeMutableBufferPointer { output in
            input.values.withUnsafeBufferPointer { x in
                var squares = [Double](repeating: 0, count: plane)
                for n in 0..<input.shape[0] {
                    for c in 0..<channels {
                        for i in 0..<plane { squares[i] = 0 }
                        for other in max(0, c - before)...min(channels - 1, c + after) {
                            let begin = (n * channels + other) * plane
                            for i in 0..<plane { squares[i] += Double(x[begin + i]) * Double(x[begin + i]) }
                        }
                        let begin = (n * channels + c) * plane
                        for i in 0..<plane {
                            let base = Double(bias) + Double(alpha) / Double(size) * squares[i]
                            output[begin + i] = Float(Double(x[begin + i]) / PortableMath.pow(base, Double(beta)))
                        }
                    }
                }
            }
        }
        return [result.tensor]
    }
}
