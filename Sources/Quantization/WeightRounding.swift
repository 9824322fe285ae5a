/// How the weights of a layer become integers.
package enum WeightRounding: String, Sendable, Hashable, CaseIterable {
    /// Each weight to the nearest mantissa.
    case nearest
    /// Weights and bias fitted to the float32 model's outputs on the calibration samples, each rounding making up for those
    /// before it.
    case fitted
}

/// One output's weights and bias as numbers of a format.
struct RoundedRow {
    /// Of the weights: `weight = mantissa * 2^exponent`.
    var exponent: Int
    /// In the order of the reduction.
    var weights: [Int16]
    /// A real number.
    var bias: Double
}

/// Gives the weights and the bias of one output of a layer as numbers of its format. Several threads may ask at once.
protocol RowRounding: Sendable {
    /// What to try first, the best first; `finest` is the finest exponent at which all weights fit ±limit.
    func candidates(_ output: Int, finest: Int, limit: Int) -> [RoundedRow]

    /// Within ±limit at this exponent.
    func row(_ output: Int, exponent: Int, limit: Int) -> RoundedRow
}

/// Each weight to the nearest mantissa, ties to even; those beyond the limits to the limits.
struct NearestRounding: RowRounding {
    let layer: LayerWeights
    /// Whether the largest weights may be cut where that makes the squared error smaller.
    var mayCut = false

    func candidates(_ output: Int, finest: Int, limit: Int) -> [RoundedRow] {
        let whole = row(output, exponent: finest, limit: limit)
        guard mayCut else { return [whole] }
        let cut = row(output, exponent: finest - 1, limit: limit)
        return squaredError(output, cut) < squaredError(output, whole) ? [cut, whole] : [whole]
    }

    func row(_ output: Int, exponent: Int, limit: Int) -> RoundedRow {
        let unit = Double(sign: .plus, exponent: -exponent, significand: 1)
        let limit = Double(limit)
        let weights = layer.weights.withUnsafeBufferPointer { weights in
            // In bounds: `index` covers exactly outputs * reduction elements.
            (0..<layer.reduction).map { r in
                let scaled = (Double(weights[layer.index(output, r)]) * unit).rounded(.toNearestOrEven)
                return Int16(max(-limit, min(limit, scaled)))
            }
        }
        return RoundedRow(exponent: exponent, weights: weights, bias: Double(layer.bias[output]))
    }

    private func squaredError(_ output: Int, _ row: RoundedRow) -> Double {
        let step = Double(sign: .plus, exponent: row.exponent, significand: 1)
        return row.weights.enumerated().reduce(0) { sum, element in
            let difference = Double(element.element) * step - Double(layer.weights[layer.index(output, element.offset)])
            return sum + difference * difference
        }
    }
}
