import ModelGraph

/// Shape: known when the plan is made.
extension Shape: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        throw InferenceError.invalid("the shape of its input is not known")
    }
}
