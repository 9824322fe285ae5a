import ModelGraph

/// An operator that the integer engine computes: how it becomes steps of a plan.
protocol PlannedOperator: Operator {
    /// Asks the builder for the node's operands, appends steps and finishes with the node's output.
    func plan(_ node: Node, builder: PlanBuilder) throws
}

/// An operator with integer weights: Conv, Gemm, MatMul.
protocol LayerOperator: PlannedOperator {
    var epilogue: Epilogue { get }

    /// How weights of this shape are read.
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement
}
