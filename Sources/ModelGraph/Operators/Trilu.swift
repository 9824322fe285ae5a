/// The upper or the lower triangle of the last two axes, zeros elsewhere: inputs input, optional k (the diagonal).
package struct Trilu: Operator {
    package static let name = "Trilu"

    package var upper: Bool

    package init(upper: Bool = true) {
        self.upper = upper
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input", "k"], required: 1)(0).type
        guard x.shape.count >= 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected two axes") }
        return [x]
    }
}

extension Trilu {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        guard x.shape.count >= 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected two axes") }
        let k = try arguments.optionalIntegers(1, "k")?.first ?? 0
        let (rows, columns) = (x.shape[x.shape.count - 2], x.shape[x.shape.count - 1])
        let diagonal = min(max(k, -rows - 1), columns + 1)
        let offsets = (0..<x.count).map { index in
            let distance = index % columns - index / columns % rows
            return (upper ? distance >= diagonal : distance <= diagonal) ? index : -1
        }
        return [try x.picking(offsets, shape: x.shape)]
    }
}
