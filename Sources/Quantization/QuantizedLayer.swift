import FixedPoint
import Inference
import ModelGraph

/// Weights and bias of one layer as integers, with their proof.
struct QuantizedLayer {
    /// In ONNX's layout.
    var weights: [Int16]
    var bias: [Int32]
    var format: LayerFormat

    /// The share of weights that are zero, 0...1.
    var zeros: Double { Double(weights.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }) / Double(max(weights.count, 1)) }

    /// Each output takes the first of the rounding's candidates for which the exact proof holds, else the next coarser
    /// exponents until it does.
    ///
    /// - Throws: `QuantizationError` if no exponent can make the proof hold.
    init(
        _ layer: LayerWeights, analysis: LayerAnalysis, choice: Int, input: DFPFormat, node: Node,
        rounding: any RowRounding, pool: WorkerPool
    ) throws(QuantizationError) {
        let sum = analysis.choices[choice]
        let limit = analysis.weightLimit
        let rows = pool.map(tasks: layer.outputs) { output -> ProvenRow? in
            let finest = analysis.weightExponent(output, choice: choice, inputExponent: input.exponent)
            for row in rounding.candidates(output, finest: finest, limit: limit) {
                if let proven = ProvenRow(row, sum, input) { return proven }
            }
            // Coarser than this no weight is left.
            for exponent in finest + 1...max(finest + 1, 90) {
                let row = rounding.row(output, exponent: exponent, limit: limit)
                if let proven = ProvenRow(row, sum, input) { return proven }
            }
            return nil
        }
        var weights = [Int16](repeating: 0, count: layer.weights.count)
        var bias: [Int32] = []
        var exponents: [Int] = []
        var (worst, largest) = (0, 0)
        for (output, row) in rows.enumerated() {
            guard let row else {
                throw QuantizationError(
                    .model, "no exponent keeps the accumulator of output \(output) within 32 bits", at: node)
            }
            worst = max(worst, row.worstCase)
            bias.append(row.bias)
            exponents.append(row.exponent)
            row.weights.withUnsafeBufferPointer { row in
                weights.withUnsafeMutableBufferPointer { weights in
                    // In bounds: `index` covers exactly outputs * reduction elements.
                    for r in 0..<layer.reduction {
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
}

/// One output of a layer whose accumulators cannot overflow.
private struct ProvenRow: Sendable {
    let exponent: Int
    let weights: [Int16]
    let bias: Int32
    let worstCase: Int

    /// - Returns: nil if an accumulator could overflow.
    init?(_ row: RoundedRow, _ sum: SumChoice, _ input: DFPFormat) {
        let unit = Double(sign: .plus, exponent: -row.exponent - input.exponent, significand: 1)
        let scaled = (row.bias * unit).rounded(.toNearestOrEven)
        guard abs(scaled) <= 2_147_483_647 else { return nil }
        // In the order of the chunks: whole filters, or taps first.
        let ordered = sum.isWinograd ? LayerWeights.filters(row.weights, taps: 9) : row.weights
        let worst = OverflowProof.worstCaseAccumulator(
            weights: ordered, minimum: input.minimum, maximum: input.maximum, chunk: sum.chunk, bias: Int32(scaled))
        guard OverflowProof.holds(worst), !sum.isWinograd || Self.suitWinograd(ordered, sum, input) else { return nil }
        (exponent, weights, bias, worstCase) = (row.exponent, row.weights, Int32(scaled), worst)
    }

    private static func suitWinograd(_ filters: [Int16], _ sum: SumChoice, _ input: DFPFormat) -> Bool {
        filters.map { Int32($0) }.withUnsafeBufferPointer {
            WinogradSums.suit($0, chunk: sum.chunk, minimum: Int(input.minimum), maximum: Int(input.maximum))
        }
    }
}
