import FixedPoint
import Kernels
import ModelGraph

/// Concat: each input is copied into its place, brought to the output's format.
extension Concat: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.outputs[0])
        let axis = try PlanBuilder.axis(axis, rank: shape.count)
        let layout: Layout =
            shape.count >= 3 && node.inputs.indices.contains { builder.stored(node, $0)?.layout == .channelsLast }
            ? .channelsLast : .rowMajor
        let format = builder.outputFormat(node)
        let isInteger = format != nil && node.inputs.indices.allSatisfy { builder.isInt16(node, $0) }
        var parts: [ConcatStep.Part] = []
        let order = StoredValue.physicalAxes(rank: shape.count, layout: layout)
        let place = order.firstIndex(of: axis) ?? 0
        for index in node.inputs.indices {
            let columns = { (value: StoredValue) in order[place...].reduce(1) { $0 * value.shape[$1] } }
            if isInteger, let format {
                let (value, own) = try builder.int16(node, index, layout: layout)
                parts.append(
                    .init(
                        input: value.buffer, columns: columns(value),
                        scale: try powerOfTwo(own.exponent - format.exponent)))
            } else {
                let value = try builder.float32(node, index, layout: layout)
                parts.append(.init(input: value.buffer, columns: columns(value), scale: nil))
            }
        }
        let output = builder.newValue(shape: shape, layout: layout, format: isInteger ? format : nil)
        builder.append(
            ConcatStep(
                parts: parts, limits: try format?.limits() ?? OutputLimits(),
                rows: order[..<place].reduce(1) { $0 * shape[$1] }, output: output.buffer),
            reads: parts.map(\.input), writes: [output.buffer])
        try builder.finish(node, output)
    }
}
