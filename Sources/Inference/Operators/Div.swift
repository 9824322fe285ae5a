import ModelGraph

/// Div: one float32 division.
extension Div: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .div)
    }
}
