import FixedPoint
import ModelGraph

/// GlobalAveragePool: exact sums, one float32 division.
extension GlobalAveragePool: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendMean(node, axes: Array(2..<max(2, try builder.shape(node.inputs[0]).count)))
    }
}

extension PlanBuilder {
    /// The mean over `axes` (not negative): over the pixels of images in INT16, anything else in float32.
    func appendMean(_ node: Node, axes: [Int]) throws {
        let shape = try shape(node.outputs[0])
        let input = try self.shape(node.inputs[0])
        if let format = outputFormat(node), isInt16(node, 0), input.count >= 3, Set(axes) == Set(2..<input.count) {
            let (value, inputFormat) = try int16(node, 0, layout: .channelsLast)
            // (N, C) or (N, C, 1, 1): the same in every order.
            let output = newValue(shape: shape, layout: .rowMajor, format: format)
            append(
                GlobalAverageStep(
                    input: value.buffer, samples: value.shape[0], pixels: value.spatial, channels: value.channels,
                    scale: try powerOfTwo(inputFormat.exponent - format.exponent), limits: try format.limits(),
                    output: output.buffer),
                reads: [value.buffer], writes: [output.buffer])
            try finish(node, output)
            return
        }
        let value = try operand(node, 0, layout: .rowMajor)
        let output = newValue(shape: shape, layout: .rowMajor, format: nil)
        append(
            MeanStep(
                input: value.buffer,
                scale: try value.format.map { format throws(InferenceError) in try powerOfTwo(format.exponent) },
                starts: Self.offsets(value.shape, axes: value.shape.indices.filter { !axes.contains($0) }),
                offsets: Self.offsets(value.shape, axes: axes), output: output.buffer),
            reads: [value.buffer], writes: [output.buffer])
        try finish(node, output)
    }

    /// Where the elements lie that differ in these axes only, in row-major order.
    private static func offsets(_ shape: [Int], axes: [Int]) -> [Int] {
        var offsets = [0]
        for axis in axes.sorted() {
            let stride = shape[(axis + 1)...].reduce(1, *)
            offsets = offsets.flatMap { offset in (0..<shape[axis]).map { offset + $0 * stride } }
        }
        return offsets
    }
}
