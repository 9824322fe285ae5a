import ModelGraph

/// ConstantOfShape: resolved when the plan is made.
extension ConstantOfShape: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        throw InferenceError.unsupported("a shape that is computed while the model runs")
    }
}
