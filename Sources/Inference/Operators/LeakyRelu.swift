import ModelGraph

/// LeakyRelu by table.
extension LeakyRelu: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let alpha = alpha
        try builder.appendActivation(node) { $0 < 0 ? alpha * $0 : $0 }
    }
}
