import ModelGraph

/// Sub: v = a - b.
extension Sub: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .sub)
    }
}
