/// Where the windows of a convolution or a pool lie: ONNX's output extents and paddings.
///
/// There are always three axes (depth, height, width); those that the operator does not have are of extent 1.
package struct WindowGeometry: Sendable {
    /// Spatial axes of the operator: 1, 2 or 3.
    package let rank: Int
    package private(set) var axes = [WindowAxis(), WindowAxis(), WindowAxis()]

    package var depth: WindowAxis { axes[0] }
    package var height: WindowAxis { axes[1] }
    package var width: WindowAxis { axes[2] }
    /// The spatial extents of the output, `rank` of them.
    package var outputExtents: [Int] { axes.suffix(rank).map(\.output) }
    package var outputCount: Int { axes.map(\.output).reduce(1, *) }
    package var inputCount: Int { axes.map(\.input).reduce(1, *) }
    package var kernelCount: Int { axes.map(\.kernel).reduce(1, *) }

    /// - Parameters:
    ///   - extents: spatial extents of the input.
    ///   - window: the operator's attributes.
    package init(extents: [Int], window: SlidingWindow) throws {
        rank = extents.count
        guard (1...3).contains(rank) else {
            throw GraphError.unsupported("\(rank) spatial axes; expected 1, 2 or 3")
        }
        let outputs = try window.outputExtents(extents.map { .fixed($0) }).compactMap(\.fixed)
        for axis in 0..<rank {
            var result = WindowAxis(
                input: extents[axis], output: outputs[axis], kernel: window.kernelShape[axis],
                stride: window.strides[axis], dilation: window.dilations[axis])
            switch window.autoPad {
            case .notSet:
                result.padBegin = window.pads[axis]
                result.padEnd = window.pads[rank + axis]
            case .sameUpper, .sameLower:
                let reach = (result.kernel - 1) * result.dilation + 1
                let total = max(0, (result.output - 1) * result.stride + reach - result.input)
                result.padBegin = window.autoPad == .sameUpper ? total / 2 : total - total / 2
                result.padEnd = total - result.padBegin
            case .valid:
                break
            }
            axes[3 - rank + axis] = result
        }
        // So that the products of them are numbers that an index can have.
        for part in [\WindowAxis.input, \.output, \.kernel] {
            _ = try ShapeLimits.count(axes.map { $0[keyPath: part] })
        }
    }
}
