import ModelGraph

/// Div: one float32 division.
extension Div: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .div)
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        try IntegerConstant.folded(inputs, output: output) { $0.dividedReportingOverflow(by: $1) }
    }
}
