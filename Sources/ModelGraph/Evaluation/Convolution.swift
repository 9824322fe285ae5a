/// The arithmetic of Conv on one sample: a matrix product per group over unfolded windows (im2col), or a direct
/// sum where each output channel reads one input channel.
///
/// Lengths were checked by `Conv`: x holds N * inputChannels planes, w outputChannels * inputChannels / group
/// kernels, the result N * outputChannels planes.
struct Convolution {
    var geometry: WindowGeometry
    var group: Int
    var inputChannels: Int
    var outputChannels: Int
    var product: any MatrixProduct

    private var groupInputs: Int { inputChannels / group }
    private var groupOutputs: Int { outputChannels / group }

    /// Elements that the unfolded windows may take at a time.
    private static let columnLimit = 1 << 22

    /// Writes the planes of one sample.
    func run(sample: Int, x: [Float], w: [Float], into result: inout [Float]) throws {
        try x.withUnsafeBufferPointer { x in
            try w.withUnsafeBufferPointer { w in
                try result.withUnsafeMutableBufferPointer { result in
                    guard let x = x.baseAddress, let w = w.baseAddress, let result = result.baseAddress else {
                        return
                    }
                    let input = x + sample * inputChannels * geometry.inputCount
                    let output = result + sample * outputChannels * geometry.outputCount
                    if groupInputs == 1 {
                        direct(input, w, into: output)
                    } else {
                        try unfolded(input, w, into: output)
                    }
                }
            }
        }
    }

    /// Adds one number per output channel.
    func add(bias: [Float], to result: inout [Float]) {
        let plane = geometry.outputCount
        guard plane > 0 else { return }
        result.withUnsafeMutableBufferPointer { result in
            for row in 0..<result.count / plane {
                let added = bias[row % outputChannels]
                for i in row * plane..<(row + 1) * plane { result[i] += added }
            }
        }
    }

    /// Every output channel is the sum over the taps of one input channel; the output begins as zeros.
    private func direct(_ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>)
    {
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        for channel in 0..<outputChannels {
            let plane = x + channel / groupOutputs * geometry.inputCount
            let kernel = w + channel * geometry.kernelCount
            let result = output + channel * geometry.outputCount
            for tap in 0..<geometry.kernelCount {
                let weight = kernel[tap]
                let (i, j, k) = geometry.position(tap: tap)
                let columns = width.outputs(tap: k)
                for d in depth.outputs(tap: i) {
                    for h in height.outputs(tap: j) {
                        let row =
                            plane
                            + ((depth.start(d) + i * depth.dilation) * height.input
                                + height.start(h) + j * height.dilation) * width.input
                        let target = result + (d * height.output + h) * width.output
                        var source = width.start(columns.lowerBound) + k * width.dilation
                        for column in columns {
                            target[column] += weight * row[source]
                            source += width.stride
                        }
                    }
                }
            }
        }
    }

    /// `W (groupOutputs x K) * columns (K x positions)` for each group and as many rows of positions as fit the
    /// limit, K being groupInputs * kernelCount.
    private func unfolded(
        _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>
    ) throws {
        let inner = groupInputs * geometry.kernelCount
        let rowCount = geometry.depth.output * geometry.height.output
        let width = geometry.width.output
        let rowsAtOnce = max(1, min(rowCount, Self.columnLimit / max(1, inner * width)))
        _ = try ShapeLimits.count([inner, rowsAtOnce, width])
        var columns = [Float](repeating: 0, count: inner * rowsAtOnce * width)
        for g in 0..<group {
            let input = x + g * groupInputs * geometry.inputCount
            let weights = w + g * groupOutputs * inner
            let result = output + g * groupOutputs * geometry.outputCount
            for begin in stride(from: 0, to: rowCount, by: rowsAtOnce) {
                let rows = begin..<min(rowCount, begin + rowsAtOnce)
                try columns.withUnsafeMutableBufferPointer { buffer in
                    guard let columns = buffer.baseAddress else { return }
                    unfold(input, rows: rows, into: columns)
                    try product.multiply(
                        MatrixView(pointer: weights, stride: inner),
                        MatrixView(pointer: columns, stride: rows.count * width),
                        into: result + begin * width, resultStride: geometry.outputCount,
                        rows: groupOutputs, columns: rows.count * width, inner: inner)
                }
            }
        }
    }

    /// Writes, for each input channel of a group and each tap, what it reads at the output positions of `rows`
    /// (depth and height in one number); zeros in the padding.
    private func unfold(_ x: UnsafePointer<Float>, rows: Range<Int>, into columns: UnsafeMutablePointer<Float>) {
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        var target = columns
        for channel in 0..<groupInputs {
            let plane = x + channel * geometry.inputCount
            for tap in 0..<geometry.kernelCount {
                let (i, j, k) = geometry.position(tap: tap)
                let filled = width.outputs(tap: k)
                for row in rows {
                    let d = depth.start(row / height.output) + i * depth.dilation
                    let h = height.start(row % height.output) + j * height.dilation
                    if (0..<depth.input).contains(d) && (0..<height.input).contains(h) {
                        for column in 0..<filled.lowerBound { target[column] = 0 }
                        for column in filled.upperBound..<width.output { target[column] = 0 }
                        let source = plane + (d * height.input + h) * width.input
                        var position = width.start(filled.lowerBound) + k * width.dilation
                        for column in filled {
                            target[column] = source[position]
                            position += width.stride
                        }
                    } else {
                        for column in 0..<width.output { target[column] = 0 }
                    }
                    target += width.output
                }
            }
        }
    }
}

extension WindowGeometry {
    /// A tap's place in the kernel, its number counting row-major.
    func position(tap: Int) -> (depth: Int, height: Int, width: Int) {
        let column = tap % width.kernel
        let rest = tap / width.kernel
        return (rest / height.kernel, rest % height.kernel, column)
    }
}
