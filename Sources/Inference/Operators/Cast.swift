import ModelGraph

/// Cast of constants, and of float32 to itself.
extension Cast: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard to == .float32 else {
            throw InferenceError.unsupported("a cast of activations to \(to.rawValue)")
        }
        try builder.appendReshape(node)
    }
}
