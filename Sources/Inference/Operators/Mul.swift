import ModelGraph

/// Mul: the product of the mantissas is exact.
extension Mul: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .mul)
    }
}
