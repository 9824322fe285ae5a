import FixedPoint
import ModelGraph

/// Weights and bias of one layer as integers, with their proof.
struct QuantizedLayer {
    /// In ONNX's layout.
    var weights: [Int16]
    var bias: [Int32]
    var format: LayerFormat

    /// The share of weights that are zero, 0...1.
    var zeros: Double { Double(weights.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }) / Double(max(weights.count, 1)) }

    /// Rounds to nearest even. Each output starts with the exponent that the analysis predicts and takes the next one
    /// until the exact proof holds.
    ///
    /// - Throws: `QuantizationError` if no exponent can make the proof hold.
    init(
        _ layer: LayerWeights, analysis: LayerAnalysis, choice: Int, input: DFPFormat, node: Node
    ) throws(QuantizationError) {
        let sum = analysis.choices[choice]
        let reduction = layer.reduction
        var weights = [Int16](repeating: 0, count: layer.weights.count)
        var bias: [Int32] = [], exponents: [Int] = []
        var (worst, largest) = (0, 0)
        var row = [Int16](repeating: 0, count: reduction)
        for output in 0..<layer.outputs {
            var exponent = analysis.weightExponent(output, choice: choice, inputExponent: input.exponent)
            while true {
                guard exponent <= 90 else {
                    throw QuantizationError(
                        .model, "no exponent keeps the accumulator of output \(output) within 32 bits", at: node)
                }
                let unit = Double(sign: .plus, exponent: -exponent, significand: 1)
                let biasUnit = Double(sign: .plus, exponent: -exponent - input.exponent, significand: 1)
                let scaledBias = (Double(layer.bias[output]) * biasUnit).rounded(.toNearestOrEven)
                if abs(scaledBias) <= 2_147_483_647 {
                    Self.round(layer, output, unit, into: &row)
                    // In the order of the chunks: whole filters, or taps first.
                    let ordered = sum.isWinograd ? LayerWeights.filters(row, taps: 9) : row
                    let worstCase = OverflowProof.worstCaseAccumulator(
                        weights: ordered, minimum: input.minimum, maximum: input.maximum, chunk: sum.chunk,
                        bias: Int32(scaledBias))
                    if OverflowProof.holds(worstCase), !sum.isWinograd || Self.suitWinograd(ordered, sum, input) {
                        worst = max(worst, worstCase)
                        bias.append(Int32(scaledBias))
                        break
                    }
                }
                exponent += 1
            }
            exponents.append(exponent)
            row.withUnsafeBufferPointer { row in
                weights.withUnsafeMutableBufferPointer { weights in
                    // In bounds: `index` covers exactly outputs * reduction elements.
                    for r in 0..<reduction {
                        weights[layer.index(output, r)] = row[r]
                        largest = max(largest, abs(Int(row[r])))
                    }
                }
            }
        }
        self.weights = weights
        self.bias = bias
        format = LayerFormat(
            weightExponents: exponents,
            weightBits: largest == 0 ? 1 : Int.bitWidth - largest.leadingZeroBitCount + 1, chunk: sum.chunk,
            channelBlock: sum.channelBlock, worstCaseAccumulator: worst)
    }

    private static func round(_ layer: LayerWeights, _ output: Int, _ unit: Double, into row: inout [Int16]) {
        layer.weights.withUnsafeBufferPointer { weights in
            row.withUnsafeMutableBufferPointer { row in
                for r in row.indices {
                    let scaled = (Double(weights[layer.index(output, r)]) * unit).rounded(.toNearestOrEven)
                    row[r] = Int16(max(-32767, min(32767, scaled)))
                }
            }
        }
    }

    private static func suitWinograd(_ filters: [Int16], _ sum: SumChoice, _ input: DFPFormat) -> Bool {
        filters.map { Int32($0) }.withUnsafeBufferPointer {
            WinogradSums.suit($0, chunk: sum.chunk, minimum: Int(input.minimum), maximum: Int(input.maximum))
        }
    }
}
