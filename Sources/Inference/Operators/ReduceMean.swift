import ModelGraph

/// ReduceMean: over the pixels of images in INT16, over other axes in float32 with exact integer sums.
extension ReduceMean: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let rank = try builder.shape(node.inputs[0]).count
        var axes = try builder.constant(node, 1)?.integers ?? []
        if axes.isEmpty {
            if noopWithEmptyAxes { return try builder.appendReshape(node) }
            axes = Array(0..<rank)
        }
        try builder.appendMean(node, axes: try axes.map { try PlanBuilder.axis($0, rank: rank) })
    }
}
