import ModelGraph

/// HardSigmoid by table.
extension HardSigmoid: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let (alpha, beta) = (alpha, beta)
        try builder.appendActivation(node) { max(0, min(1, alpha * $0 + beta)) }
    }
}
