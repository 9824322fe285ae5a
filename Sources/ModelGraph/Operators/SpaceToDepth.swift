/// Blocks of pixels become channels: (N, C, H, W) to (N, C * b^2, H / b, W / b).
package struct SpaceToDepth: Operator {
    package static let name = "SpaceToDepth"

    package var blocksize: Int

    package init(blocksize: Int) {
        self.blocksize = blocksize
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1)(0).type
        guard x.shape.count == 4, (1...4096).contains(blocksize),
            x.shape[2...].allSatisfy({ $0.fixed.map { $0 % blocksize == 0 } ?? true })
        else { throw GraphError.invalid("an input of shape \(x.shape) for blocks of \(blocksize)") }
        let channels = x.shape[1].fixed.map { Dimension.fixed($0 &* (blocksize * blocksize)) } ?? .unknown
        let scaled = x.shape[2...].map { extent -> Dimension in
            extent.fixed.map { .fixed($0 / blocksize) } ?? .symbol("\(extent)/\(blocksize)")
        }
        return [TensorType(x.elementType, [x.shape[0], channels] + scaled)]
    }
}

extension SpaceToDepth {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        guard x.shape.count == 4, (1...4096).contains(blocksize), x.shape[2] % blocksize == 0,
            x.shape[3] % blocksize == 0
        else { throw GraphError.invalid("an input of shape \(x.shape) for blocks of \(blocksize)") }
        let b = blocksize
        let (height, width) = (x.shape[2] / b, x.shape[3] / b)
        let strides = Positions.strides(x.shape)
        _ = try ShapeLimits.count([x.shape[0], b, b, x.shape[1], height, width])
        // (n, i, j, c, h, w) in the order of the result.
        let offsets = try Positions.offsets(
            positions: [x.shape[0], b, b, x.shape[1], height, width].map { Array(0..<$0) },
            strides: [strides[0], strides[2], strides[3], strides[1], b * strides[2], b * strides[3]])
        return [try x.picking(offsets, shape: [x.shape[0], x.shape[1] * b * b, height, width])]
    }
}
