import ModelGraph

/// Add: v = a + b in the output's format, then the epilogue.
extension Add: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .add, epilogue: epilogue)
    }
}
