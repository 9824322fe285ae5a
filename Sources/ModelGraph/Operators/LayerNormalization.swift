/// Mean 0 and variance 1 over the axes from `axis` on, then scale and shift (Ba et al., 2016): inputs X, Scale, optional B.
package struct LayerNormalization: Operator {
    package static let name = "LayerNormalization"

    package var axis: Int
    package var epsilon: Float

    package init(axis: Int = -1, epsilon: Float = 1e-5) {
        self.axis = axis
        self.epsilon = epsilon
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "Scale", "B"], required: 2)
        let x = try inputs.float(0)
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        for index in 1...2 {
            guard let type = inputs.optional(index)?.type else { continue }
            guard try Broadcast.shape(type.shape, Array(x.shape[axis...])).count == x.shape.count - axis else {
                throw GraphError.invalid("parameters of shape \(type.shape) for X of \(x.shape), axis \(axis)")
            }
        }
        let statistics = TensorType(
            .float32, x.shape.enumerated().map { index, extent in index < axis ? extent : .fixed(1) })
        return [x, statistics, statistics]
    }
}

extension LayerNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "X")
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        let rest = Array(x.shape[axis...])
        let scale = try FloatTensor(Broadcast.expanded(arguments.required(1, "Scale"), to: rest), "Scale").values
        let shift = try arguments.optional(2).map {
            try FloatTensor(Broadcast.expanded($0, to: rest), "B").values
        }
        let (means, inverses) = Normalization.rows(&x.values, length: rest.reduce(1, *), epsilon: epsilon) {
            value, _, index in
            value * Double(scale[index]) + Double(shift?[index] ?? 0)
        }
        let shape = x.shape[..<axis] + [Int](repeating: 1, count: rest.count)
        guard means.count == shape.reduce(1, *) else {
            // Nothing to take a mean of.
            let none = Tensor(shape: Array(shape), floats: [Float](repeating: .nan, count: shape.reduce(1, *)))
            return [x.tensor, none, none]
        }
        return [x.tensor, Tensor(shape: Array(shape), floats: means), Tensor(shape: Array(shape), floats: inverses)]
    }
}
