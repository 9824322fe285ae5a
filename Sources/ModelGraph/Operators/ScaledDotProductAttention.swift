/// Attention (Vaswani et al., 2017): softmax(Q K^T scale + mask) V over the last two axes; the axes before them (batch, heads)
/// are the same for all three. Inputs Q (..., L, D), K (..., S, D), V (..., S, Dv), optional mask that broadcasts to
/// (..., L, S).
package struct ScaledDotProductAttention: Operator {
    package static let name = "ScaledDotProductAttention"

    package var scale: Float

    package init(scale: Float = 1) {
        self.scale = scale
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["Q", "K", "V", "mask"], required: 3)
        let (q, k, v) = (try inputs.float(0), try inputs.float(1), try inputs.float(2))
        let rank = q.shape.count
        guard rank >= 2, k.shape.count == rank, v.shape.count == rank else {
            throw GraphError.invalid("Q, K and V of shapes \(q.shape), \(k.shape), \(v.shape); expected equal ranks")
        }
        let leading = Array(q.shape.dropLast(2))
        // What must be equal: the leading axes, the depth of Q and K, the rows of K and V.
        let expected: [Dimension] = leading + leading + [q.shape[rank - 1], k.shape[rank - 2]]
        let found: [Dimension] = k.shape.dropLast(2) + v.shape.dropLast(2) + [k.shape[rank - 1], v.shape[rank - 2]]
        for (a, b) in zip(expected, found) {
            guard let x = a.fixed, let y = b.fixed, x != y else { continue }
            throw GraphError.invalid("Q, K and V of shapes \(q.shape), \(k.shape), \(v.shape) do not fit together")
        }
        if let mask = inputs.optional(3)?.type {
            let scores = Array(q.shape.dropLast()) + [k.shape[rank - 2]]
            let fits = zip(mask.shape.reversed(), scores.reversed()).allSatisfy { own, score in
                guard let own = own.fixed, own != 1, let score = score.fixed else { return true }
                return own == score
            }
            guard mask.shape.count <= rank, fits else {
                throw GraphError.invalid("a mask of shape \(mask.shape) for scores of shape \(scores)")
            }
        }
        return [TensorType(q.elementType, Array(q.shape.dropLast()) + [v.shape[rank - 1]])]
    }
}

extension ScaledDotProductAttention {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (q, k) = (try arguments.required(0, "Q"), try arguments.required(1, "K"))
        let v = try arguments.required(2, "V")
        let rank = k.shape.count
        guard rank >= 2 else { throw GraphError.invalid("K of shape \(k.shape); expected two axes or more") }
        let step = { (op: any Operator, inputs: [Tensor]) -> Tensor in
            guard let result = try op.evaluate(Arguments(inputs, product: arguments.product)).first else {
                throw GraphError.invalid("\(type(of: op).name) gives nothing")
            }
            return result
        }
        let transposed = try step(Transpose(perm: Array(0..<rank - 2) + [rank - 1, rank - 2]), [k])
        var scores = try step(MatMul(), [q, transposed])
        scores = try step(Mul(), [scores, Tensor(shape: [], floats: [scale])])
        if let mask = arguments.optional(3) { scores = try step(Add(), [scores, mask]) }
        return [try step(MatMul(), [try step(Softmax(axis: -1), [scores]), v])]
    }
}
