import Reference

/// Rounds a layer's weights so that its outputs, not its weights, are close to the float32 model's.
///
/// The weights are first fitted to what the integer engine feeds the layer (least squares against the float32 model's
/// outputs, held to the given weights by a ridge), then rounded one after the other, each at the place where the error of
/// those before it is made up for. What nearest rounding loses at 8 bits and below is mostly won back, as by AdaRound (Nagel et
/// al., "Up or Down? Adaptive Rounding for Post-Training Quantization", ICML 2020), but in closed form: the rounding is
/// Babai's nearest plane on the Cholesky factor of the inputs' second moments, which is the order of computation of GPTQ
/// (Frantar et al., ICLR 2023). A row whose fit is worse than nearest rounding on the samples held out is rounded to nearest.
struct FittedRounding: RowRounding {
    /// What one group's rows have in common.
    private struct Group {
        /// The elements of the reduction, those with the least energy first.
        var order: [Int]
        /// Of the second moments in this order: L of `L L^T`, row-major.
        var factor: [Double]
        /// Means of the input, in the order of the reduction.
        var means: [Double]
    }

    private let nearest: NearestRounding
    private let statistics: LayerStatistics
    /// Of samples that the fit has not seen; without any the fit is trusted.
    private let heldOut: LayerStatistics?
    private var groups: [Group] = []
    /// [output][reduction], in the group's order: the weights to round.
    private var fitted: [Double]

    /// How strongly the fit is held to the given weights, in mean squares of an input element.
    private static let ridge = 0.01
    /// And how many of the rows seen count against it for each element of the reduction: few rows determine little.
    private static let prior = 10.0

    /// - Returns: nil if the inputs' second moments cannot be factored: where all inputs are zero.
    init?(_ layer: LayerWeights, _ statistics: LayerStatistics, heldOut: LayerStatistics?) {
        guard statistics.count > 1 else { return nil }
        self.statistics = statistics
        self.heldOut = heldOut.flatMap { $0.count > 0 ? $0 : nil }
        nearest = NearestRounding(layer: layer, mayCut: true)
        let (reduction, outputs) = (statistics.reduction, statistics.outputs)
        let n = Double(statistics.count)
        fitted = [Double](repeating: 0, count: layer.outputs * reduction)
        for group in 0..<statistics.groups {
            let base = group * reduction * reduction
            let means = (0..<reduction).map { statistics.inputSums[group * reduction + $0] / n }
            func moment(_ r: Int, _ s: Int) -> Double {
                statistics.inputProducts[base + r * reduction + s] / n - means[r] * means[s]
            }
            let variances = (0..<reduction).map { max(0, moment($0, $0)) }
            let mean = variances.reduce(0, +) / Double(reduction)
            guard mean > 0 else { return nil }
            // An element that never varies tells nothing about its weight.
            let damping = mean * (Self.ridge + Self.prior * Double(reduction) / n)
            let order = (0..<reduction).sorted { (variances[$0], $1) < (variances[$1], $0) }
            var matrix = [Double](repeating: 0, count: reduction * reduction)
            for (row, r) in order.enumerated() {
                for (column, s) in order[...row].enumerated() { matrix[row * reduction + column] = moment(r, s) }
                matrix[row * reduction + row] += damping
            }
            guard let system = DenseSystem(matrix, size: reduction) else { return nil }
            groups.append(Group(order: order, factor: system.factor, means: means))
            var rows = [Double](repeating: 0, count: outputs * reduction)
            for own in 0..<outputs {
                let output = group * outputs + own
                let target = statistics.targetSums[output] / n
                for (index, r) in order.enumerated() {
                    rows[own * reduction + index] =
                        statistics.crossProducts[output * reduction + r] / n - target * means[r]
                        + damping * Double(layer.weights[layer.index(output, r)])
                }
            }
            system.solve(&rows)
            fitted.replaceSubrange(group * outputs * reduction..<(group + 1) * outputs * reduction, with: rows)
        }
    }

    func candidates(_ output: Int, finest: Int, limit: Int) -> [RoundedRow] {
        // Fitted weights may be larger than the given ones; a finer step may be worth cutting some.
        let fits = (finest - 1...finest + 1).map { fit(output, exponent: $0, limit: limit) }
        let judges = [statistics] + [heldOut].compactMap { $0 }
        let all = fits + nearest.candidates(output, finest: finest, limit: limit).map { corrected($0, output) }
        let errors = all.map { row in judges.reduce(0) { $0 + error(output, row, in: $1) } }
        return all.indices.sorted { (errors[$0], $0) < (errors[$1], $1) }.map { all[$0] }
    }

    func row(_ output: Int, exponent: Int, limit: Int) -> RoundedRow {
        corrected(nearest.row(output, exponent: exponent, limit: limit), output)
    }

    private func error(_ output: Int, _ row: RoundedRow, in statistics: LayerStatistics) -> Double {
        statistics.error(output, weights: Self.real(row), bias: row.bias - Double(nearest.layer.bias[output]))
    }

    private static func real(_ row: RoundedRow) -> [Double] {
        let step = Double(sign: .plus, exponent: row.exponent, significand: 1)
        return row.weights.map { Double($0) * step }
    }

    /// With the bias at which the mean of the output is the float32 model's.
    private func corrected(_ row: RoundedRow, _ output: Int) -> RoundedRow {
        let means = groups[output / statistics.outputs].means
        var row = row
        let product = zip(Self.real(row), means).reduce(0) { $0 + $1.0 * $1.1 }
        row.bias =
            Double(nearest.layer.bias[output]) + statistics.targetSums[output] / Double(statistics.count) - product
        return row
    }

    /// Babai's nearest plane: from the element with the most energy to that with the least.
    private func fit(_ output: Int, exponent: Int, limit: Int) -> RoundedRow {
        let group = groups[output / statistics.outputs]
        let reduction = statistics.reduction
        let step = Double(sign: .plus, exponent: exponent, significand: 1)
        let unit = Double(sign: .plus, exponent: -exponent, significand: 1)
        let limit = Double(limit)
        var weights = [Int16](repeating: 0, count: reduction)
        // What the errors so far ask of each element, times its factor's diagonal.
        var owed = [Double](repeating: 0, count: reduction)
        owed.withUnsafeMutableBufferPointer { owed in
            group.factor.withUnsafeBufferPointer { factor in
                // In bounds: rows and columns are below `reduction`, the factor's size.
                for index in (0..<reduction).reversed() {
                    let wanted = fitted[output * reduction + index]
                    let aim = wanted + owed[index] / factor[index * reduction + index]
                    // What pruning set to zero stays zero; the others make up for it.
                    let isGiven = nearest.layer.weights[nearest.layer.index(output, group.order[index])] != 0
                    let mantissa = isGiven ? max(-limit, min(limit, (aim * unit).rounded(.toNearestOrEven))) : 0
                    weights[group.order[index]] = Int16(mantissa)
                    let error = wanted - mantissa * step
                    for column in 0..<index { owed[column] += error * factor[index * reduction + column] }
                }
            }
        }
        return corrected(RoundedRow(exponent: exponent, weights: weights, bias: 0), output)
    }
}
