/// The grid of positions that an affine map takes a regular one to: inputs theta (N, axes, axes + 1), size (N, C, spatial ...).
package struct AffineGrid: Operator {
    package static let name = "AffineGrid"

    package var alignCorners: Bool

    package init(alignCorners: Bool = false) {
        self.alignCorners = alignCorners
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["theta", "size"], required: 2)
        let theta = try inputs.float(0)
        guard theta.shape.count == 3 else { throw GraphError.invalid("theta of shape \(theta.shape)") }
        guard let size = try inputs.integersIfConstant(1, "size") else {
            let axes = try inputs.length(1, "size") - 2
            return [
                TensorType(
                    theta.elementType,
                    [theta.shape[0]] + [Dimension](repeating: .unknown, count: max(0, axes)) + [.fixed(axes)])
            ]
        }
        _ = try ShapeLimits.count(size)
        return [
            TensorType(
                theta.elementType, [theta.shape[0]] + size.dropFirst(2).map(Dimension.fixed) + [.fixed(size.count - 2)])
        ]
    }
}

extension AffineGrid {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let theta = try arguments.floats(0, "theta")
        let size = try arguments.integers(1, "size")
        let axes = size.count - 2
        guard axes == 2 || axes == 3, theta.shape == [size[0], axes, axes + 1] else {
            throw GraphError.invalid("theta of shape \(theta.shape) for a size \(size)")
        }
        let spatial = Array(size.dropFirst(2))
        let shape = [size[0]] + spatial + [axes]
        _ = try ShapeLimits.count(shape)
        let strides = Positions.strides(spatial)
        var values: [Float] = []
        for sample in 0..<size[0] {
            for position in 0..<spatial.reduce(1, *) {
                // Innermost axis first, as the grid names them.
                let point = (0..<axes).reversed().map { axis -> Double in
                    let (index, extent) = (position / strides[axis] % spatial[axis], spatial[axis])
                    if alignCorners { return extent == 1 ? 0 : -1 + 2 * Double(index) / Double(extent - 1) }
                    return (2 * Double(index) + 1) / Double(extent) - 1
                }
                for row in 0..<axes {
                    let start = (sample * axes + row) * (axes + 1)
                    var sum = Double(theta.values[start + axes])
                    for axis in 0..<axes { sum += Double(theta.values[start + axis]) * point[axis] }
                    values.append(Float(sum))
                }
            }
        }
        return [Tensor(shape: shape, floats: values)]
    }
}
