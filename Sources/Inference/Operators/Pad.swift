import ModelGraph

/// Pad in all modes, with constant pads.
extension Pad: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.inputs[0])
        guard let pads = try builder.constant(node, 1)?.integers else {
            throw InferenceError.unsupported("its pads must be constant integers")
        }
        let axes = try builder.constant(node, 3)?.integers ?? Array(shape.indices)
        guard pads.count == 2 * axes.count else {
            throw InferenceError.invalid("\(pads.count) pads for \(axes.count) axes")
        }
        var maps = shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            let axis = try PlanBuilder.axis(axis, rank: shape.count)
            let (begin, end) = (pads[index], pads[axes.count + index])
            guard abs(begin) <= 1 << 20, abs(end) <= 1 << 20, begin + shape[axis] + end >= 0 else {
                throw InferenceError.invalid("pads \(begin) and \(end) of an axis of \(shape[axis])")
            }
            maps[axis] = (0..<begin + shape[axis] + end).map { place($0 - begin, shape[axis]) }
        }
        let constant = try builder.constant(node, 2)?.floats?.first ?? 0
        try builder.appendIndexMap(node, maps: maps, constant: constant)
    }

    /// Where an element comes from that stands at `index` of an axis of `extent`; -1: from nowhere.
    private func place(_ index: Int, _ extent: Int) -> Int {
        if (0..<extent).contains(index) { return index }
        guard extent > 0 else { return -1 }
        switch mode {
        case .constant: return -1
        case .edge: return index < 0 ? 0 : extent - 1
        case .wrap: return ((index % extent) + extent) % extent
        case .reflect:
            if extent == 1 { return 0 }
            let period = 2 * (extent - 1)
            let turned = ((index % period) + period) % period
            return turned < extent ? turned : period - turned
        }
    }
}
