import FixedPoint
import Kernels
import ModelGraph

/// Attention with INT16 factors; scores and Softmax in float32, a tile of rows at a time.
extension ScaledDotProductAttention: PlannedOperator {
    /// Probabilities have 15 bits: 1 is 32767 of 32768.
    static let probabilityExponent = -15

    func plan(_ node: Node, builder: PlanBuilder) throws {
        let names = node.inputs.prefix(3)
        guard names.count == 3, (0..<3).allSatisfy({ builder.isInt16(node, $0) && !builder.isConstant(node, $0) })
        else {
            return try builder.appendPortable(node)
        }
        let q = try builder.int16(node, 0, layout: .rowMajor), k = try builder.int16(node, 1, layout: .rowMajor)
        let v = try builder.int16(node, 2, layout: .rowMajor)
        let shape = try builder.shape(node.outputs[0])
        let rank = shape.count
        let (rows, width, depth) = (q.value.shape[rank - 2], k.value.shape[rank - 2], q.value.shape[rank - 1])
        let columns = v.value.shape[rank - 1]
        guard rows > 0, width > 0, depth > 0, columns > 0 else { return try builder.appendPortable(node) }
        let heads = shape.dropLast(2).reduce(1, *)
        var mask: AttentionStep.Mask?
        if node.inputs.count > 3, !node.inputs[3].isEmpty {
            let value = try builder.float32(node, 3, layout: .rowMajor)
            // A row of the mask for each row of the scores.
            let strides = ModelGraph.Broadcast.strides(value.shape, to: Array(shape.dropLast()) + [width])
            let places = shape.dropLast().map { Array(0..<$0) }
            mask = AttentionStep.Mask(
                buffer: value.buffer,
                offsets: try Positions.offsets(positions: places, strides: Array(strides.dropLast())),
                step: strides[rank - 1])
        }
        let format = builder.outputFormat(node)
        let nr = builder.model.kernels.gemmColumns
        let padded = { (columns: Int) in (columns + nr - 1) / nr * nr }
        let scoreScale = try Inference.resultScale(q.format.exponent + k.format.exponent) * scale
        let resultScale = try Inference.resultScale(
            Self.probabilityExponent + v.format.exponent - (format?.exponent ?? 0))
        let largest = v.format.largestMagnitude
        let isExact = ExactSums.holdProbabilities(width, exponent: Self.probabilityExponent, largest: largest)
        let resultChunk = isExact ? width : ExactSums.length(width, product: 32767 * largest)
        let output = builder.newValue(shape: shape, layout: .rowMajor, format: format)
        builder.append(
            AttentionStep(
                q: q.value.buffer, k: k.value.buffer, v: v.value.buffer, mask: mask, heads: heads, rows: rows,
                width: width, depth: depth, columns: columns,
                scoreChunk: ExactSums.length(
                    depth, product: q.format.largestMagnitude * k.format.largestMagnitude),
                resultChunk: resultChunk,
                nr: nr, bias: builder.newConstant([Int32](repeating: 0, count: padded(max(width, columns)))),
                scoreScale: builder.newConstant([Float](repeating: scoreScale, count: padded(width))),
                resultScale: builder.newConstant([Float](repeating: resultScale, count: padded(columns))),
                limits: try format?.limits() ?? OutputLimits(),
                largest: OutputEpilogue.largest(sums: (width - 1) / resultChunk + 1, scale: resultScale),
                isFloat: format == nil, output: output.buffer),
            reads: [q.value.buffer, k.value.buffer, v.value.buffer] + (mask.map { [$0.buffer] } ?? []),
            writes: [output.buffer])
        try builder.finish(node, output)
    }
}
