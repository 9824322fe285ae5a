import ModelGraph

/// Reshape: free, but for images, which go back to the order NCHW first.
extension Reshape: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendReshape(node)
    }
}
