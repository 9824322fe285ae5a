import ModelGraph

/// Sub: v = a - b.
extension Sub: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .sub)
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        try IntegerConstant.folded(inputs, output: output) { $0.subtractingReportingOverflow($1) }
    }
}
