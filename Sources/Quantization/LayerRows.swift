import ModelGraph

/// The rows that a layer multiplies its weights with: im2col rows of a Conv, rows of the input of Gemm and MatMul, in
/// the order of `LayerWeights`' reduction (kernel height, kernel width, input channel of the group).
struct LayerRows {
    /// Groups of a Conv, each with rows of its own.
    let groups: Int
    /// Elements of a row.
    let length: Int
    /// nil for Gemm and MatMul.
    private let convolution: (op: Conv, kernel: [Int])?

    init(_ node: Node, _ weights: LayerWeights, weightShape: [Int]) {
        length = weights.reduction
        if let op = node.op as? Conv {
            groups = max(1, op.group)
            convolution = (op, Array(weightShape.dropFirst(2)))
        } else {
            groups = 1
            convolution = nil
        }
    }

    /// How many rows there are for an input: output positions of all samples of a batch.
    ///
    /// - Throws: `GraphError` if the input does not fit the layer.
    func count(of input: Tensor) throws -> Int {
        guard let geometry = try geometry(input) else { return input.count / max(1, length) }
        return input.shape[0] * geometry.outputCount
    }

    /// Where the windows of a Conv lie; nil for Gemm and MatMul.
    private func geometry(_ input: Tensor) throws -> WindowGeometry? {
        guard let (op, kernel) = convolution else { return nil }
        guard input.shape.count == kernel.count + 2 else {
            throw GraphError.invalid("an input of shape \(input.shape) for a kernel of \(kernel)")
        }
        let window = try SlidingWindow(
            kernelShape: kernel, strides: op.strides, pads: op.pads, dilations: op.dilations, autoPad: op.autoPad)
        return try WindowGeometry(extents: Array(input.shape.dropFirst(2)), window: window)
    }

    /// Rows at positions that are spread evenly over all samples of a batch.
    ///
    /// - Parameters:
    ///   - input: the layer's input: (N, C, spatial ...) of a Conv, (..., K) of Gemm and MatMul.
    ///   - limit: rows at most.
    ///   - phase: which of the positions that are equally far apart; another one for each sample sees more of them.
    ///   - endingInOne: each row is followed by a 1, which a bias is the weight of.
    /// - Throws: `GraphError` if the input does not fit the layer.
    func rows(of input: Tensor, group: Int, limit: Int, phase: Int, endingInOne: Bool) throws -> [Double] {
        guard let values = input.floats else { throw GraphError.invalid("an input that is no tensor of F32") }
        guard let geometry = try geometry(input) else {
            guard length > 0, input.shape.last == length else {
                throw GraphError.invalid("an input of shape \(input.shape) for rows of \(length) elements")
            }
            return gathered(values.count / length, limit, phase, endingInOne) { position, append in
                for element in values[position * length..<(position + 1) * length] { append(element) }
            }
        }
        let channels = length / max(1, geometry.kernelCount)
        guard input.shape[1] == channels * groups else {
            throw GraphError.invalid("an input of shape \(input.shape) for \(channels) channels in \(groups) groups")
        }
        let (plane, outputs) = (geometry.inputCount, geometry.outputCount)
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        return gathered(input.shape[0] * outputs, limit, phase, endingInOne) { position, append in
            let (sample, output) = position.quotientAndRemainder(dividingBy: outputs)
            let first = (sample * groups + group) * channels * plane
            let d0 = depth.start(output / (width.output * height.output))
            let h0 = height.start(output / width.output % height.output)
            let w0 = width.start(output % width.output)
            for i in 0..<depth.kernel {
                let d = d0 + i * depth.dilation
                for j in 0..<height.kernel {
                    let h = h0 + j * height.dilation
                    for l in 0..<width.kernel {
                        let w = w0 + l * width.dilation
                        let isInside =
                            (0..<depth.input).contains(d) && (0..<height.input).contains(h)
                            && (0..<width.input).contains(w)
                        let pixel = (d * height.input + h) * width.input + w
                        for channel in 0..<channels { append(isInside ? values[first + channel * plane + pixel] : 0) }
                    }
                }
            }
        }
    }

    /// At most `limit` of `count` rows, each of whose elements `row` appends.
    @inline(__always)
    private func gathered(
        _ count: Int, _ limit: Int, _ phase: Int, _ endingInOne: Bool,
        _ row: (_ position: Int, _ append: (Float) -> Void) -> Void
    ) -> [Double] {
        let step = (count - 1) / max(1, limit) + 1
        var result: [Double] = []
        result.reserveCapacity(min(count, limit) * (length + 1))
        for position in stride(from: phase % step, to: count, by: step) {
            row(position) { result.append(Double($0)) }
            if endingInOne { result.append(1) }
        }
        return result
    }
}
