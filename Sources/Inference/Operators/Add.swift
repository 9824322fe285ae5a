import ModelGraph

/// Add: v = a + b in the output's format, then the epilogue.
extension Add: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .add, epilogue: epilogue)
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        try IntegerConstant.folded(inputs, output: output) { $0.addingReportingOverflow($1) }
    }
}
