import ModelGraph

/// What each layer's bits are worth: how much noise the model's outputs get when one layer's weights, or the value it reads,
/// have fewer bits than all others.
package struct Sensitivity: Sendable {
    package struct Layer: Sendable {
        package var node: String
        /// Weights of the layer.
        package var count: Int
        /// Noise of the outputs for a signal of 1 by mantissa bits of the weights, and of the input.
        package var weights: [Int: Double]
        package var input: [Int: Double]
    }

    package var layers: [Layer]

    /// Widths that are measured; between them noise is interpolated, above them it falls by a factor of four for each bit.
    private static let measured = [4, 6, 8]

    /// Measures each layer by itself: what the outputs' noise is beyond that of the model without narrow layers.
    static func measured(
        _ prepared: PreparedModel, _ options: QuantizerOptions, _ judge: OutputNoise,
        _ progress: (Double) -> Void
    ) throws -> Sensitivity {
        let memo = LayerMemo()
        var plain = options.direct
        plain.rounding = .nearest
        func noise(_ options: QuantizerOptions) throws -> Double {
            try judge.noise(prepared.quantized(options, memo: memo).model)
        }
        let base = try noise(plain)
        var layers: [Layer] = []
        let trials = prepared.layers.count * 2 * measured.count
        var done = 0
        for (node, weights) in prepared.layers {
            var layer = Layer(node: node.name, count: weights.weights.count, weights: [:], input: [:])
            for bits in measured {
                for isInput in [false, true] {
                    progress(Double(done) / Double(trials))
                    done += 1
                    var trial = plain
                    trial.layerBits[node.name] = LayerBits(
                        weights: isInput ? plain.weightBits(node.name) : bits, input: isInput ? bits : nil)
                    // What is not above the rest of the noise is as small as can be told.
                    let added = max(try noise(trial) - base, base * 0.001)
                    if isInput { layer.input[bits] = added } else { layer.weights[bits] = added }
                }
            }
            layer.weights = filled(layer.weights)
            layer.input = filled(layer.input)
            layers.append(layer)
        }
        return Sensitivity(layers: layers)
    }

    /// All widths from those that were measured.
    static func filled(_ measured: [Int: Double]) -> [Int: Double] {
        var all: [Int: Double] = [:]
        for bits in QuantizerOptions.widths {
            let below = measured.keys.filter { $0 <= bits }.max(), above = measured.keys.filter { $0 >= bits }.min()
            switch (below.flatMap { measured[$0] }, above.flatMap { measured[$0] }) {
            case (let low?, let high?): all[bits] = (low * high).squareRoot()
            case (let low?, nil):
                // Rounding to half the step has a quarter of the energy.
                all[bits] = low * Double(sign: .plus, exponent: -2 * (bits - (below ?? bits)), significand: 1)
            case (nil, let high?):
                all[bits] = high * Double(sign: .plus, exponent: 2 * ((above ?? bits) - bits), significand: 1)
            case (nil, nil): break
            }
        }
        // More bits never cost.
        for bits in QuantizerOptions.widths.dropFirst() {
            all[bits] = min(all[bits] ?? .infinity, all[bits - 1] ?? .infinity)
        }
        return all
    }
}
