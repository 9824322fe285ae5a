/// Channels become blocks of pixels: (N, C, H, W) to (N, C / b^2, H * b, W * b).
package struct DepthToSpace: Operator {
    package static let name = "DepthToSpace"

    package enum Mode: String, Sendable, Codable, CaseIterable {
        /// Depth, column, row: the block's position is the outer part of a channel's number.
        case dcr = "DCR"
        /// Column, row, depth: it is the inner part.
        case crd = "CRD"
    }

    package var blocksize: Int
    package var mode: Mode

    package init(blocksize: Int, mode: Mode = .dcr) {
        self.blocksize = blocksize
        self.mode = mode
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1)(0).type
        guard x.shape.count == 4, (1...4096).contains(blocksize),
            x.shape[1].fixed.map({ $0 % (blocksize * blocksize) == 0 }) ?? true
        else { throw GraphError.invalid("an input of shape \(x.shape) for blocks of \(blocksize)") }
        let channels = x.shape[1].fixed.map { Dimension.fixed($0 / (blocksize * blocksize)) } ?? .unknown
        let scaled = x.shape[2...].map { extent -> Dimension in
            extent.fixed.map { .fixed($0 &* blocksize) } ?? .symbol("\(blocksize)*\(extent)")
        }
        return [TensorType(x.elementType, [x.shape[0], channels] + scaled)]
    }
}

extension DepthToSpace {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        guard x.shape.count == 4, (1...4096).contains(blocksize), x.shape[1] % (blocksize * blocksize) == 0 else {
            throw GraphError.invalid("an input of shape \(x.shape) for blocks of \(blocksize)")
        }
        let (b, depth) = (blocksize, x.shape[1] / (blocksize * blocksize))
        let strides = Positions.strides(x.shape)
        _ = try ShapeLimits.count([x.shape[0], depth, b, b, x.shape[2], x.shape[3]])
        // (n, c, h, i, w, j) in the order of the result.
        let channel = mode == .dcr ? (1, b * depth, depth) : (b * b, b, 1)
        let offsets = try Positions.offsets(
            positions: [x.shape[0], depth, x.shape[2], b, x.shape[3], b].map { Array(0..<$0) },
            strides: [
                strides[0], channel.0 * strides[1], strides[2], channel.1 * strides[1], strides[3],
                channel.2 * strides[1],
            ])
        return [try x.picking(offsets, shape: [x.shape[0], depth, x.shape[2] * b, x.shape[3] * b])]
    }
}
