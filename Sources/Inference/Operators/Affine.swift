import FixedPoint
import Kernels
import ModelGraph

/// `x * factor[c] + addend[c]` for each channel c (axis 1): BatchNormalization, and arithmetic with constants.
extension PlanBuilder {
    /// - Parameters:
    ///   - input: index of the node's input that is x; the others are constants.
    ///   - factors, addends: one for each channel, or one for all.
    func appendAffine(_ node: Node, input index: Int, factors: [Float], addends: [Float], epilogue: Epilogue) throws {
        let shape = try shape(node.inputs[index])
        let layout: Layout = shape.count >= 3 ? .channelsLast : .rowMajor
        let channels = shape.count > 1 ? shape[1] : 1
        // Rank 2 and 3..: the channel is the innermost axis in memory either way.
        let columns = max(channels, 1)
        let spread = { (values: [Float]) in values.count == 1 ? [Float](repeating: values[0], count: columns) : values }
        guard let format = outputFormat(node), isInt16(node, index) else {
            try appendFloatAffine(node, index, layout, spread(factors), spread(addends), epilogue)
            return
        }
        let (value, inputFormat) = try int16(node, index, layout: layout)
        let up = try powerOfTwo(inputFormat.exponent - format.exponent)
        let unit = try powerOfTwo(-format.exponent)
        let multiplier = newConstant(spread(factors).map { $0 * up })
        let addend = newConstant(spread(addends).map { $0 * unit })
        let output = newValue(inPlaceOf: value, format: format)
        append(
            AffineStep(
                input: value.buffer, multiplier: multiplier, addend: addend,
                limits: try format.limits(lower: epilogue.minimum, upper: epilogue.maximum),
                rows: value.count / columns, columns: columns, output: output.buffer),
            reads: [value.buffer], writes: [output.buffer])
        try finish(node, output)
    }

    private func appendFloatAffine(
        _ node: Node, _ index: Int, _ layout: Layout, _ factors: [Float], _ addends: [Float], _ epilogue: Epilogue
    ) throws {
        let value = try float32(node, index, layout: layout)
        let output = newValue(inPlaceOf: value, format: nil)
        append(
            FloatAffineStep(
                input: value.buffer, factors: factors, addends: addends, lower: epilogue.minimum ?? -.infinity,
                upper: epilogue.maximum ?? .infinity, rows: value.count / factors.count, output: output.buffer),
            reads: [value.buffer], writes: [output.buffer])
        try finish(node, output)
    }
}
