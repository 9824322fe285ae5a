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
