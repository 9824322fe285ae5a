import ModelGraph

/// Relu: INT16 mantissas are clamped at 0.
extension Relu: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendClamp(node, lower: 0, upper: nil)
    }
}
