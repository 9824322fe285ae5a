/// Samples X where a grid of positions in -1...1 points: inputs X (N, C, spatial ...), grid (N, spatial ..., axes).
package struct GridSample: Operator {
    package static let name = "GridSample"

    package enum Mode: String, Sendable, Codable, CaseIterable {
        case nearest, linear, cubic
    }

    package enum PaddingMode: String, Sendable, Codable, CaseIterable {
        case zeros, border, reflection
    }

    package var alignCorners: Bool
    package var mode: Mode
    package var paddingMode: PaddingMode

    package init(alignCorners: Bool = false, mode: Mode = .linear, paddingMode: PaddingMode = .zeros) {
        self.alignCorners = alignCorners
        self.mode = mode
        self.paddingMode = paddingMode
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "grid"], required: 2)
        let x = try inputs.float(0)
        let grid = try inputs.float(1)
        guard x.shape.count >= 3, grid.shape.count == x.shape.count,
            grid.shape[grid.shape.count - 1].fixed ?? (x.shape.count - 2) == x.shape.count - 2
        else { throw GraphError.invalid("X of shape \(x.shape) and a grid of shape \(grid.shape)") }
        return [TensorType(x.elementType, x.shape.prefix(2) + grid.shape.dropFirst().dropLast())]
    }
}

extension GridSample {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, grid) = (try arguments.floats(0, "X"), try arguments.floats(1, "grid"))
        let axes = x.shape.count - 2
        guard axes >= 1, grid.shape.count == x.shape.count, grid.shape.last == axes, grid.shape[0] == x.shape[0],
            x.shape[2...].allSatisfy({ $0 > 0 })
        else { throw GraphError.invalid("X of shape \(x.shape) and a grid of shape \(grid.shape)") }
        let spatial = Array(x.shape[2...])
        let outputs = Array(grid.shape.dropFirst().dropLast())
        var result = try FloatTensor(zeros: x.shape.prefix(2) + outputs)
        let (plane, positions) = (spatial.reduce(1, *), outputs.reduce(1, *))
        let sampling = Sampling(
            method: mode == .nearest ? .nearest : mode == .linear ? .linear : .cubic,
            padding: paddingMode == .zeros ? .zeros : paddingMode == .border ? .border : .reflection,
            alignCorners: alignCorners)
        x.values.withUnsafeBufferPointer { values in
            for sample in 0..<x.shape[0] {
                for position in 0..<positions {
                    let start = (sample * positions + position) * axes
                    // The grid names the innermost axis first.
                    let place = (0..<axes).map { axis in
                        coordinate(Double(grid.values[start + axes - 1 - axis]), extent: spatial[axis])
                    }
                    for channel in 0..<x.shape[1] {
                        let block = sample * x.shape[1] + channel
                        result.values[block * positions + position] = Float(
                            sampling.value(values, start: block * plane, shape: spatial, at: place))
                    }
                }
            }
        }
        return [result.tensor]
    }

    /// A position in -1...1 in elements, after what the padding makes of positions outside.
    private func coordinate(_ x: Double, extent: Int) -> Double {
        let last = Double(extent - 1)
        var place = alignCorners ? (x + 1) / 2 * last : ((x + 1) * Double(extent) - 1) / 2
        if mode == .cubic { return place }
        switch paddingMode {
        case .zeros: break
        case .border: place = min(max(place, 0), last)
        case .reflection:
            let isOutside = alignCorners ? place < 0 || place > last : place < -0.5 || place > last + 0.5
            if isOutside {
                place = Sampling.reflected(place, alignCorners ? 0 : -0.5, alignCorners ? last : last + 0.5)
            }
        }
        return place
    }
}
