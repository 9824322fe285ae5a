/// Convolution whose taps are moved by offsets (Dai et al., 2017): inputs X (N, C, H, W), W, offset, optional B, mask.
package struct DeformConv: Operator {
    package static let name = "DeformConv"

    package var dilations: [Int]
    package var group: Int
    package var kernelShape: [Int]
    package var offsetGroup: Int
    package var pads: [Int]
    package var strides: [Int]

    package init(
        dilations: [Int] = [], group: Int = 1, kernelShape: [Int] = [], offsetGroup: Int = 1, pads: [Int] = [],
        strides: [Int] = []
    ) {
        self.dilations = dilations
        self.group = group
        self.kernelShape = kernelShape
        self.offsetGroup = offsetGroup
        self.pads = pads
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "W", "offset", "B", "mask"], required: 3)
        let (x, w) = (try inputs.float(0), try inputs.float(1))
        guard x.shape.count == 4, let weights = w.fixedShape, weights.count == 4 else {
            throw GraphError.invalid("X of shape \(x.shape), W of shape \(w.shape); expected four axes each")
        }
        guard weights.allSatisfy({ $0 >= 1 }), (1...weights[0]).contains(group),
            (1...max(1, weights[1] * group)).contains(offsetGroup)
        else { throw GraphError.invalid("W of shape \(weights) in \(group) groups, \(offsetGroup) of offsets") }
        let window = try SlidingWindow(
            kernelShape: Array(weights[2...]), strides: strides, pads: pads, dilations: dilations, autoPad: .notSet)
        let extents = try window.outputExtents(Array(x.shape[2...]))
        return [TensorType(x.elementType, [x.shape[0], .fixed(weights[0])] + extents)]
    }
}

extension DeformConv {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, w) = (try arguments.floats(0, "X"), try arguments.floats(1, "W"))
        let offset = try arguments.floats(2, "offset")
        guard x.shape.count == 4, w.shape.count == 4, w.shape.allSatisfy({ $0 >= 1 }),
            (1...w.shape[0]).contains(group), x.shape[1] == w.shape[1] * group, (1...x.shape[1]).contains(offsetGroup),
            w.shape[0] % group == 0, x.shape[1] % offsetGroup == 0, x.shape[2] > 0, x.shape[3] > 0
        else { throw GraphError.invalid("X of shape \(x.shape), W of shape \(w.shape) in \(group) groups") }
        let window = try SlidingWindow(
            kernelShape: Array(w.shape[2...]), strides: strides, pads: pads, dilations: dilations, autoPad: .notSet)
        let geometry = try WindowGeometry(extents: Array(x.shape[2...]), window: window)
        let (rows, columns) = (geometry.height, geometry.width)
        let (taps, positions) = (geometry.kernelCount, geometry.outputCount)
        let mask = try arguments.optionalFloats(4, "mask"), bias = try arguments.optionalFloats(3, "B")
        let spatial = [rows.output, columns.output]
        guard offset.shape == [x.shape[0], offsetGroup * taps * 2] + spatial,
            mask == nil || mask?.shape == [x.shape[0], offsetGroup * taps] + spatial,
            bias == nil || bias?.shape == [w.shape[0]]
        else { throw GraphError.invalid("an offset of shape \(offset.shape) for \(taps) taps and outputs \(spatial)") }
        let sampling = Sampling(method: .linear, padding: .zeros, alignCorners: true)
        let perOffset = x.shape[1] / offsetGroup, plane = x.shape[2] * x.shape[3]
        var result = try FloatTensor(zeros: [x.shape[0], w.shape[0]] + spatial)
        x.values.withUnsafeBufferPointer { values in
            for sample in 0..<x.shape[0] {
                for position in 0..<positions {
                    let (oh, ow) = (position / columns.output, position % columns.output)
                    // What every channel has at every tap.
                    var samples = [Double](repeating: 0, count: x.shape[1] * taps)
                    for channel in 0..<x.shape[1] {
                        let g = channel / perOffset
                        for tap in 0..<taps {
                            let (i, j) = (tap / columns.kernel, tap % columns.kernel)
                            let base = ((sample * offsetGroup + g) * taps + tap) * 2 * positions + position
                            let y = Double(rows.start(oh) + i * rows.dilation) + Double(offset.values[base])
                            let z =
                                Double(columns.start(ow) + j * columns.dilation)
                                + Double(offset.values[base + positions])
                            let weight = mask.map {
                                Double($0.values[((sample * offsetGroup + g) * taps + tap) * positions + position])
                            }
                            let block = (sample * x.shape[1] + channel) * plane
                            samples[channel * taps + tap] =
                                sampling.value(values, start: block, shape: [x.shape[2], x.shape[3]], at: [y, z])
                                * (weight ?? 1)
                        }
                    }
                    for output in 0..<w.shape[0] {
                        let first = output / (w.shape[0] / group) * w.shape[1] * taps
                        var sum = Double(bias?.values[output] ?? 0)
                        for k in 0..<w.shape[1] * taps {
                            sum += Double(w.values[output * w.shape[1] * taps + k]) * samples[first + k]
                        }
                        result.values[(sample * w.shape[0] + output) * positions + position] = Float(sum)
                    }
                }
            }
        }
        return [result.tensor]
    }
}
