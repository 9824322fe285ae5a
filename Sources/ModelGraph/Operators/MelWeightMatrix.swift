import PortableMath

/// The matrix that turns a spectrum into mel bins: inputs num_mel_bins, dft_length, sample_rate, lower_edge_hertz,
/// upper_edge_hertz, all scalars.
package struct MelWeightMatrix: Operator {
    package static let name = "MelWeightMatrix"

    package var outputType: ElementType

    package init(outputType: ElementType = .float32) {
        self.outputType = outputType
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(
            inputs, names: ["num_mel_bins", "dft_length", "sample_rate", "lower_edge_hertz", "upper_edge_hertz"],
            required: 5)
        guard let bins = try inputs.integersIfConstant(0, "num_mel_bins")?.first,
            let length = try inputs.integersIfConstant(1, "dft_length")?.first
        else { return [TensorType(outputType, [.unknown, .unknown])] }
        _ = try ShapeLimits.count([max(0, length), max(0, bins)])
        return [TensorType(outputType, [.fixed(max(0, length) / 2 + 1), .fixed(max(0, bins))])]
    }
}

extension MelWeightMatrix {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        guard let bins = try arguments.integers(0, "num_mel_bins").first,
            let length = try arguments.integers(1, "dft_length").first,
            let rate = try arguments.integers(2, "sample_rate").first,
            let low = try arguments.optionalNumber(3, "lower_edge_hertz"),
            let high = try arguments.optionalNumber(4, "upper_edge_hertz"), bins >= 0, length >= 0, rate > 0,
            low >= 0, high >= low
        else { throw GraphError.invalid("sizes, rate or edges that are no such numbers") }
        let rows = length / 2 + 1
        _ = try ShapeLimits.count([rows, bins])
        let ln10 = PortableMath.log(10)
        let mel = { (hertz: Double) in 2595 * PortableMath.log1p(hertz / 700) / ln10 }
        let step = (mel(high) - mel(low)) / Double(bins + 2)
        // Edges of the triangles as positions in the spectrum.
        let edges = try (0..<bins + 2).map { bin -> Int in
            let hertz = 700 * PortableMath.expm1((Double(bin) * step + mel(low)) / 2595 * ln10)
            let place = (Double(length + 1) * hertz / Double(rate)).rounded(.down)
            guard place < Double(rows) else {
                throw GraphError.invalid("upper_edge_hertz is above half of sample_rate")
            }
            return Int(place)
        }
        var values = [Double](repeating: 0, count: rows * bins)
        for bin in 0..<bins {
            let (left, center, right) = (edges[bin], edges[bin + 1], edges[bin + 2])
            if left == center { values[center * bins + bin] = 1 }
            for j in left..<center { values[j * bins + bin] = Double(j - left) / Double(center - left) }
            if left < center { values[center * bins + bin] = 1 }
            for j in center..<right { values[j * bins + bin] = Double(right - j) / Double(right - center) }
        }
        return [Tensor(shape: [rows, bins], values).converted(to: outputType)]
    }
}
