import FixedPoint
import Kernels
import ModelGraph

/// What all functions of one element share: a table of all answers for INT16, a loop for float32.
extension PlanBuilder {
    /// Appends a node that applies `function` to every element.
    ///
    /// - Parameter function: deterministic on every machine: `DeterministicMath`, no libm.
    func appendActivation(_ node: Node, function: @escaping @Sendable (Float) -> Float) throws {
        let layout = stored(node, 0)?.layout ?? .rowMajor
        if let format = outputFormat(node), isInt16(node, 0) {
            let (input, inputFormat) = try int16(node, 0, layout: layout)
            let (inputScale, outputScale) = (try powerOfTwo(inputFormat.exponent), try powerOfTwo(-format.exponent))
            let limits = try format.limits()
            let key = TableCache.Key(function: String(describing: node.op), input: inputFormat, output: format)
            let table = model.table(key) {
                LookupTable(inputScale: inputScale, outputScale: outputScale, limits: limits, function: function)
            }
            let output = newValue(inPlaceOf: input, format: format)
            append(
                LookupStep(table: table, input: input.buffer, count: input.count, output: output.buffer),
                reads: [input.buffer], writes: [output.buffer])
            try finish(node, output)
            return
        }
        let input = try float32(node, 0, layout: layout)
        let output = newValue(inPlaceOf: input, format: nil)
        append(
            FloatUnaryStep(
                name: node.operatorName, function: function, input: input.buffer, count: input.count,
                output: output.buffer),
            reads: [input.buffer], writes: [output.buffer])
        try finish(node, output)
    }

    /// Appends a node that limits every element to lower...upper, nil for no bound: Relu, Clip.
    func appendClamp(_ node: Node, lower: Float?, upper: Float?) throws {
        guard let format = outputFormat(node), isInt16(node, 0) else {
            let (low, high) = (lower ?? -.infinity, upper ?? .infinity)
            try appendActivation(node) { x in
                let raised = x < low ? low : x
                return raised > high ? high : raised
            }
            return
        }
        let (input, inputFormat) = try int16(node, 0, layout: stored(node, 0)?.layout ?? .rowMajor)
        let output = newValue(inPlaceOf: input, format: format)
        append(
            RequantizeStep(
                input: input.buffer, output: output.buffer, count: input.count,
                scale: try powerOfTwo(inputFormat.exponent - format.exponent),
                limits: try format.limits(lower: lower, upper: upper)),
            reads: [input.buffer], writes: [output.buffer])
        try finish(node, output)
    }
}
