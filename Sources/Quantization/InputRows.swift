import ModelGraph
import Reference

/// The rows that a layer multiplies its weights with: one for each position of its output, its elements in the order of the
/// reduction (kernel height, kernel width, input channel of the group), as `LayerWeights` counts them.
struct InputRows {
    private enum Source {
        /// A convolution over NCHW with this many input channels.
        case windows(WindowGeometry, channels: Int)
        /// The rows of a matrix.
        case rows
    }

    let groups: Int
    let reduction: Int
    /// Outputs of one group.
    let outputs: Int
    /// Rows of a whole batch.
    let count: Int
    private let source: Source

    /// - Parameter shape: of the layer's input.
    /// - Returns: nil where the input does not fit the layer.
    init?(_ node: Node, _ weights: LayerWeights, input shape: [Int]) {
        reduction = weights.reduction
        switch (node.op, weights.arrangement) {
        case (let op as Conv, .convolution(let inputs, let taps)):
            guard shape.count >= 3, op.group >= 1, weights.outputs % op.group == 0, shape[1] == inputs * op.group,
                op.kernelShape.count == shape.count - 2, op.kernelShape.reduce(1, *) == taps,
                let window = try? SlidingWindow(
                    kernelShape: op.kernelShape, strides: op.strides, pads: op.pads, dilations: op.dilations,
                    autoPad: op.autoPad),
                let geometry = try? WindowGeometry(extents: Array(shape[2...]), window: window)
            else { return nil }
            groups = op.group
            source = .windows(geometry, channels: shape[1])
            count = shape[0] * geometry.outputCount
        case (is Gemm, _), (is MatMul, _):
            guard shape.last == weights.reduction else { return nil }
            groups = 1
            source = .rows
            count = shape.dropLast().reduce(1, *)
        default: return nil
        }
        outputs = weights.outputs / groups
    }

    /// Up to `limit` of the rows' numbers, spread evenly, ascending; other ones for another `seed`.
    func positions(limit: Int, seed: Int) -> [Int] {
        guard count > limit else { return Array(0..<count) }
        // Steps of the golden ratio fall into all gaps alike.
        let offset = Double(seed) * 0.618_033_988_749_895
        let shift = offset - offset.rounded(.down)
        return (0..<limit).map { min(count - 1, Int((Double($0) + shift) * Double(count) / Double(limit))) }
    }

    /// The rows at these positions, [group][position][element of the reduction].
    ///
    /// - Parameter wanted: the groups to give rows of; nil for all.
    func rows(of values: [Float], at positions: [Int], groups wanted: Range<Int>? = nil) -> [Float] {
        let wanted = wanted ?? 0..<groups
        var rows = [Float](repeating: 0, count: wanted.count * positions.count * reduction)
        guard case .windows(let geometry, let channels) = source else {
            for (index, position) in positions.enumerated() {
                rows.replaceSubrange(
                    index * reduction..<(index + 1) * reduction,
                    with: values[position * reduction..<(position + 1) * reduction])
            }
            return rows
        }
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let (plane, inputs) = (geometry.inputCount, channels / groups)
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeMutableBufferPointer { rows in
                // In bounds: taps are those inside the input, positions below `count`, and init checked the shape.
                for (index, position) in positions.enumerated() {
                    let (sample, output) = position.quotientAndRemainder(dividingBy: geometry.outputCount)
                    let (z, inPlane) = output.quotientAndRemainder(dividingBy: height.output * width.output)
                    let (y, x) = inPlane.quotientAndRemainder(dividingBy: width.output)
                    for kz in depth.taps(z) {
                        for ky in height.taps(y) {
                            for kx in width.taps(x) {
                                let tap = (kz * height.kernel + ky) * width.kernel + kx
                                let row = height.start(y) + ky * height.dilation
                                let at =
                                    ((depth.start(z) + kz * depth.dilation) * height.input + row) * width.input
                                    + width.start(x) + kx * width.dilation
                                for channel in wanted.lowerBound * inputs..<wanted.upperBound * inputs {
                                    let (group, own) = channel.quotientAndRemainder(dividingBy: inputs)
                                    let place = (group - wanted.lowerBound) * positions.count + index
                                    rows[place * reduction + tap * inputs + own] =
                                        values[(sample * channels + channel) * plane + at]
                                }
                            }
                        }
                    }
                }
            }
        }
        return rows
    }

    /// What a value of the output's shape holds at these positions, [group][position][output of the group].
    func outputs(of values: [Float], at positions: [Int]) -> [Float] {
        var result = [Float](repeating: 0, count: groups * positions.count * outputs)
        for (index, position) in positions.enumerated() {
            for group in 0..<groups {
                for output in 0..<outputs {
                    let channel = group * outputs + output
                    let at: Int
                    switch source {
                    case .windows(let geometry, _):
                        let (sample, place) = position.quotientAndRemainder(dividingBy: geometry.outputCount)
                        at = (sample * groups * outputs + channel) * geometry.outputCount + place
                    case .rows: at = position * outputs + output
                    }
                    result[(group * positions.count + index) * outputs + output] = values[at]
                }
            }
        }
        return result
    }

    /// The layer's products without bias, [group][position][output of the group].
    ///
    /// - Parameters:
    ///   - x: rows, [group][position][element of the reduction].
    ///   - matrix: the weights, [output][element of the reduction].
    func products(_ x: [Float], _ matrix: [Float], positions: Int) throws -> [Float] {
        var result = [Float](repeating: 0, count: groups * positions * outputs)
        try x.withUnsafeBufferPointer { x in
            try matrix.withUnsafeBufferPointer { matrix in
                try result.withUnsafeMutableBufferPointer { result in
                    // Memories of groups * positions rows of inputs and outputs, and groups * outputs rows of weights.
                    guard let x = x.baseAddress, let matrix = matrix.baseAddress, let result = result.baseAddress
                    else { return }
                    for group in 0..<groups {
                        try OpenBLASProduct().multiply(
                            MatrixView(
                                pointer: x + group * positions * reduction, stride: reduction, isTransposed: false),
                            MatrixView(
                                pointer: matrix + group * outputs * reduction, stride: reduction, isTransposed: true),
                            into: result + group * positions * outputs, resultStride: outputs, rows: positions,
                            columns: outputs, inner: reduction)
                    }
                }
            }
        }
        return result
    }
}
