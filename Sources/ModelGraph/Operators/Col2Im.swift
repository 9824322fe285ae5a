/// Sums columns of blocks back into images: inputs input (N, C * block, blocks), image_shape, block_shape.
package struct Col2Im: Operator {
    package static let name = "Col2Im"

    package var dilations: [Int]
    package var pads: [Int]
    package var strides: [Int]

    package init(dilations: [Int] = [], pads: [Int] = [], strides: [Int] = []) {
        self.dilations = dilations
        self.pads = pads
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "image_shape", "block_shape"], required: 3)
        let x = try inputs.float(0)
        guard x.shape.count == 3 else { throw GraphError.invalid("an input of shape \(x.shape)") }
        let axes = try inputs.length(1, "image_shape")
        let image = try inputs.integersIfConstant(1, "image_shape")?.map(Dimension.fixed)
        let block = try inputs.integersIfConstant(2, "block_shape")?.reduce(1) { $0 &* $1 }
        var channels = Dimension.unknown
        if let block, block > 0, let all = x.shape[1].fixed { channels = .fixed(all / block) }
        return [
            TensorType(
                x.elementType,
                [x.shape[0], channels] + (image ?? [Dimension](repeating: .unknown, count: axes)))
        ]
    }
}

extension Col2Im {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.floats(0, "input")
        let image = try arguments.integers(1, "image_shape"), block = try arguments.integers(2, "block_shape")
        guard x.shape.count == 3, image.count == block.count, (1...3).contains(image.count),
            block.allSatisfy({ $0 > 0 })
        else { throw GraphError.invalid("an input of shape \(x.shape), image \(image), block \(block)") }
        let geometry = try WindowGeometry(
            extents: image,
            window: SlidingWindow(
                kernelShape: block, strides: strides, pads: pads, dilations: dilations, autoPad: .notSet))
        let (taps, positions) = (geometry.kernelCount, geometry.outputCount)
        guard x.shape[1] % taps == 0, x.shape[2] == positions else {
            throw GraphError.invalid("an input of shape \(x.shape) for \(taps) taps and \(positions) blocks")
        }
        let channels = x.shape[1] / taps, plane = image.reduce(1, *)
        var result = try FloatTensor(zeros: [x.shape[0], channels] + image)
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        for index in x.values.indices {
            let position = index % positions, tap = index / positions % taps
            let (i, j, k) = geometry.position(tap: tap)
            let d = depth.start(position / (width.output * height.output)) + i * depth.dilation
            let h = height.start(position / width.output % height.output) + j * height.dilation
            let w = width.start(position % width.output) + k * width.dilation
            guard (0..<depth.input).contains(d), (0..<height.input).contains(h), (0..<width.input).contains(w) else {
                continue
            }
            let target = index / (positions * taps) * plane + (d * height.input + h) * width.input + w
            result.values[target] += x.values[index]
        }
        return [result.tensor]
    }
}
