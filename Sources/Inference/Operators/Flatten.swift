import ModelGraph

/// Flatten: free where height * width is 1; else the image goes back to the order NCHW first.
extension Flatten: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendReshape(node)
    }
}
