import ModelGraph

/// Unsqueeze, like Reshape.
extension Unsqueeze: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendReshape(node)
    }
}
