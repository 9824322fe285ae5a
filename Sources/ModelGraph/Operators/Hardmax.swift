/// 1 at the first of the largest elements along one axis, 0 elsewhere (the semantics of opset 13).
package struct Hardmax: Operator {
    package static let name = "Hardmax"

    package var axis: Int
    package var coerced: Bool

    package init(axis: Int = -1, coerced: Bool = false) {
        self.axis = axis
        self.coerced = coerced
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input"], required: 1)
        let x = try inputs.float(0)
        _ = try Axis.normalized(axis, rank: x.shape.count)
        return [x]
    }
}

extension Hardmax {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.floats(0, "input")
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        let rows = coerced ? Rows.coerced(x.shape, axis: axis) : (x.shape, axis)
        Rows.forEach(rows.0, axis: rows.1) { start, extent, stride in
            var best = 0
            for i in 0..<extent where x.values[start + i * stride] > x.values[start + best * stride] { best = i }
            for i in 0..<extent { x.values[start + i * stride] = i == best ? 1 : 0 }
        }
        return [x.tensor]
    }
}
