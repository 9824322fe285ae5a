import ModelGraph

/// Clip: INT16 mantissas are clamped; the bounds must be constants.
extension Clip: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendClamp(
            node, lower: try builder.constant(node, 1)?.floats?.first,
            upper: try builder.constant(node, 2)?.floats?.first)
    }
}
