/// Element-wise product with NumPy's broadcasting.
package struct Mul: Operator {
    package static let name = "Mul"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B"], required: 2)
        let a = try inputs(0).type
        let b = try inputs(1).type
        guard a.elementType == b.elementType else {
            throw GraphError.invalid("operands of types \(a.elementType.rawValue) and \(b.elementType.rawValue)")
        }
        return [TensorType(a.elementType, try Broadcast.shape(a.shape, b.shape))]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        try ConstantFold.int64s(inputs) { $0.multipliedReportingOverflow(by: $1) }.map { [$0] }
    }
}
