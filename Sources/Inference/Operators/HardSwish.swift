import ModelGraph

/// HardSwish by table.
extension HardSwish: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendActivation(node) { $0 * max(0, min(1, $0 * (1 / 6) + 0.5)) }
    }
}
