import ModelGraph

/// Squeeze, like Reshape.
extension Squeeze: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendReshape(node)
    }
}
