import FixedPoint
import Kernels
import ModelGraph

/// LRN over channels: exact sums of squares, float32 power.
extension LRN: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let (input, inputFormat) = try builder.int16(node, 0, layout: .channelsLast)
        guard let format = builder.outputFormat(node) else {
            throw InferenceError.unsupported("its output has no number format; quantize it")
        }
        guard (1...(1 << 20)).contains(size) else { throw InferenceError.invalid("size \(size)") }
        let output = builder.newValue(shape: input.shape, layout: .channelsLast, format: format)
        builder.append(
            LRNStep(
                input: input.buffer, rows: input.count / max(input.channels, 1), channels: input.channels, size: size,
                alphaScale: alpha / Float(size) * (try powerOfTwo(2 * inputFormat.exponent)), bias: bias, beta: beta,
                scale: try powerOfTwo(inputFormat.exponent - format.exponent), limits: try format.limits(),
                output: output.buffer),
            reads: [input.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
