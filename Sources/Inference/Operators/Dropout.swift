import ModelGraph

/// Dropout: at inference another name for the same memory. The mask is not computed.
extension Dropout: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendReshape(node)
    }
}
