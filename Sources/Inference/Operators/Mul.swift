import ModelGraph

/// Mul: the product of the mantissas is exact.
extension Mul: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendArithmetic(node, .mul)
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        try IntegerConstant.folded(inputs, output: output) { $0.multipliedReportingOverflow(by: $1) }
    }
}
