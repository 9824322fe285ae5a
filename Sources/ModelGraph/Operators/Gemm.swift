/// `alpha * A' * B' + beta * C`: inputs A, B, optional C, and the residual if the epilogue adds one.
package struct Gemm: Operator {
    package static let name = "Gemm"

    package var alpha: Float
    package var beta: Float
    package var transA: Bool
    package var transB: Bool
    package var epilogue: Epilogue

    package init(
        alpha: Float = 1, beta: Float = 1, transA: Bool = false, transB: Bool = false, epilogue: Epilogue = .none
    ) {
        self.alpha = alpha
        self.beta = beta
        self.transA = transA
        self.transB = transB
        self.epilogue = epilogue
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B", "C", "residual"], required: 2)
        let a = try inputs.float(0).shape
        let b = try inputs.float(1, orMantissas: true).shape
        guard a.count == 2, b.count == 2 else {
            throw GraphError.invalid("A of shape \(a) and B of shape \(b); expected two axes each")
        }
        let (m, inner) = transA ? (a[1], a[0]) : (a[0], a[1])
        let (rows, n) = transB ? (b[1], b[0]) : (b[0], b[1])
        if let x = inner.fixed, let y = rows.fixed, x != y {
            throw GraphError.invalid("A of shape \(a) and B of shape \(b) do not fit: \(x) against \(y)")
        }
        if let c = inputs.optional(2) {
            let shape = try Broadcast.shape(c.type.shape, [m, n])
            // C repeats to the product's shape, and not the other way round.
            guard shape.count == 2, !zip(shape, [m, n]).contains(where: { $0.fixed != $1.fixed && $1.fixed != nil })
            else {
                throw GraphError.invalid("C of shape \(c.type.shape) does not broadcast to \([m, n])")
            }
        }
        let result = TensorType(.float32, [m, n])
        try epilogue.check(residual: inputs.optional(3)?.type, result: result)
        return [result]
    }
}
